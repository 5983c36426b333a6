/** The parts that a plan is put together from, one matter a file. All are pure. */
#pragma once

#include "plan/plan.hpp"

namespace launch {

inline bool is_new(const Spec& spec, std::uint64_t kind) {
    return (spec.namespaces & kind) != 0;
}

/** Only one's own ids are mapped, by somebody without rights over others: setgroups is denied. */
bool maps_one_id(const Spec& spec, const Facts& facts);

/** The command's streams are a machine's serial lines. */
inline bool relays(const Spec& spec) {
    return spec.output != nullptr;
}

/** Adds what always fits: the lists are larger than all tables and bounds of Spec together. */
template <std::size_t capacity>
[[gnu::noinline]] void add(List<Step, capacity>& list, const Step& step) {
    static_cast<void>(list.push(step));
}

/** MOUNT_ATTR_* of a tree from outside: it brings no working device nodes, unless all is open. */
std::uint64_t tree_attributes(const Spec& spec, bool readonly);

Result<> check_machine(const Spec& spec, const Facts& facts);
Result<> check_root(const Spec& spec, const Facts& facts);
Result<> check_namespaces(const Spec& spec, const Facts& facts);
Result<> check_id_maps(const Spec& spec, const Facts& facts);
Result<> check_joined(const Spec& spec, const Facts& facts);
Result<> check_mounts(const Spec& spec, const Facts& facts);

void add_root(Plan& plan, const Spec& spec, const Facts& facts);
void add_standard_mounts(Plan& plan, const Spec& spec, const Facts& facts);
void add_wishes(Plan& plan, const Spec& spec, const Facts& facts);
void add_joiner(Plan& plan, const Spec& spec, const Facts& facts);
void add_id_maps(Plan& plan, const Spec& spec, const Facts& facts);
void add_host_name(Plan& plan, const Spec& spec, const Facts& facts);
void add_command(Plan& plan, const Spec& spec, const Facts& facts);

} // namespace launch
