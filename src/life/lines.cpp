#include "life/lines.hpp"

#include "base/text.hpp"
#include "life/port.hpp"
#include "system/system.hpp"

#include <cerrno>
#include <fcntl.h>

namespace launch {

namespace {

constexpr int patience_milliseconds = 5000; ///< for a host that takes nothing at all

Result<> open_line(const char* path, Descriptor& line) {
    const auto opened = open_path(path, O_RDWR | O_NOCTTY | O_NONBLOCK, line);
    if (!opened || make_raw_line(line)) return opened;
    line.close();
    return refuse("open"_t, path, "it is no serial line"_t);
}

/** Opens a line and a pipe, whose end on our side does not block; `stream` is the other one. */
Result<> open_relay(const char* path, bool input, Relay& relay, Relay::Buffer& buffer,
                    Descriptor& stream) {
    Descriptor line;
    Pair pair;
    Result<> done = open_line(path, line);
    if (done) done = pipe_pair(pair);
    if (!done) return done;
    Descriptor& ours = input ? pair.theirs : pair.ours;
    set_blocking(ours.get(), false);
    stream = std::move(input ? pair.ours : pair.theirs);
    relay.connect(input ? line : ours, input ? ours : line, buffer);
    return {};
}

} // namespace

Result<> Lines::open(const Spec& spec, Context& context, Relay::Buffers& buffers) {
    if (spec.report == nullptr) return {};
    auto done = open_line(spec.report, report_line);
    if (!done) return done;
    if (spec.output == nullptr || spec.input == nullptr || spec.errors == nullptr) return {};
    done = open_relay(spec.input, true, input, buffers[0], context.streams[0]);
    if (done) done = open_relay(spec.output, false, output, buffers[1], context.streams[1]);
    if (done) done = open_relay(spec.errors, false, errors, buffers[2], context.streams[2]);
    return done;
}

void Lines::grant_input() {
    if (input.wish().fd >= 0) grant(InputRelay::first_grant);
}

void Lines::grant(std::size_t bytes) {
    TextOf<64> line;
    line.add("input ").number(bytes).line();
    write_line(line.view());
}

void Lines::wishes(std::span<pollfd, most_wishes> watched) const {
    watched[0] = input.wish();
    watched[1] = output.wish();
    watched[2] = errors.wish();
}

void Lines::move() {
    if (const std::size_t passed = input.move(); passed > 0) grant(passed);
    output.move();
    errors.move();
}

void Lines::finish() {
    std::uint64_t deadline = milliseconds_now() + patience_milliseconds;
    while (!output.finished() || !errors.finished()) {
        const std::uint64_t now = milliseconds_now();
        if (now >= deadline) return;
        std::array<pollfd, 2> watched = {output.wish(), errors.wish()};
        wait_for(watched, static_cast<int>(deadline - now));
        const bool moved = output.move();
        if (errors.move() || moved) deadline = milliseconds_now() + patience_milliseconds;
    }
}

void Lines::write_line(std::string_view text) {
    if (report_line) static_cast<void>(write_patiently(report_line.get(), text));
}

bool Lines::are_heard() {
    if (!port) open_record_port(port);
    return port || report_line;
}

void Lines::report(std::string_view text) {
    if (!are_heard()) return;
    write_line(text);
    std::size_t count = 0; // 32 KiB are taken at once, and nothing where nobody listens
    static_cast<void>(write_some(port.get(), text, count));
}

void Lines::report_timeline(const char* more) {
    if (!are_heard()) return;
    TextOf<512> record;
    timeline.record(record);
    record.add(more);
    report(record.view());
}

void Lines::conclude(std::string_view text) {
    timeline.reach(Stage::processes);
    report_timeline();
    report(text);
}

Result<> write_patiently(int descriptor, std::string_view text) {
    const std::uint64_t deadline = milliseconds_now() + patience_milliseconds;
    while (!text.empty()) {
        std::size_t count = 0;
        const auto written = write_some(descriptor, text, count);
        if (written) {
            text.remove_prefix(count);
            continue;
        }
        const std::uint64_t now = milliseconds_now();
        if (!written.error().is(EAGAIN) || now >= deadline) {
            return written;
        }
        std::array<pollfd, 1> watched = {{{descriptor, POLLOUT, 0}}};
        wait_for(watched, static_cast<int>(deadline - now));
    }
    return {};
}

} // namespace launch
