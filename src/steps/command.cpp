#include "steps/command.hpp"

#include "steps/tell.hpp"
#include "system/system.hpp"

#include <fcntl.h>

namespace launch {

Result<> apply(const Session& step, Context&) {
    auto done = new_session();
    if (done && step.on_terminal) done = take_terminal(0);
    return done;
}

void describe(Text& out, const Session& step) {
    out.add("start a session"_t);
    if (step.on_terminal) out.add(" on the new terminal"_t);
}

Result<> apply(const NewTerminal& step, Context& context) {
    Attempt& attempt = context.attempt;
    Descriptor theirs;
    TerminalMode mode;
    Descriptor& master = context.terminal;
    constexpr int flags = O_RDWR | O_NOCTTY | O_NONBLOCK; // in a run that is entered it is anything
    bool done =
        (context.devices  ? attempt.open_at(context.devices.get(), "pts/ptmx", flags, master)
         : context.target ? attempt.open_in_root(context.root, "dev/pts/ptmx", flags, master)
                          : attempt.open_at(here, "/dev/ptmx", flags, master)) &&
        attempt.ok(check_device(master, 5, 2)) && attempt.ok(open_other_end(master, theirs));
    if (read_mode(0, mode)) set_mode(theirs.get(), mode);
    copy_size(0, theirs.get());
    const auto owner = step.owner ? step.owner : context.user;
    if (owner) change_owner(theirs, *owner);
    for (int number = 0; number < 3; ++number) {
        done = done && attempt.ok(become_descriptor(theirs, number));
    }
    leave_to_init(theirs);
    return attempt.result(done);
}

void describe(Text& out, const NewTerminal&) {
    out.add("open a new terminal as input, output and errors"_t);
}

Result<> apply(const Terminal&, Context& context) {
    Attempt& attempt = context.attempt;
    Descriptor console;
    return attempt.result(
        attempt.open_at(here, "/dev/console", O_RDWR | O_NOCTTY, console) &&
        attempt.ok(take_terminal(console.get())) && attempt.ok(become_descriptor(console, 0)) &&
        attempt.ok(become_descriptor(console, 1)) && attempt.ok(become_descriptor(console, 2)));
}

void describe(Text& out, const Terminal&) {
    out.add("take /dev/console as the controlling terminal"_t);
}

Result<> apply(const Group& step, Context&) {
    const bool in_front = step.shares_terminal && foreground_group() == own_group();
    auto done = new_group();
    if (done && in_front) done = take_foreground(own_process());
    return done;
}

void describe(Text& out, const Group&) {
    out.add("start a process group"_t);
}

Result<> apply(const Foreground&, Context&) {
    auto done = new_group();
    if (done) done = take_foreground(own_process());
    return done;
}

void describe(Text& out, const Foreground&) {
    out.add("become the foreground process group"_t);
}

Result<> apply(const Streams&, Context& context) {
    bool done = true;
    int number = 0;
    for (const Descriptor& stream : context.streams) {
        done = done && context.attempt.ok(become_descriptor(stream, number++));
    }
    return context.attempt.result(done);
}

void describe(Text& out, const Streams&) {
    out.add("take the relayed pipes as input, output and errors"_t);
}

Result<> apply(const DieWithInit&, Context& context) {
    die_with_parent();
    if (parent_process() != context.init) exit_now(125); // it has died before we asked
    return {};
}

void describe(Text& out, const DieWithInit&) {
    out.add("end with the init"_t);
}

Result<> apply(const Directory& step, Context& context) {
    Attempt& attempt = context.attempt;
    Descriptor root;
    Descriptor directory;
    constexpr int flags = O_PATH | O_DIRECTORY;
    // No magic links: /proc/self/fd/0 may be a directory of the host (CVE-2024-21626's kin).
    const bool done = attempt.open_at(here, "/", flags, root) &&
                      attempt.open_in_root(root, step.path, flags, directory) &&
                      attempt.ok(change_directory(directory));
    attempt.name_failure(nullptr); // the step's own words name it
    return attempt.result(done);
}

void describe(Text& out, const Directory& step) {
    tell(out, "change to directory %"_t, step.path);
}

} // namespace launch
