#include "steps/superblock.hpp"

namespace launch {

namespace {

/** Where a format has what. Without a label's size it has neither label nor id. */
struct Format {
    char type[9], magic[9];
    std::uint16_t magic_at;
    std::uint16_t id_at = 0, label_at = 0;
    std::uint8_t label_size = 0;
    bool short_id = false;
};

constexpr const char* uuid = "UUID=abcd-ef-gh-ij-klmnop"; // RFC 4122
constexpr const char* volume_id = "UUID=dc-ba"; // a number of 32 bits, the least byte first

constexpr Format formats[] = {
    {"ext4", "\x53\xef", 1024 + 56, 1024 + 104, 1024 + 120, 16},
    {"erofs", "\xe2\xe1\xf5\xe0", 1024, 1024 + 48, 1024 + 64, 16},
    {"squashfs", "hsqs", 0},
    {"vfat", "FAT32   ", 82, 67, 71, 11, true},
    {"vfat", "FAT1", 54, 39, 43, 11, true}, // FAT12, FAT16
};

/** The one that the start of a device is of; null for none. */
const Format* find_format(std::span<const char> head) {
    if (head.size() < super_block_bytes) return nullptr;
    for (const Format& each : formats) {
        if (begins({&head[each.magic_at], sizeof each.magic}, each.magic)) return &each;
    }
    return nullptr;
}

std::string_view label_of(const Format& format, const char* head) {
    std::string_view label(head + format.label_at, format.label_size);
    label = take(label, '\0');
    while (ends(label, " ")) label.remove_suffix(1); // vfat fills up with them
    return label;
}

} // namespace

void add_word(Text& tags, const char* key, std::string_view value) {
    tags.add(key).add(value).add(std::string_view("", 1)); // NOLINT(*-constructor): a NUL
}

void add_tag(Text& tags, const char* key, std::string_view value) {
    if (!value.empty()) add_word(tags, key, value);
}

void add_byte(Text& out, unsigned char byte) {
    constexpr const char* digits = "0123456789abcdef";
    const char pair[] = {digits[byte >> 4U], digits[byte & 15U]};
    out.add(std::string_view(pair, 2));
}

void add_hex(Text& out, const char* bytes, const char* pattern) {
    for (; *pattern != '\0'; ++pattern) {
        const auto index = static_cast<unsigned char>(*pattern - 'a');
        if (index < 16) {
            add_byte(out, static_cast<unsigned char>(bytes[index]));
        } else {
            out.add(std::string_view(pattern, 1));
        }
    }
    add_word(out, nullptr, {});
}

void add_super_block(Text& tags, std::span<const char> head) {
    const Format* const found = find_format(head);
    add_word(tags, found == nullptr ? nullptr : found->type, {});
    if (found == nullptr || found->label_size == 0) return;
    add_hex(tags, &head[found->id_at], found->short_id ? volume_id : uuid);
    add_tag(tags, "LABEL=", label_of(*found, head.data()));
}

} // namespace launch
