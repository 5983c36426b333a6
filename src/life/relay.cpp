#include "life/relay.hpp"

#include "system/system.hpp"

#include <algorithm>
#include <cerrno>
#include <span>

namespace launch {

namespace {

bool would_block(const Error& error) {
    return error.is(EAGAIN);
}

} // namespace

void Relay::connect(Descriptor& source, Descriptor& target, Buffer& memory) {
    buffer = &memory;
    from = std::move(source);
    to = std::move(target);
}

bool Relay::fill() {
    if (start < end || !from) return true;
    std::size_t count = 0;
    const auto read = read_some(from.get(), *buffer, count);
    if (!read && would_block(read.error())) return false;
    if (count == 0) from.close();
    start = 0;
    end = count;
    return true;
}

pollfd OutputRelay::wish() const {
    if (start < end) return {to.get(), POLLOUT, 0};
    return {from.get(), POLLIN, 0};
}

bool OutputRelay::move() {
    if (!fill() || start == end) return false;
    std::size_t count = 0;
    const auto written =
        write_some(to.get(), std::span(*buffer).subspan(start, end - start), count);
    if (!written && would_block(written.error())) return false;
    start = written ? start + count : end; // a line that fails takes what it is given
    return true;
}

void OutputRelay::append_ends() {
    (*buffer)[0] = (*buffer)[1] = 4; // the first ends a line that has begun: termios(3), VEOF
    start = 0;
    end = 2;
}

pollfd InputRelay::wish() const {
    if (payload > 0 && start < end && to) return {to.get(), POLLOUT, 0};
    return {from.get(), POLLIN, 0};
}

/** Reads frame headers until payload waits or the buffer is empty; a frame of nothing is the end. */
void InputRelay::unpack() {
    while (payload == 0 && start < end) {
        header = header << 8 | static_cast<unsigned char>((*buffer)[start++]);
        if (++header_bytes < 2) continue;
        payload = header;
        if (payload == 0) to.close();
        header = 0;
        header_bytes = 0;
    }
}

/** Writes payload to the command; one that no longer reads is not waited for. */
std::size_t InputRelay::pass_on() {
    const auto bytes = std::span(*buffer).subspan(start, std::min(payload, end - start));
    if (bytes.empty()) return 0;
    std::size_t passed = bytes.size();
    if (to) {
        std::size_t count = 0;
        const auto written = write_some(to.get(), bytes, count);
        if (!written && would_block(written.error())) return 0;
        if (written) passed = count;
        if (!written) to.close();
    }
    start += passed;
    payload -= passed;
    return passed;
}

std::size_t InputRelay::move() {
    if (!fill()) return 0;
    if (!from) to.close(); // the line has broken off: that is an end, too
    std::size_t granted = 0;
    while (start < end) {
        unpack();
        const std::size_t passed = pass_on();
        if (passed == 0 && payload > 0) break;
        granted += passed;
    }
    return granted;
}

} // namespace launch
