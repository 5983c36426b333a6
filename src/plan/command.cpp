/** The process that becomes the command. */
#include "plan/parts.hpp"

namespace launch {

namespace {

/** What runs when nothing is named. execve(2) wants pointers to writable bytes but writes none. */
constexpr char shell[] = "/bin/sh";
constexpr char login[] = "-l";
constexpr std::array<char*, 3> default_command = {
    const_cast<char*>(shell), const_cast<char*>(login), nullptr}; // NOLINT(*-const-cast)

} // namespace

void add_command(Plan& plan, const Spec& spec, const Facts& facts) {
    add_group(plan, spec, facts);
    add_limits(plan, spec, facts);
    // Filter and Landlock want no_new_privs, or rights that the change of credentials takes away.
    const bool early = allows_new_privileges(spec);
    if (early) add_renunciations(plan, spec, facts);
    add_credentials(plan, spec, facts);
    if (spec.directory != nullptr) add(plan.command, Directory{spec.directory});
    if (!early) add_renunciations(plan, spec, facts);
    const std::span<char* const> words =
        spec.command.empty() ? std::span(default_command).first(2) : spec.command;
    add(plan.command, Execute{words});
}

} // namespace launch
