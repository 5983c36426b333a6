#include "steps/partitions.hpp"

#include "steps/superblock.hpp"
#include "system/system.hpp"

#include <array>
#include <cstring>
#include <string_view>

namespace launch {

namespace {

using Sector = std::array<char, 512>;

template <class Number> Number number_at(const Sector& sector, std::size_t at) {
    Number number;
    std::memcpy(&number, &sector[at], sizeof number);
    return number;
}

bool is_protective(const Sector& sector) {
    constexpr char gpt = '\xee';
    for (std::size_t type = 450; type < 510; type += 16) {
        if (sector[type] == gpt) return true;
    }
    return false;
}

/** A disk signature and the partition's number: a convention of Linux's. */
void add_mbr(Text& out, Sector& sector, std::uint64_t number) {
    sector[444] = static_cast<char>(number); // behind the signature
    if (number_at<std::uint16_t>(sector, 510) == 0xaa55)
        add_hex(out, &sector[440], "PARTUUID=dcba-e");
}

/** True when there is a header in this sector, whatever it holds. */
bool add_gpt(Text& out, const Descriptor& disk, std::uint64_t sector_size, std::uint64_t number) {
    Sector sector;
    if (!read_at(disk, sector_size, sector)) return false;
    if (!begins({sector.data(), sector.size()}, "EFI PART")) return false;
    const std::uint64_t place = number_at<std::uint64_t>(sector, 72) * sector_size;
    const auto count = number_at<std::uint32_t>(sector, 80);
    const std::uint64_t size = number_at<std::uint32_t>(sector, 84);
    // What wraps around is read at another place, or at none: no harm is done either way.
    const bool listed = number - 1 < count && size >= 128;
    const auto entry = std::span(sector).first(128);
    if (listed && read_at(disk, place + (number - 1) * size, entry)) {
        add_hex(out, &sector[16], "PARTUUID=dcba-fe-hg-ij-klmnop");
    }
    return true;
}

} // namespace

void add_partition_id(Text& out, const Descriptor& disk, std::uint64_t number) {
    Sector sector;
    if (!read_at(disk, 0, sector)) return;
    if (!is_protective(sector)) return add_mbr(out, sector, number);
    if (!add_gpt(out, disk, 512, number)) add_gpt(out, disk, 4096, number);
}

} // namespace launch
