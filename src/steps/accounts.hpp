/**
 * What passwd(5) and group(5) say, strictly read: the files are the root's, and so hostile. Pure.
 * A line with a field too many or too few, with an empty name, or with an id that is not a decimal
 * number below 4294967295 does not count; of those that do, the first one does.
 */
#pragma once

#include "base/list.hpp"
#include "spec/spec.hpp"

#include <cstdint>
#include <string_view>

namespace launch {

/** A line of one of the two files. */
struct Account {
    std::string_view name;
    std::string_view tail;   ///< the home directory of a user, the members of a group
    std::uint32_t id = 0;    ///< the user's or the group's
    std::uint32_t group = 0; ///< the user's group
};

/** The two kinds of lines, by the number of their fields. */
enum class Accounts : std::uint8_t { groups = 4, users = 7 };

/** Takes lines off `file` up to the next that counts; false at its end. */
bool take_account(std::string_view& file, Accounts kind, Account& account);

/** The account of this name or number; false when there is none. */
bool find_account(std::string_view file, Accounts kind, const IdWish& wish, Account& account);

using GroupList = List<std::uint32_t, 64>;

/** Adds all groups that have `member` in their last field; false when they are too many. */
bool add_groups_of(std::string_view groups, std::string_view member, GroupList& found);

} // namespace launch
