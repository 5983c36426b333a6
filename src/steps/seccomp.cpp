#include "steps/seccomp.hpp"

#include "steps/tell.hpp"
#include "system/system.hpp"

namespace launch {

Result<std::span<const sock_filter>> read_filter(std::span<const char> bytes, const char* path) {
    const std::size_t count = bytes.size() / sizeof(sock_filter);
    if (bytes.size() % sizeof(sock_filter) != 0) {
        return refuse("read filter"_t, path, "its size is no multiple of 8 bytes"_t);
    }
    if (count == 0 || count > most_instructions) {
        return refuse("read filter"_t, path, "it has not between 1 and 4096 instructions"_t);
    }
    const void* const memory = bytes.data(); // of its own pages: aligned for anything
    return std::span(static_cast<const sock_filter*>(memory), count);
}

Result<> apply(const Filter& step, Context&) {
    unpack_filter(); // should it be one of ours
    return load_filter(step.instructions);
}

void describe(Text& out, const Filter& step) {
    tell(out, "filter system calls: %"_t, step.name);
}

} // namespace launch
