/** From what is wanted and what is there to lists of steps. Pure: it calls nothing. */
#pragma once

#include "base/error.hpp"
#include "base/list.hpp"
#include "plan/survey.hpp"
#include "spec/spec.hpp"
#include "steps/step.hpp"

#include <cstdint>
#include <span>

namespace launch {

/** Who does a step. */
enum class Place : std::uint8_t {
    prepare, ///< the caller, before there is an init
    joiner,  ///< a process before the init, which is then cloned from it
    outside, ///< the caller, once the init exists but before it goes on
    init,    ///< the namespaces' first process
    command  ///< the process that becomes the command
};

/** Most of a plan's lists; one size, so that one function makes room in them. */
using Steps = List<Step, 48>;

struct Plan {
    std::uint64_t namespaces = 0; ///< CLONE_NEW*
    std::uint64_t early = 0;      ///< those of them that the joiner makes
    Life life{};
    bool hides = false;   ///< others can see the init before it has let go of the outside
    bool enters = false;  ///< a run that is there: nothing of ours shall get into it
    List<Step, 208> init; ///< the one that most is added to is near
    Steps prepare, joiner, outside, command;

    [[nodiscard]] std::span<const Step> steps(Place place) const;
    /** The init has to wait until it is told to go on. */
    [[nodiscard]] bool gated() const { return !outside.empty() || !joiner.empty(); }
    [[nodiscard]] bool has_pid_namespace() const { return (namespaces & CLONE_NEWPID) != 0; }
};

/**
 * Fills in what the words leave open and the caller decides: an ordinary user gets a user namespace
 * (unless it is shared by name), and a new one maps what the caller may map.
 */
void settle(Spec& spec, const Facts& facts);

/**
 * Fills an empty plan, in place because it is large. Refuses what contradicts itself; the texts are
 * those of one clear sentence.
 */
Result<> fill_plan(Plan& plan, const Spec& spec, const Facts& facts);

/** The run that is entered. */
struct WayIn {
    std::uint64_t namespaces = 0; ///< CLONE_NEW*: those in which it differs from us
    bool becomes = false;         ///< we are root: the entrant becomes who has started it
    bool limited = false;         ///< it has a cgroup of its own
};

/** Fills an empty plan for one more command in a run; `facts` are those of who has started it. */
Result<> fill_entry(Plan& plan, const Spec& spec, const Facts& facts, const WayIn& way);

/** The plan as --dry-run prints it. */
void describe_plan(Text& out, const Plan& plan);

/**
 * The command's environment: the caller's (a machine's PID 1 has none, what the kernel made of its
 * own command line does not count), then PATH, HOME and TERM as they are inside, then --env.
 * @param memory room for all of `inherited`, the --env words and four more; ends with null
 * @return       where HOME is, for who finds a better one; null when --env has set it
 */
char** fill_environment(const Spec& spec, const Facts& facts, char* const* inherited,
                        std::span<char*> memory);

} // namespace launch
