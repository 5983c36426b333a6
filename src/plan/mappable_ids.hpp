/** Which ids the caller may map into a user namespace. */
#pragma once

#include "plan/survey.hpp"

#include <string_view>

namespace launch {

/** The name of a user in passwd(5)'s format; empty when it has none. */
std::string_view name_of_user(std::string_view passwd, std::uint32_t user);

/**
 * The ranges of a user, by name or number, in the format of subuid(5): their `outside` and `count`.
 * A line of another owner may be anything; a malformed one of this owner is an error.
 * @param path what the error names
 */
Result<> subordinate_ranges(std::string_view file, std::string_view name, std::uint32_t user,
                            const char* path, IdRanges& ranges);

/** The ids that /proc/self/uid_map or gid_map shows, each mapped to itself. */
void offered_ranges(std::string_view map, IdRanges& ranges);
/** The ids as such a map maps them. */
void mapped_ranges(std::string_view map, IdRanges& ranges);

/** Reads what the ranges that the spec leaves open are made of. */
Result<> find_mappable_ids(const Spec& spec, Facts& facts);

} // namespace launch
