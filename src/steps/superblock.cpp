#include "steps/superblock.hpp"

namespace launch {

namespace {

constexpr std::string_view nul("\0", 1);

/** Where a format has what. Without a label's size it has neither label nor id. */
struct Format {
    const char* type;
    std::uint16_t magic_at;
    const char* magic;
    std::uint16_t id_at = 0, label_at = 0;
    std::uint8_t label_size = 0;
    const char* id_pattern = nullptr;
};

constexpr const char* uuid = "UUID=abcd-ef-gh-ij-klmnop"; // RFC 4122
constexpr const char* volume_id = "UUID=dc-ba"; // a number of 32 bits, the least byte first

constexpr Format formats[] = {
    {"ext4", 1024 + 56, "\x53\xef", 1024 + 104, 1024 + 120, 16, uuid},
    {"erofs", 1024, "\xe2\xe1\xf5\xe0", 1024 + 48, 1024 + 64, 16, uuid},
    {"squashfs", 0, "hsqs"},
    {"vfat", 82, "FAT32   ", 67, 71, 11, volume_id},
    {"vfat", 54, "FAT1", 39, 43, 11, volume_id}, // FAT12, FAT16
};

std::string_view label_of(const Format& format, std::string_view head) {
    auto label = head.substr(format.label_at, format.label_size);
    label = take(label, '\0');
    while (label.ends_with(' ')) label.remove_suffix(1); // vfat fills up with them
    return label;
}

} // namespace

void add_tag(Text& tags, const char* key, std::string_view value) {
    if (!value.empty()) tags.add(key).add(value).add(nul);
}

void add_hex(Text& out, const char* bytes, const char* pattern) {
    constexpr std::string_view digits = "0123456789abcdef";
    for (; *pattern != '\0'; ++pattern) {
        const auto index = static_cast<unsigned char>(*pattern - 'a');
        if (index >= 16) {
            out.add(std::string_view(pattern, 1));
            continue;
        }
        const auto byte = static_cast<unsigned char>(bytes[index]);
        out.add(std::string_view(&digits[byte >> 4U], 1));
        out.add(std::string_view(&digits[byte & 15U], 1));
    }
    out.add(nul);
}

void add_super_block(Text& tags, std::span<const char> head) {
    const std::string_view text(head.data(), head.size());
    const Format* found = text.size() < super_block_bytes ? std::end(formats) : formats;
    while (found != std::end(formats) && !text.substr(found->magic_at).starts_with(found->magic)) {
        ++found;
    }
    if (found != std::end(formats)) tags.add(found->type);
    tags.add(nul);
    if (found == std::end(formats) || found->label_size == 0) return;
    add_hex(tags, &text[found->id_at], found->id_pattern);
    add_tag(tags, "LABEL=", label_of(*found, text));
}

} // namespace launch
