#include "steps/command.hpp"

#include "system/system.hpp"

#include <fcntl.h>

namespace launch {

Result<> apply(const Session&, Context&) {
    return new_session();
}

void describe(Text& out, const Session&) {
    out.add("start a session");
}

Result<> apply(const Terminal&, Context&) {
    const auto console = open_at(here, "/dev/console", O_RDWR | O_NOCTTY);
    if (!console) return std::unexpected(console.error());
    if (const auto taken = take_terminal(*console); !taken) return taken;
    for (int number = 0; number < 3; ++number) {
        if (const auto done = become_descriptor(*console, number); !done) return done;
    }
    return {};
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
    for (int number = 0; number < 3; ++number) {
        const Descriptor& stream = context.streams[static_cast<std::size_t>(number)];
        if (const auto done = become_descriptor(stream, number); !done) return done;
    }
    return {};
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

Result<> apply(const Directory& step, Context&) {
    const auto root = open_at(here, "/", O_PATH | O_DIRECTORY);
    if (!root) return std::unexpected(root.error());
    // No magic links: /proc/self/fd/0 may be a directory of the host (CVE-2024-21626's kin).
    auto directory = open_in_root(*root, step.path, O_PATH | O_DIRECTORY);
    if (!directory) {
        directory.error().object = nullptr;
        return std::unexpected(directory.error());
    }
    return change_directory(*directory);
}

void describe(Text& out, const Directory& step) {
    out.add("change to directory ").add(step.path);
}

} // namespace launch
