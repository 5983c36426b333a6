/** pax's records, which say better what a header has no room for (pax(1), Extended Header). */
#include "steps/tar.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace launch {

namespace {

constexpr Refusal damaged{"read"_t, "a pax header in it is damaged"_t};
constexpr Refusal sparse{"read"_t, "it holds sparse files of GNU tar"_t};

} // namespace

/** Each is "LENGTH KEY=VALUE\n", its length that of all of it. */
bool TarReader::read_records(std::string_view text, Member& member) {
    while (!text.empty()) {
        const std::size_t space = std::min(text.find(' '), text.size());
        const auto length = wide_number(text.substr(0, space), most_bytes, 10);
        if (!length || *length > text.size() || *length < space + 2) {
            return stream.fail(damaged);
        }
        const auto record = text.substr(space + 1, *length - space - 2);
        const std::size_t sign = record.find('=');
        if (sign == std::string_view::npos || text[*length - 1] != '\n') {
            return stream.fail(damaged);
        }
        if (!take_record(record.substr(0, sign), record.substr(sign + 1), member)) return false;
        text.remove_prefix(*length);
    }
    return true;
}

bool TarReader::take_record(std::string_view key, std::string_view value, Member& member) {
    if (key.starts_with("GNU.sparse.")) return stream.fail(sparse);
    bool right = true;
    if (key == "SCHILY.xattr.security.capability") {
        member.capability.clear(); // the last record counts
        for (const char byte : value) right = member.capability.push(byte);
    }
    if (key == "path") right = given.path = member.path.set(value);
    if (key == "linkpath") right = given.target = member.target.set(value);
    if (right) right = take_number(key, value, member.entry);
    return right || stream.fail(damaged);
}

bool TarReader::take_number(std::string_view key, std::string_view value, Entry& entry) {
    bool right = true;
    const auto number =
        wide_number(value.substr(0, value.find('.')), most_bytes); // times have fractions
    const bool id = number && *number <= 0xfffffffe;
    if (key == "size") right = given.size = number.has_value();
    if (key == "size") entry.size = number.value_or(0);
    if (key == "uid") right = given.user = id;
    if (key == "uid") entry.user = static_cast<std::uint32_t>(number.value_or(0));
    if (key == "gid") right = given.group = id;
    if (key == "gid") entry.group = static_cast<std::uint32_t>(number.value_or(0));
    if (key == "mtime") given.time = true; // one before 1970 is one that nobody will miss
    if (key == "mtime") entry.seconds = static_cast<std::int64_t>(number.value_or(0));
    return right;
}

} // namespace launch
