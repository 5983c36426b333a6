/** What others are told of a run: its state, its pid file, and JSON when it runs and at its end. */
#pragma once

#include "life/spawn.hpp"
#include "steps/usage.hpp"

namespace launch {

/** Who runs, in the numbers of where launch itself is; 0 and null: unknown, or not yet. */
struct Running {
    const char* name = nullptr;
    pid_t process = 0;       ///< launch's own
    std::uint64_t start = 0; ///< see ProcessState
    pid_t init = 0, command = 0;
    NamespaceNumbers namespaces{};
    const char* cgroup = nullptr;
    const char* root = nullptr;
};

/** A line of JSON about a run: what --info-fd is told, and what a state is. */
void tell_running(Text& out, const Running& run);

/** How a run ended. */
struct Finish {
    const char* name;
    int code;                 ///< launch's exit status
    std::string_view failure; ///< why it could not start; the rest counts without one
    const Status& status;
    const ResourceUse& usage;
    std::uint64_t milliseconds; ///< from when it ran
    const Usage& limits;        ///< all zeros without a cgroup
};

/** A line of JSON about an end: what --report-fd is told. */
void tell_finish(Text& out, const Finish& finish);

/** Refuses descriptors that nothing can be written to: before launch opens any of its own. */
Result<> check_watchers(Spec& spec);

/** A run that is found and watched; one that nobody asks for costs no system calls. */
class Watch {
public:
    /** Takes the name and writes the pid file, before anything starts. */
    [[gnu::noinline]] Result<> begin(const Spec& spec, const char* root);
    /** Tells that it runs. */
    [[gnu::noinline]] Result<> tell(const Spec& spec, const Child& child);
    /** Removes both files. */
    void end(const Spec& spec);

    [[nodiscard]] std::uint64_t milliseconds() const; ///< since it ran
    [[nodiscard]] static bool wanted(const Spec& spec) { return spec.name || spec.info >= 0; }

private:
    [[gnu::noinline]] Result<> take_name(const Spec& spec); // has much on its stack
    Result<> keep(const Spec& spec, const Descriptor& folder) const;

    Running run;
    bool named = false, filed = false;
    std::uint64_t began = 0;
};

} // namespace launch
