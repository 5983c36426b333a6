/** What a fresh namespace wants before it is of use: a host name, a loopback, an id map. */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "steps/context.hpp"

#include <cstdint>

namespace launch {

/** uts_namespaces(7) */
struct HostName {
    std::string_view name;
};

/** network_namespaces(7): a new one has "lo" only, and that is down. */
struct Loopback {};

/**
 * One range of user_namespaces(7), written by the parent: both maps once, setgroups first denied
 * when the writer has no rights over other ids.
 */
struct IdMap {
    std::uint32_t inside_user, outside_user;
    std::uint32_t inside_group, outside_group;
    std::uint32_t count;
    bool deny_setgroups;
};

Result<> apply(const HostName& step, Context& context);
Result<> apply(const Loopback& step, Context& context);
Result<> apply(const IdMap& step, Context& context);

void describe(Text& out, const HostName& step);
void describe(Text& out, const Loopback& step);
void describe(Text& out, const IdMap& step);

} // namespace launch
