/** What a fresh namespace wants before it is of use: a host name, a loopback. */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "steps/context.hpp"

#include <string_view>

namespace launch {

/** uts_namespaces(7) */
struct HostName {
    std::string_view name;
};

/** network_namespaces(7): a new one has "lo" only, and that is down. */
struct Loopback {};

Result<> apply(const HostName& step, Context& context);
Result<> apply(const Loopback& step, Context& context);

void describe(Text& out, const HostName& step);
void describe(Text& out, const Loopback& step);

} // namespace launch
