#include "steps/command.hpp"

#include "steps/tell.hpp"
#include "system/system.hpp"

#include <fcntl.h>

namespace launch {

Result<> apply(const Session&, Context&) {
    return new_session();
}

void describe(Text& out, const Session&) {
    out.add("start a session");
}

Result<> apply(const Terminal&, Context& context) {
    Attempt& attempt = context.attempt;
    Descriptor console;
    return attempt.result(
        attempt.open_at(here, "/dev/console", O_RDWR | O_NOCTTY, console) &&
        attempt.ok(take_terminal(console)) && attempt.ok(become_descriptor(console, 0)) &&
        attempt.ok(become_descriptor(console, 1)) && attempt.ok(become_descriptor(console, 2)));
}

void describe(Text& out, const Terminal&) {
    out.add("take /dev/console as the controlling terminal");
}

Result<> apply(const Foreground&, Context&) {
    return take_foreground();
}

void describe(Text& out, const Foreground&) {
    out.add("become the foreground process group");
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
    out.add("take the relayed pipes as input, output and errors");
}

Result<> apply(const DieWithInit&, Context& context) {
    die_with_parent();
    if (parent_process() != context.init) exit_now(125); // it has died before we asked
    return {};
}

void describe(Text& out, const DieWithInit&) {
    out.add("end with the init");
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
    tell(out, "change to directory %", step.path);
}

} // namespace launch
