/** The parts that a plan is put together from, one matter a file. All are pure. */
#pragma once

#include "plan/plan.hpp"

namespace launch {

inline bool is_new(const Spec& spec, std::uint64_t kind) {
    return (spec.namespaces & kind) != 0;
}

/** Only one's own ids are mapped, by somebody without rights over others: setgroups is denied. */
bool maps_one_id(const Spec& spec, const Facts& facts);

/** Whose ids are mapped is somebody inside; else the init has to become somebody. */
bool maps_caller(const Spec& spec, const Facts& facts);

/** The command's streams are a machine's serial lines. */
inline bool relays(const Spec& spec) {
    return spec.output != nullptr;
}

/** The command's streams are a machine's console. */
inline bool has_terminal(const Spec& spec, const Facts& facts) {
    return facts.console != nullptr && !relays(spec);
}

/** The command gets a pseudo terminal of its root's own. */
bool has_new_terminal(const Spec& spec, const Facts& facts);

/** Set-user-id programs and file capabilities raise rights: no_new_privs is not set. */
inline bool allows_new_privileges(const Spec& spec) {
    return spec.privileged || spec.new_privileges;
}

/** It has neither a root nor namespaces of its own. */
inline bool shares_all(const Spec& spec) {
    return spec.chroot != nullptr || spec.life.subreaper;
}

/** Adds what always fits: the lists are larger than all tables and bounds of Spec together. */
inline void add(Steps& list, const Step& step) {
    new (list.grow()) Step(step);
}

/** The same for a step of one kind, which is made in its place: smaller than to make and copy it. */
template <class Kind> [[gnu::always_inline]] inline void add(Steps& list, const Kind& step) {
    new (list.grow()) Step(std::in_place_type<Kind>, step);
}

/** Device nodes are made, not bound: outside of user namespaces alone, and not where somebody could make more of them,
 *  unless that may open everything anyway. */
bool has_own_nodes(const Spec& spec);

/** MOUNT_ATTR_* of a tree from outside: its device nodes and set-id bits work only on request. */
std::uint64_t tree_attributes(const Spec& spec, bool readonly);

/** Those that the command may have. */
CapabilitySet allowed_capabilities(const Spec& spec);

/** The refusal of an option that cannot hold because of something else that is given. */
Result<> contradicts(Literal option, Literal reason);

Result<> check_machine(const Spec& spec, const Facts& facts);
Result<> check_cgroup(const Spec& spec, const Facts& facts);
Result<> check_chroot(const Spec& spec, const Facts& facts);
Result<> check_life(const Spec& spec, const Facts& facts);
Result<> check_root(const Spec& spec, const Facts& facts);
Result<> check_namespaces(const Spec& spec, const Facts& facts);
Result<> check_id_maps(const Spec& spec, const Facts& facts);
Result<> check_joined(const Spec& spec, const Facts& facts);
Result<> check_network(const Spec& spec, const Facts& facts);
Result<> check_mounts(const Spec& spec, const Facts& facts);
Result<> check_posture(const Spec& spec, const Facts& facts);
Result<> check_identity(const Spec& spec, const Facts& facts);

bool has_outer_wishes(const Spec& spec); ///< wishes that look at the outside
bool has_late_wishes(const Spec& spec);  ///< the same at their turn: these cannot be held before

void add_held_trees(Plan& plan, const Spec& spec, const Facts& facts);
void add_root(Plan& plan, const Spec& spec, const Facts& facts);
void add_standard_mounts(Plan& plan, const Spec& spec, const Facts& facts);
void add_wishes(Plan& plan, const Spec& spec, const Facts& facts);
/** Devices and masks, in the root before anything of the user's is mounted there. */
void add_shields(Plan& plan, const Spec& spec, const Facts& facts);
/** What the command gives up for ever: calls of the kernel, and files. */
void add_renunciations(Plan& plan, const Spec& spec, const Facts& facts);
void add_joiner(Plan& plan, const Spec& spec, const Facts& facts);
void add_id_maps(Plan& plan, const Spec& spec, const Facts& facts);
void add_network_outside(Plan& plan, const Spec& spec, const Facts& facts);
void add_network_inside(Plan& plan, const Spec& spec);
void add_cgroup(Plan& plan, const Spec& spec, const Facts& facts);
void add_host_name(Plan& plan, const Spec& spec, const Facts& facts);
void add_look_up(Plan& plan, const Spec& spec, const Facts& facts);
void add_session(Plan& plan, const Spec& spec, const Facts& facts);
void add_group(Plan& plan, const Spec& spec, const Facts& facts);
void add_limits(Plan& plan, const Spec& spec, const Facts& facts);
void add_credentials(Plan& plan, const Spec& spec, const Facts& facts);
/** --exec: all that is done then. */
void add_hand_over(Plan& plan, const Spec& spec, const Facts& facts);
void add_command(Plan& plan, const Spec& spec, const Facts& facts);

} // namespace launch
