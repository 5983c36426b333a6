/** pax's records, which say better what a header has no room for (pax(1), Extended Header). */
#include "steps/tar.hpp"

#include "base/names.hpp"
#include "base/text.hpp"

#include <algorithm>

namespace launch {

namespace {

/** The keys that count, as `keys` lists them. */
enum Key : unsigned {
    path_key,
    target_key,
    capability_key,
    size_key,
    user_key,
    group_key,
    time_key
};
constexpr const char* keys =
    "path\0linkpath\0SCHILY.xattr.security.capability\0size\0uid\0gid\0mtime\0";

constexpr Literal damaged() {
    return "a pax header in it is damaged"_t;
}

} // namespace

/** Each is "LENGTH KEY=VALUE\n", its length that of all of it. */
bool TarReader::read_records(std::string_view text, Member& member) {
    while (!text.empty()) {
        auto rest = text;
        const auto digits = take_word(rest);
        std::uint64_t length = 0;
        const bool read = read_number(digits, most_bytes, length);
        if (!read || length > text.size() || length < digits.size() + 2 ||
            text[length - 1] != '\n') {
            return stream.fail(damaged());
        }
        std::string_view value(digits.end() + 1, text.data() + length - 1);
        const auto key = take(value, '=');
        if (value.data() == nullptr) return stream.fail(damaged());
        if (!take_record(key, value, member)) return false;
        text.remove_prefix(length);
    }
    return true;
}

bool TarReader::take_record(std::string_view key, std::string_view value, Member& member) {
    if (begins(key, "GNU.sparse.")) return stream.fail("it holds sparse files of GNU tar"_t);
    const unsigned found = find_name(keys, key);
    bool right = true;
    if (found == capability_key) {
        member.capability.clear(); // the last record counts
        for (const char byte : value) right = member.capability.push(byte);
    }
    if (found == path_key) right = given.path = member.path.set(value);
    if (found == target_key) right = given.target = member.target.set(value);
    return (right && take_number(found, value, member.entry)) || stream.fail(damaged());
}

bool TarReader::take_number(unsigned key, std::string_view value, Entry& entry) {
    std::uint64_t number = 0;
    const bool found = read_number(take(value, '.'), most_bytes, number); // times have fractions
    const bool id = found && number <= 0xfffffffe;
    switch (key) {
    case size_key: entry.size = number; return given.size = found;
    case user_key: entry.user = static_cast<std::uint32_t>(number); return given.user = id;
    case group_key: entry.group = static_cast<std::uint32_t>(number); return given.group = id;
    case time_key: entry.seconds = static_cast<std::int64_t>(number); break;
    default: return true;
    }
    return given.time = true; // one before 1970 is one that nobody will miss
}

} // namespace launch
