#include "life/screen.hpp"

#include "system/signals.hpp"

#include <csignal>

namespace launch {

namespace {

constexpr int patience_milliseconds = 5000; ///< for a terminal that takes nothing at all

bool in_background() {
    const pid_t group = foreground_group();
    return group > 0 && group != own_group();
}

} // namespace

void Screen::open(Descriptor& opened, Relay::Buffers& buffers) {
    terminal = opened.get();
    Descriptor typed = reopen(0);
    Descriptor shown = reopen(1);
    Descriptor again = duplicate(terminal);
    input.connect(typed, opened, buffers[0]);
    output.connect(again, shown, buffers[1]);
    claim();
}

void Screen::wishes(std::span<pollfd, 2> watched) const {
    watched[0] = in_front ? input.wish() : pollfd{-1, 0, 0};
    watched[1] = output.wish();
}

void Screen::move(std::span<const pollfd, 2> watched) {
    if (watched[0].revents != 0) input.move();
    if (watched[1].revents != 0) output.move();
    if (!*this || at_end || !input.finished()) return;
    at_end = true;
    input.append_ends();
}

void Screen::claim() {
    if (!*this) return;
    if (in_background()) stop_by(SIGTTOU);
    in_front = !in_background();
    if (!in_front) return;
    is_raw = is_raw || read_mode(0, before);
    if (is_raw) set_mode(0, raw_mode(before));
    resize();
}

void Screen::release() {
    if (is_raw && !in_background()) set_mode(0, before);
    is_raw = false;
}

void Screen::resize() {
    copy_size(0, terminal);
}

void Screen::finish() {
    const std::uint64_t deadline = milliseconds_now() + patience_milliseconds;
    while (!output.finished() && milliseconds_now() < deadline) {
        if (output.move()) continue;
        std::array<pollfd, 1> watched = {output.wish()};
        if (watched[0].events == POLLIN) break; // nothing has been left
        wait_for(watched, patience_milliseconds);
    }
    release();
}

} // namespace launch
