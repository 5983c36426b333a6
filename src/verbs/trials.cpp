#include "verbs/trials.hpp"

#include "life/refusal.hpp"
#include "life/states.hpp"
#include "life/wording.hpp"
#include "system/credentials.hpp"
#include "system/namespaces.hpp"
#include "verbs/run.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>

namespace launch {

namespace {

constexpr const char* mark = " (hint: "; ///< before what helps, as life/wording has it

/** In a child: it is launch, and all that is said goes into the pipe. */
[[noreturn]] void become_launch(const char* option, const Descriptor& pipe, SignalSet blocked) {
    TextOf<64> first; // the only word that is written to
    char* const words[] = {const_cast<char*>(first.add(option).c_str()), // NOLINT(*-const-cast)
                           const_cast<char*>("/proc/self/exe"),          // NOLINT(*-const-cast)
                           const_cast<char*>("--version"), nullptr};     // NOLINT(*-const-cast)
    block_signals(all_signals);                                          // as main does
    for (const int number : {1, 2}) static_cast<void>(become_descriptor(pipe, number));
    exit_now(launch_command(std::span(words).first(3), blocked));
}

[[gnu::noinline]] void try_run(Finding& finding, const char* option, SignalSet blocked) {
    Pair pipe;
    pid_t process = 0;
    Result<> done = pipe_pair(pipe);
    if (done) done = fork_into(0, process);
    if (!done) return finding.check(done.error());
    if (process == 0) become_launch(option, pipe.theirs, blocked);
    pipe.theirs.close();
    std::array<char, 2048> said;
    std::size_t size = 0;
    static_cast<void>(read_whole(pipe.ours, said, size));
    std::string_view sentence(said.data(), size);
    Ended ended;
    if (reap(process, true, ended) && !ended.signaled && ended.value == 0) return;
    finding.verdict = Verdict::no;
    take_word(sentence); // "launch: "
    finding.text.add(take_line(sentence));
}

void try_kind(Finding& finding, std::uint64_t kind) {
    const bool root = own_credentials().user == 0;
    if (!root) kind |= CLONE_NEWUSER;
    const auto tried = try_namespaces(kind);
    finding.check(tried.error(), kind);
    if (!tried && root && try_namespaces(kind | CLONE_NEWUSER)) finding.verdict = Verdict::limited;
}

/** An error but for those of a call that was made for nothing. */
Error meant(Error error) {
    return error.is(EBADF) || error.is(EINVAL) ? Error() : error;
}

/** Adds the first line of a file. */
bool add_line(Text& out, Literal path) {
    std::array<char, 128> memory;
    std::size_t size = 0;
    const auto read = read_file(path.text(), memory, size);
    std::string_view rest(memory.data(), size);
    out.add(take_line(rest));
    return read.has_value();
}

/** The version of cgroups, and which controllers there are: those of version 1 lie side by side. */
Error find_cgroups(Text& out) {
    TextOf<128> controllers;
    Descriptor pids;
    const bool unified = add_line(controllers, "/sys/fs/cgroup/cgroup.controllers"_t);
    Error error;
    if (!unified) error = open_path("/sys/fs/cgroup/pids", O_PATH, pids).error();
    if (!error) out.add(unified ? "version 2: "_t : "version 1"_t).add(controllers.view());
    return error;
}

/** Linux 5.12 is the newest that launch needs. */
Error find_kernel(Text& out) {
    add_line(out, "/proc/sys/kernel/osrelease"_t);
    const Error error = change_mounts(Descriptor(), {}).error();
    return error.is(ENOSYS) ? error : Error();
}

Error find_landlock(Text& out) {
    unsigned version = 0;
    const Error error = landlock_version(version).error();
    if (!error) out.add("version "_t).number(version);
    return error;
}

Error try_call(Text& out, char which) {
    Descriptor none; // and nothing is opened, or only to be closed
    switch (which) {
    case 'c': return find_cgroups(out);
    case 'n': return try_states().error();
    case 's': return load_filter({}).error();
    case 'p': return open_process(0, none).error();
    case 'o': return open_in_root(none, "/", O_PATH, none).error();
    case 'k': return find_kernel(out);
    default: return find_landlock(out);
    }
}

} // namespace

void Finding::check(Error error, std::uint64_t namespaces) {
    if (!error) return;
    verdict = Verdict::no;
    word_step(text, nullptr, error);
    if (!(error.action() == "clone"_t)) return;
    TextOf<128> hint;
    explain_clone(hint, namespaces, error.number());
    if (!hint.view().empty()) text.add(mark).add(hint.view()).add(")");
}

void Finding::settle(Literal usual) {
    if (behind(text.view(), mark).data() == nullptr && verdict != Verdict::yes &&
        *usual.text() != '\0') {
        text.add(mark).add(usual).add(")");
    }
    what = text.view();
    remedy = behind(what, mark);
    if (remedy.data() != nullptr) {
        what.remove_suffix(remedy.size() + std::strlen(mark));
        remedy.remove_suffix(1);
    }
    if (what.empty()) what = {};
}

void examine(Finding& finding, const char* trial, SignalSet blocked) {
    Descriptor opened;
    switch (*trial) {
    case '-': return try_run(finding, trial, blocked);
    case ':': return try_kind(finding, namespace_kinds[static_cast<unsigned>(trial[1] - '0')].flag);
    case '=': return finding.check(meant(try_call(finding.text, trial[1])));
    case '/': return finding.check(open_path(trial, O_RDWR, opened).error());
    default: break;
    }
    finding.check(meant(detached_mount(trial, {}, 0, opened).error())); // without a device
}

} // namespace launch
