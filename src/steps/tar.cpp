#include "steps/tar.hpp"

#include "base/names.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <cstring>

namespace launch {

namespace {

/** Functions, as constants would be read from memory. */
constexpr Literal damaged() {
    return "it is no tar archive, or damaged"_t;
}
constexpr Literal too_large() {
    return "a number in it is too large"_t;
}

constexpr std::uint32_t at(unsigned start, unsigned size) {
    return start << 16 | size;
}

/** Where a header's fields are (pax(1), ustar Interchange Format): one number, so no memory. */
enum class Field : std::uint32_t {
    name = at(0, 100),
    mode = at(100, 8),
    user = at(108, 8),
    group = at(116, 8),
    size = at(124, 12),
    time = at(136, 12),
    sum = at(148, 8),
    link = at(157, 100),
    magic = at(257, 6),
    major = at(329, 8),
    minor = at(337, 8),
    prefix = at(345, 155)
};
constexpr std::size_t sum_start = 148, sum_size = 8;
constexpr std::size_t type_at = 156;

using Header = std::span<const char, TarReader::block_size>;

std::span<const char> bytes_of(Header block, Field field) {
    const auto place = static_cast<std::uint32_t>(field);
    return block.subspan(place >> 16, place & 0xffff);
}

std::string_view text_of(Header block, Field field) {
    const auto bytes = bytes_of(block, field);
    std::string_view whole(bytes.data(), bytes.size());
    return take(whole, '\0');
}

/** Octal digits, or with the highest bit set a number in base 256, as GNU tar writes it. */
bool read_number(Header block, Field field, std::uint64_t& value) {
    const auto bytes = bytes_of(block, field);
    if ((static_cast<unsigned char>(bytes[0]) & 0x80) == 0) {
        auto text = skip_blanks(text_of(block, field));
        text = take_word(text);
        value = 0;
        return text.empty() || launch::read_number(text, most_bytes, value, 8);
    }
    value = static_cast<unsigned char>(bytes[0]) & 0x7f;
    for (const char byte : bytes.subspan(1)) {
        if (value >> 54 != 0) return false;
        value = value << 8 | static_cast<unsigned char>(byte);
    }
    return true;
}

/** The sum of all bytes, those of the sum itself taken for spaces. */
bool has_right_sum(Header block) {
    std::uint64_t sum = 0;
    std::uint64_t wanted = 0;
    for (std::size_t at = 0; at < block.size(); ++at) {
        const bool own = at - sum_start < sum_size;
        sum += own ? static_cast<unsigned char>(' ') : static_cast<unsigned char>(block[at]);
    }
    return read_number(block, Field::sum, wanted) && wanted == sum;
}

struct TypeRow {
    char type;
    Entry::Kind kind;
};
constexpr TypeRow types[] = {
    {'0', Entry::Kind::file},  {'\0', Entry::Kind::file},     {'7', Entry::Kind::file},
    {'1', Entry::Kind::file},  {'2', Entry::Kind::link},      {'3', Entry::Kind::character},
    {'4', Entry::Kind::block}, {'5', Entry::Kind::directory}, {'6', Entry::Kind::fifo},
};

/** The name in two parts that ustar allows. */
bool set_path(Header block, Name& path) {
    TextOf<300> whole;
    const bool split = is_same(text_of(block, Field::magic), "ustar");
    const auto prefix = split ? text_of(block, Field::prefix) : std::string_view();
    whole.add(prefix).add(prefix.empty() ? nullptr : "/").add(text_of(block, Field::name));
    return path.set(whole.view());
}

/** A number of the header goes to its place. */
bool set_number(Header block, Field field, std::uint32_t& place) {
    std::uint64_t value = 0;
    const bool right = read_number(block, field, value) && value <= 0xffffffff;
    place = static_cast<std::uint32_t>(value);
    return right;
}

/** False for the block of zeros that ends the archive. */
bool is_header(Stream& stream, Header block) {
    if (std::ranges::all_of(block, [](char byte) { return byte == '\0'; })) return false;
    return has_right_sum(block) || stream.fail(damaged());
}

/** A block of a header. Behind a whole member the file may just end, as to GNU tar. */
bool read_block(Stream& stream, std::span<char, TarReader::block_size> block, bool may_end) {
    if (may_end && stream.at_end()) return false;
    return stream.fill(block) && is_header(stream, block);
}

/** Skips what is left of a member, the last byte by reading: a seek would not find it missing. */
bool skip_rest(Stream& stream, std::uint64_t count) {
    char last = 0;
    return count == 0 || (stream.skip(count - 1) && stream.fill({&last, 1}));
}

std::uint64_t padding_of(std::uint64_t size) {
    return (TarReader::block_size - size % TarReader::block_size) % TarReader::block_size;
}

} // namespace

bool is_tar(std::span<const char> head) {
    return head.size() >= TarReader::block_size &&
           has_right_sum(head.first<TarReader::block_size>());
}

bool Name::set(std::string_view name) {
    if (name.size() >= bytes.size() || name.contains('\0')) return false;
    *std::ranges::copy(name, bytes.begin()).out = '\0';
    return true;
}

std::span<const char> TarReader::content() {
    if (left == 0) return {};
    const auto bytes = stream.take(left);
    if (bytes.empty()) stream.fail_early();
    left -= bytes.size();
    return bytes;
}

bool TarReader::next(Member& member) {
    bool may_end = member.entry.kind != Entry::Kind::none; // there was one before
    member.entry = {};
    member.capability.clear();
    given = {};
    Block block;
    while (skip_rest(stream, left + padding) && read_block(stream, block, may_end)) {
        const char type = block[type_at];
        const bool goes_before = std::memchr("LKxg", type, 4) != nullptr; // NOLINT(*-null-*): bytes
        if (!goes_before) return read_header(block, member);
        if (!read_number(block, Field::size, left)) return stream.fail(too_large());
        padding = padding_of(left);
        may_end = false;
        // What concerns all members concerns none: it is skipped.
        if (type != 'g' && !read_extension(type, member)) return false;
    }
    return false;
}

bool TarReader::read_header(const Block& block, Member& member) {
    Entry& entry = member.entry;
    std::uint64_t time = 0;
    // A time before 1970 is one that nobody will miss.
    if (!given.time && read_number(block, Field::time, time)) {
        entry.seconds = static_cast<std::int64_t>(time);
    }
    const bool numbers = (given.size || read_number(block, Field::size, entry.size)) &&
                         set_number(block, Field::mode, entry.mode) &&
                         (given.user || set_number(block, Field::user, entry.user)) &&
                         (given.group || set_number(block, Field::group, entry.group));
    if (!numbers) return stream.fail(too_large());
    entry.mode &= 07777;
    if (!given.path && !set_path(block, member.path)) return stream.fail(damaged());
    if (!given.target && !member.target.set(text_of(block, Field::link))) {
        return stream.fail(damaged());
    }
    read_kind(block, member);
    if (entry.kind == Entry::Kind::none)
        return stream.fail("launch does not know a kind of entry in it"_t);
    left = entry.size;
    padding = padding_of(left);
    return true;
}

void TarReader::read_kind(const Block& block, Member& member) {
    Entry& entry = member.entry;
    const auto* const row = std::ranges::find(types, block[type_at], &TypeRow::type);
    if (row == std::end(types)) return;
    entry.kind = row->kind;
    member.hard_link = row->type == '1';
    const bool devices = !is_device(entry) || (set_number(block, Field::major, entry.major) &&
                                               set_number(block, Field::minor, entry.minor));
    if (!devices) entry.kind = Entry::Kind::none;
    const bool file = entry.kind == Entry::Kind::file && !member.hard_link;
    if (!file) entry.size = 0;                   // whatever the header says: nothing follows
    if (file && ends(member.path.view(), "/")) { // as before ustar
        entry.kind = Entry::Kind::directory;
        entry.size = 0;
    }
}

/** What concerns the member behind it: a long name, or records. */
bool TarReader::read_extension(char type, Member& member) {
    if (left > memory.size()) return stream.fail("a header in it has more than 65536 bytes"_t);
    const auto bytes = memory.first(left);
    left = 0;
    if (!stream.fill(bytes)) return false;
    std::string_view text(bytes.data(), bytes.size());
    if (type == 'x') return read_records(text, member);
    (type == 'L' ? given.path : given.target) = true;
    Name& name = type == 'L' ? member.path : member.target;
    return name.set(take(text, '\0')) || stream.fail("a name in it has more than 4095 bytes"_t);
}

} // namespace launch
