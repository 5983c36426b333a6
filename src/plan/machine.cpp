/** What only the machine's PID 1 may be asked for. */
#include "plan/parts.hpp"

#include <array>

namespace launch {

namespace {

/** execve(2) wants pointers to writable bytes but writes none. */
constexpr char usual_init[] = "/sbin/init";
constexpr std::array<char*, 2> default_init = {const_cast<char*>(usual_init), nullptr}; // NOLINT

Result<> check_hand_over(const Spec& spec, const Facts& facts) {
    if (!facts.machine)
        return contradicts("--exec"_t, "only the PID 1 of a machine has it to give"_t);
    const char* const given = spec.first[isolating] != nullptr   ? spec.first[isolating]
                              : spec.first[confining] != nullptr ? spec.first[confining]
                              : spec.first[limiting] != nullptr  ? spec.first[limiting]
                              : spec.life.timeout != 0           ? "--timeout"_t.packed
                              : spec.output != nullptr           ? "--output"_t.packed
                              : spec.debug_shell                 ? "--debug-shell"_t.packed
                              : spec.watchdog != 0               ? "--watchdog"_t.packed
                                                                 : nullptr;
    if (given != nullptr) {
        return refuse("combine --exec with"_t, given,
                      "nothing is isolated, limited, relayed or watched then"_t);
    }
    if (spec.command.empty() || spec.command[0][0] == '/') return {};
    return refuse("execute"_t, spec.command[0], "--exec wants a path from the root on"_t);
}

} // namespace

void add_hand_over(Plan& plan, const Spec& spec, const Facts& facts) {
    const std::span<char* const> words =
        spec.command.empty() ? std::span(default_init).first(1) : spec.command;
    // A root that nobody has named is a directory of the initramfs.
    const bool directory = facts.kind == RootKind::directory && !spec.copy.wanted;
    const bool apart = facts.base != 0 || !directory;
    add_root(plan, spec, facts);
    add(plan.init, CheckProgram{words[0]});
    if (apart) add(plan.init, FreeInitramfs{directory ? facts.base : 0, facts.upper});
    add(plan.init, TakeOver{spec.root});
    if (spec.directory != nullptr) add(plan.command, Directory{spec.directory});
    add(plan.command, Execute{words});
}

Result<> check_machine(const Spec& spec, const Facts& facts) {
    const std::array<const char*, 4> lines = {spec.report, spec.input, spec.output, spec.errors};
    static constexpr std::array<Literal, 4> names = {"--report"_t, "--input"_t, "--output"_t,
                                                     "--errors"_t};
    std::size_t count = 0;
    std::size_t first = 0;
    if (spec.hands_over) return check_hand_over(spec, facts);
    for (std::size_t each = lines.size(); each-- > 0;) {
        if (lines[each] == nullptr) continue;
        ++count;
        first = each;
    }
    if (spec.respawn.wanted && (count > 1 || !facts.machine)) {
        return contradicts("--respawn"_t, "it is for a machine whose command has the console"_t);
    }
    if (count == 0) return {};
    if (!facts.machine) {
        return contradicts(names[first], "only the PID 1 of a machine has such a line"_t);
    }
    if (first != 0) return contradicts(names[first], "it needs --report, too"_t);
    if (count != 1 && count != lines.size()) {
        return contradicts("--output"_t, "--input, --output and --errors go together"_t);
    }
    return {};
}

} // namespace launch
