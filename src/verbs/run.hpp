/** What the two verbs share: the road from a Spec to a running command, and how launch speaks. */
#pragma once

#include "life/supervise.hpp"
#include "life/timings.hpp"
#include "life/watch.hpp"
#include "life/wording.hpp"
#include "plan/plan.hpp"
#include "spec/kernel_words.hpp"
#include "spec/words.hpp"
#include "steps/usage.hpp"

#include <string_view>

namespace launch {

/** Why there was no command to run: the sentence without "launch: ", and the exit code. */
struct Stop {
    std::array<char, 8192> memory;
    int code = 125;
    Text sentence{memory};

    /** Words the error, unless there was one before; answers false, for callers that stop there. */
    bool because(Error error);
    bool because(Literal action, Literal reason);
    /** The same if it is one; answers whether all is well. */
    [[gnu::noinline]] bool check(Result<> done) { return done || because(done.error()); }
    /** Refuses to run with rights that are not the caller's own. */
    bool check_rights();
};

/** The parts of a Run that are mostly zeros: they are zeroed all at once. */
struct Zeros {
    Spec spec;
    Facts facts;
    KernelLine kernel_line; ///< of a machine
    BootWords boot;         ///< of that
    char* boot_init[2];     ///< of those, with a null pointer behind it
    Watch watch;
    Timings timings;
    Status status; ///< once it has ended
    Usage usage;   ///< once the command has ended
    Events events;
    Descriptor watchdog; ///< of a machine
    Lines lines;         ///< the same
    Child child;
};

/** All that a run holds, from its words to its end. */
struct Run : Zeros {
    Run() : Zeros() { events.buffers = &buffers; }

    // What is large and hardly used comes last, or at the ends of these: fewer pages are touched.
    std::array<char*, 96> variables; ///< the command's environment, unless it has more
    Context context;
    Plan steps;
    Names names;
    Relay::Buffers buffers; ///< of the lines, or of the command's terminal
    Stop why;               ///< once it has failed
};

/** How much a sentence matters (syslog(2)): `quiet` keeps all but errors off a machine's console. */
enum class Level : std::uint8_t { error = 3, warning, information = 6 };

/**
 * Says "launch: SENTENCE": as the PID 1 of a machine in the kernel's log, which brings it to each
 * console, keeps it where there is none, and waits for no line that is stuck; else on stderr.
 */
void say(std::string_view sentence, Level level = Level::error);
/** The same for children of the PID 1, too. */
void say_as_machine(std::string_view sentence, Level level);

/** Says what has failed, if it has, though that is no reason to stop. */
void warn_of(Result<> done);

/** Prints a text on stdout. */
Result<> print_out(const Text& text);

/** Prints on stdout what --help or --version ask for. */
bool asks(const Spec& spec); ///< for one of the two
Result<> answer(const Spec& spec);

/** Prints the plan on stdout. */
Result<> print_plan(const Plan& plan);

/** Says why; answers the exit code. */
int complain(const Stop& why);
/** The exit code of what is done then: 0, or says why not. */
int conclude(Stop& why, Result<> done);

/** Opens what the signals are read from. */
bool listen(Run& run);

/** Spec to Plan: nothing is changed yet. */
bool prepare(Run& run, bool machine);

/** What comes before the first process: names, and the environment. */
bool begin(Run& run);

/** Words why a start has failed. */
void explain(Run& run, const Start& start);

/** Plan to running command. */
bool start(Run& run, const Inherited& inherited);

/** The two for a launcher on a host; the second sees it to its end and answers the exit code. */
bool start_on_host(Run& run, const Inherited& inherited);
int see_through(Run& run);
/** Prints the plan, or says why it cannot; answers the exit code. */
int print_only(Run& run);
/** --timings: says all of it. */
void tell_timings(const Run& run);
/** Reads what the ended command has used, lets its cgroup be removed, and says what matters. */
void end_limits(Run& run);

/** Runs one command isolated; answers the exit code. `blocked`: the mask we were started with. */
int launch_command(std::span<char* const> words, SignalSet blocked);

/** Lets go of the namespace that is kept on a file; answers the exit code. */
int release_namespace(std::span<char* const> words, SignalSet blocked);

/** Tells what this host allows; answers 0 when the default run works, else 1. */
int examine_host(std::span<char* const> words, SignalSet blocked);

/** Runs a command of a root beside the machine's own, with all doors open; says why when it cannot.
 *  `console`: null for the kernel's. */
void run_beside(const char* root, const char* console, std::span<char* const> command);

/** Is the PID 1 of a machine, from its boot to its end. */
[[noreturn]] void run_machine();

} // namespace launch
