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

/** Memory for steps that are none yet. */
template <std::size_t capacity> union StepMemory {
    StepMemory() {} // NOLINT(*-use-equals-default)
    Step steps[capacity];
};

/** A list of steps whose memory is apart: the counts of all lists share a page. */
class Steps {
public:
    template <std::size_t size>
    explicit Steps(StepMemory<size>& memory) : values(memory.steps), capacity(size) {}
    /** An empty list in other memory. */
    Steps(void* memory, unsigned capacity)
        : values(static_cast<Step*>(memory)), capacity(capacity) {}

    /** Room for one more, to be made there by the caller; that of the last one when it is full. */
    [[nodiscard, gnu::noinline]] void* grow() {
        return &values[count < capacity ? count++ : count - 1];
    }
    [[nodiscard]] std::size_t size() const { return count; }
    [[nodiscard]] bool empty() const { return count == 0; }
    [[nodiscard]] const Step& operator[](std::size_t index) const { return values[index]; }
    [[nodiscard]] const Step& last() const { return values[count - 1]; }
    [[nodiscard]] const Step* begin() const { return values; }
    [[nodiscard]] const Step* end() const { return values + count; }

private:
    Step* values;
    unsigned capacity, count = 0;
};

constexpr std::size_t most_steps = 48;
constexpr std::size_t most_init_steps = 208; ///< for the usual number of mounts
constexpr std::size_t usual_mounts = 64;
constexpr unsigned most_steps_ever = 1280; ///< for any

struct Plan {
    [[gnu::noinline]] Plan() {} // NOLINT(*-member-init,*-use-equals-default): what is no step yet
    Plan(const Plan&) = delete;
    Plan& operator=(const Plan&) = delete;
    ~Plan() = default;

    std::uint64_t namespaces = 0; ///< CLONE_NEW*
    std::uint64_t early = 0;      ///< those of them that the joiner makes, or Root
    Life life{};
    bool hides = false;  ///< others can see the init before it has let go of the outside
    bool enters = false; ///< a run that is there: nothing of ours shall get into it
    Steps init{init_steps}, prepare{prepare_steps}, joiner{joiner_steps}, outside{outside_steps},
        command{command_steps};

    /** Gives an empty plan room for more mounts than usual. */
    Result<> make_room();
    [[nodiscard]] std::span<const Step> steps(Place place) const;
    /** The init has to wait until it is told to go on. */
    [[nodiscard]] bool gated() const { return !outside.empty() || !joiner.empty(); }
    /** The namespaces that the init is cloned into. */
    [[nodiscard]] std::uint64_t cloned() const { return namespaces & ~early; }
    [[nodiscard]] bool has_pid_namespace() const { return (namespaces & CLONE_NEWPID) != 0; }

private:
    StepMemory<most_steps> command_steps; // first what is used most: its pages are near
    StepMemory<most_init_steps> init_steps;
    StepMemory<most_steps> prepare_steps, joiner_steps, outside_steps;
};

/**
 * Fills in what the words leave open and the caller decides: an ordinary user gets a user namespace
 * (unless it is shared by name), and a new one maps what the caller may map.
 */
void settle(Spec& spec, const Facts& facts);

/** The host's mounts shall be left, and all that the init takes of them can be held before. */
bool can_leave_mounts(const Spec& spec, const Facts& facts);

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
