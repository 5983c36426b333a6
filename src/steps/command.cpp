#include "steps/command.hpp"

#include "steps/tell.hpp"
#include "system/system.hpp"

#include <fcntl.h>

namespace launch {

namespace {

/** Makes it 0, 1 and 2. */
Result<> become_streams(const Descriptor& terminal) {
    Result<> done;
    for (int number = 0; done && number < 3; ++number) done = become_descriptor(terminal, number);
    return done;
}

} // namespace

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
    Descriptor theirs;
    TerminalMode mode;
    Descriptor& master = context.terminal;
    constexpr int flags = O_RDWR | O_NOCTTY | O_NONBLOCK; // in a run that is entered it is anything
    Result<> done = context.devices  ? open_at(context.devices.get(), "pts/ptmx", flags, master)
                    : context.target ? open_in_root(context.root, "dev/pts/ptmx", flags, master)
                                     : open_path("/dev/ptmx", flags, master);
    if (done) done = check_device(master, 5, 2);
    if (done) done = open_other_end(master, theirs);
    if (read_mode(0, mode)) set_mode(theirs.get(), mode);
    copy_size(0, theirs.get());
    const auto owner = step.owner ? step.owner : context.user;
    if (owner) change_owner(theirs, *owner);
    if (done) done = become_streams(theirs);
    leave_to_init(theirs);
    return done;
}

void describe(Text& out, const NewTerminal&) {
    out.add("open a new terminal as input, output and errors"_t);
}

Result<> apply(const Terminal&, Context&) {
    Descriptor console;
    Result<> done = open_path("/dev/console", O_RDWR | O_NOCTTY, console);
    if (done) done = take_terminal(console.get());
    return done ? become_streams(console) : done;
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
    Result<> done;
    int number = 0;
    for (const Descriptor& stream : context.streams) {
        if (done) done = become_descriptor(stream, number++);
    }
    return done;
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

Result<> apply(const Directory& step, Context&) {
    Descriptor root;
    Descriptor directory;
    constexpr int flags = O_PATH | O_DIRECTORY;
    // No magic links: /proc/self/fd/0 may be a directory of the host (CVE-2024-21626's kin).
    Result<> done = open_path("/", flags, root);
    if (done) done = open_in_root(root, step.path, flags, directory);
    if (done) done = change_directory(directory);
    done.error().object = nullptr; // the step's own words name it
    return done;
}

void describe(Text& out, const Directory& step) {
    tell(out, "change to directory %"_t, step.path);
}

} // namespace launch
