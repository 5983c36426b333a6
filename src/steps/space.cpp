#include "steps/space.hpp"

#include "steps/tell.hpp"
#include "system/procfs.hpp"
#include "system/system.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace launch {

namespace {

/** What /proc/meminfo says of `key`, in bytes; a host without it is taken to have plenty. */
std::uint64_t memory_row(std::string_view text, const char* key) {
    if (behind(text, key).data() == nullptr) return std::numeric_limits<std::uint64_t>::max() / 2;
    return find_number(text, key) << 10;
}

} // namespace

Result<> make_tmpfs(const char* size, Descriptor& place) {
    TextOf<64> parameters;
    parameters.add("mode=0755");
    if (size != nullptr) parameters.add({"\0size=", 6}).add(size);
    return detached_mount("tmpfs", {parameters.c_str(), parameters.view().size() + 1}, 0, place);
}

std::uint64_t room_in(const Descriptor& tmpfs) {
    std::array<char, 4096> memory;
    const auto text = read_in(here, "/proc/meminfo", memory);
    return std::min(free_space(tmpfs),
                    memory_row(text, "MemAvailable:") + memory_row(text, "SwapFree:"));
}

Result<> check_room(Context& context, std::uint64_t needed, std::uint64_t room) {
    if (needed <= room) return {};
    constexpr std::uint64_t mebibyte = 1 << 20;
    context.note.add("needs "_t).number((needed + mebibyte - 1) / mebibyte).add(" MiB, "_t);
    context.note.number(room / mebibyte).add(" MiB are free"_t);
    return refuse("fill"_t, "it does not fit into memory"_t);
}

void note_entry(Context& context, std::string_view path) {
    context.note.add("at ").add(path);
}

void describe_size(Text& out, const char* size) {
    if (size != nullptr) tell(out, " of %"_t, size);
}

} // namespace launch
