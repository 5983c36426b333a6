#include "steps/stream.hpp"

#include "system/system.hpp"
#include "system/trees.hpp"

#include <algorithm>

namespace launch {

Stream::Stream(Attempt& attempt, const Descriptor& file, bool compressed, std::span<char> memory,
               std::uint64_t most)
    : attempt(attempt), file(file), compressed(compressed),
      input(memory.first(2 * Inflate::history)), left(most),
      inflate(attempt, file, input, memory.subspan(2 * Inflate::history, 2 * Inflate::history)) {}

void Stream::refill() {
    if (compressed) {
        piece = inflate.next();
        return;
    }
    std::size_t size = 0;
    static_cast<void>(attempt.ok(read_some(file.get(), input, size)));
    piece = input.first(size);
}

bool Stream::at_end() {
    if (piece.empty()) refill();
    return piece.empty();
}

std::span<const char> Stream::take(std::uint64_t wanted) {
    if (at_end()) return {};
    const auto taken = piece.first(std::min<std::uint64_t>(wanted, piece.size()));
    if (taken.size() > left) fail("it holds far more than fits"_t);
    if (attempt.failed()) return {};
    piece = piece.subspan(taken.size());
    left -= taken.size();
    return taken;
}

bool Stream::fail(Literal reason) {
    return attempt.fail({"read"_t, reason});
}

bool Stream::fail_early() {
    return fail("it ends too early"_t);
}

bool Stream::fill(std::span<char> memory) {
    while (!memory.empty()) {
        const auto bytes = take(memory.size());
        if (bytes.empty()) return fail_early();
        std::ranges::copy(bytes, memory.begin());
        memory = memory.subspan(bytes.size());
    }
    return true;
}

bool Stream::skip(std::uint64_t count) {
    if (!compressed && count > piece.size()) {
        count -= piece.size();
        piece = {};
        return attempt.ok(skip_forward(file, count)); // the next read finds an end before that
    }
    while (count > 0) {
        const auto bytes = take(count);
        if (bytes.empty()) return fail_early();
        count -= bytes.size();
    }
    return true;
}

bool Stream::finish() {
    while (!take(Inflate::history).empty()) {}
    return !attempt.failed();
}

} // namespace launch
