#include "plan/mappable_ids.hpp"

#include "base/text.hpp"
#include "system/system.hpp"

#include <array>

namespace launch {

namespace {

/** A whole file, however large; a missing one is empty. It stays mapped: this runs once. */
std::string_view content(const char* path) {
    std::span<char> file;
    static_cast<void>(map_file(path, file));
    return {file.data(), file.size()};
}

/** The next number of a line whose columns are set apart with spaces. */
std::uint32_t take_number(std::string_view& line) {
    line = skip_blanks(line);
    std::uint32_t value = 0;
    static_cast<void>(read_number(take_word(line), 0xffffffff, value));
    return value;
}

bool is_number(std::string_view word, std::uint32_t user) {
    std::uint32_t id = 0;
    return read_number(word, highest_id, id) && id == user;
}

[[gnu::noinline]] Result<> find_subordinate(const char* path, std::string_view name,
                                            std::uint32_t user, IdRanges& ranges) {
    return subordinate_ranges(content(path), name, user, path, ranges);
}

[[gnu::noinline]] Result<> find_offered(const char* path, IdRanges& ranges) {
    std::array<char, 4096> map;
    std::size_t size = 0;
    const auto read = read_file(path, map, size);
    if (read) offered_ranges({map.data(), size}, ranges);
    return read;
}

} // namespace

std::string_view name_of_user(std::string_view passwd, std::uint32_t user) {
    while (!passwd.empty()) {
        auto line = take_line(passwd);
        const auto name = take(line, ':');
        take(line, ':'); // the password
        if (is_number(take(line, ':'), user)) return name;
    }
    return {};
}

Result<> subordinate_ranges(std::string_view file, std::string_view name, std::uint32_t user,
                            const char* path, IdRanges& ranges) {
    while (!file.empty()) {
        auto line = take_line(file);
        const auto owner = take(line, ':');
        if (owner.empty() || (owner != name && !is_number(owner, user))) continue;
        IdRange range;
        const bool read = read_number(take(line, ':'), highest_id, range.outside) &&
                          read_number(line, highest_id, range.count);
        if (!read || range.count == 0 || range.count > highest_id - range.outside + 1) {
            return refuse("read"_t, path, "a line of the caller's is not NAME:FIRST:COUNT"_t);
        }
        if (!ranges.push(range)) {
            return refuse("read"_t, path, "more than 16 ranges of the caller's"_t);
        }
    }
    if (!ranges.empty()) return {};
    return refuse("read"_t, path, "no range for the caller; root adds some with usermod(8)"_t);
}

void mapped_ranges(std::string_view map, IdRanges& ranges) {
    bool more = true;
    while (more && !map.empty()) {
        auto line = take_line(map);
        const std::uint32_t inside = take_number(line);
        const std::uint32_t outside = take_number(line);
        more = ranges.push({inside, outside, take_number(line)});
    }
}

void offered_ranges(std::string_view map, IdRanges& ranges) {
    mapped_ranges(map, ranges);
    for (IdRange& each : ranges) each.outside = each.inside; // what it is there does not matter
}

Result<> find_mappable_ids(const Spec& spec, Facts& facts) {
    if (spec.map_auto) {
        const auto name = name_of_user(content("/etc/passwd"), facts.user);
        const auto found = find_subordinate("/etc/subuid", name, facts.user, facts.users);
        return found ? find_subordinate("/etc/subgid", name, facts.user, facts.groups) : found;
    }
    if (facts.user != 0 || (spec.namespaces & CLONE_NEWUSER) == 0) return {};
    const auto found = find_offered("/proc/self/uid_map", facts.users);
    return found ? find_offered("/proc/self/gid_map", facts.groups) : found;
}

} // namespace launch
