#include "steps/accounts.hpp"

#include "base/names.hpp"

#include <array>
#include <span>

namespace launch {

namespace {

/** Cuts a line at its colons; false unless it has as many fields as there are places. */
bool cut_fields(std::string_view line, std::span<std::string_view> fields) {
    for (std::string_view& field : fields) {
        if (line.data() == nullptr) return false;
        field = take(line, ':');
    }
    return line.data() == nullptr;
}

} // namespace

bool take_account(std::string_view& file, Accounts kind, Account& account) {
    while (file.data() != nullptr) {
        const auto line = take_line(file);
        std::array<std::string_view, 7> fields; // name, password, uid, gid, comment, home, shell;
        const auto count = static_cast<std::size_t>(kind); // or name, password, gid, members
        if (line.contains('\0') || !cut_fields(line, std::span(fields).first(count))) continue;
        const bool user = kind == Accounts::users;
        account.name = fields[0];
        account.tail = fields[user ? 5 : 3];
        if (account.name.empty() || !read_number(fields[2], highest_id, account.id)) continue;
        account.group = account.id;
        if (!user || read_number(fields[3], highest_id, account.group)) return true;
    }
    return false;
}

bool find_account(std::string_view file, Accounts kind, const IdWish& wish, Account& account) {
    while (take_account(file, kind, account)) {
        if (wish.name != nullptr ? is_same(account.name, wish.name) : account.id == wish.number) {
            return true;
        }
    }
    return false;
}

bool add_groups_of(std::string_view groups, std::string_view member, GroupList& found) {
    Account group;
    while (take_account(groups, Accounts::groups, group)) {
        bool has = false;
        while (group.tail.data() != nullptr) has |= take(group.tail, ',') == member;
        if (has && !found.push(group.id)) return false;
    }
    return true;
}

} // namespace launch
