/** Why the kernel refuses new namespaces, and what to do: asked only after it did. */
#pragma once

#include "life/channel.hpp"

namespace launch {

/** What can be the cause, as far as /proc tells. */
struct Circumstances {
    bool root = false;               ///< it was root who asked
    bool clone_is_forbidden = false; ///< kernel.unprivileged_userns_clone is 0
    bool apparmor_restricts = false; ///< kernel.apparmor_restrict_unprivileged_userns is 1
    bool filtered = false;           ///< we are under somebody's seccomp(2) filter
    bool chrooted = false;
    const NamespaceKind* exhausted = nullptr; ///< the kind of which there may be no more
    std::string_view limit{};                 ///< of that kind: the value of its sysctl
};

/**
 * Words the cause and the remedy of a refused clone(2), in less than 128 bytes; nothing for another
 * error.
 */
void word_refusal(Text& out, const Circumstances& found, std::uint64_t namespaces, int number);

/** The same, for whoever was just refused. */
void explain_clone(Text& out, std::uint64_t namespaces, int number);

/** Makes new namespaces of these kinds for a moment. */
Result<> try_namespaces(std::uint64_t kinds);

/** Notes in a report of a clone, or of the first step with rights inside, why it was refused. */
void explain_refusal(const Plan& plan, Report& report);

} // namespace launch
