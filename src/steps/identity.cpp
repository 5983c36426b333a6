#include "steps/identity.hpp"

#include "system/credentials.hpp"
#include "system/system.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>

namespace launch {

namespace {

constexpr std::size_t most_bytes = 1 << 20;

std::string_view view(std::span<const char> file) {
    return {file.data(), file.size()};
}

/** One of the root's files; a missing one is as good as empty. Nothing in there can make us wait. */
Result<> read_accounts(const Context& context, const char* path, std::span<char>& content) {
    const auto file = open_in_root(context.root, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
    if (!file && file.error().number() == ENOENT) return {};
    if (!file) return std::unexpected(file.error());
    if (!is_regular(*file)) return refuse("read", path, "not a regular file");
    const auto memory = text_memory(most_bytes);
    if (!memory) return std::unexpected(memory.error());
    const auto size = read_whole(*file, *memory);
    if (!size) return std::unexpected(size.error());
    if (*size == most_bytes) return refuse("read", path, "1 MiB or more");
    content = memory->first(*size);
    return {};
}

/** Makes HOME=... of the account's line in place: more than these five bytes stand before it. */
void set_home(std::span<char> users, const Account& account, Context& context) {
    constexpr std::string_view name = "HOME=";
    if (context.home == nullptr || !account.tail.starts_with('/')) return;
    const auto at = static_cast<std::size_t>(account.tail.data() - users.data());
    const auto variable = users.subspan(at - name.size());
    std::ranges::copy(name, variable.begin());
    variable[name.size() + account.tail.size()] = '\0'; // where a colon was
    *context.home = variable.data();
}

/** The user as the file has it. Without an entry, a number stands for itself and its group. */
Result<> look_up_user(const LookUp& step, std::span<char> users, std::string_view groups,
                      Context& context) {
    const Spec& spec = *step.spec;
    const IdWish wish{spec.user_name, spec.user.value_or(0)};
    Account account;
    const bool found = find_account(view(users), Accounts::users, wish, account);
    if (!found && wish.name != nullptr) {
        return refuse("find user", wish.name, "it is not in /etc/passwd of the root");
    }
    context.user = found ? account.id : wish.number;
    context.group = found ? account.group : wish.number;
    if (!found) return {};
    if (takes_groups_of_user(spec) && !add_groups_of(groups, account.name, context.groups)) {
        return refuse("read", "/etc/group", "the user is a member of more than 64 groups");
    }
    set_home(users, account, context);
    return {};
}

Result<> look_up_group(std::string_view groups, const IdWish& wish, std::uint32_t& number) {
    Account group{{}, {}, wish.number};
    if (wish.name != nullptr && !find_account(groups, Accounts::groups, wish, group)) {
        return refuse("find group", wish.name, "it is not in /etc/group of the root");
    }
    number = group.id;
    return {};
}

} // namespace

bool takes_groups_of_user(const Spec& spec) {
    return spec.looks_up && spec.groups.empty() && !spec.group && spec.group_name == nullptr;
}

Result<> apply(const LookUp& step, Context& context) {
    const Spec& spec = *step.spec;
    std::span<char> users;
    std::span<char> groups;
    auto done = read_accounts(context, "/etc/passwd", users);
    if (done) done = read_accounts(context, "/etc/group", groups);
    if (done && spec.looks_up) done = look_up_user(step, users, view(groups), context);
    if (done && spec.group_name != nullptr) {
        done = look_up_group(view(groups), {spec.group_name, 0}, context.group.emplace());
    }
    for (const IdWish& wish : spec.groups) {
        std::uint32_t group = 0;
        if (done) done = look_up_group(view(groups), wish, group);
        static_cast<void>(context.groups.push(group)); // there are more places than wishes
    }
    return done;
}

void describe(Text& out, const LookUp& step) {
    out.add("look up ").add(step.spec->looks_up ? "the user and groups" : "the groups");
    out.add(" in the root's own files");
}

Result<> apply(const Identity& step, Context& context) {
    Result<> done;
    if (step.sets_groups) done = set_groups(context.groups);
    const auto group = step.group ? step.group : context.group;
    if (done && group) done = set_group(*group);
    if (step.spec->user) context.user = step.spec->user;
    if (done && context.user && step.keeps_capabilities) done = keep_capabilities();
    if (done && context.user) done = set_user(*context.user);
    // The init shares our memory, and a change of ids would make that dumpable by fs.suid_dumpable.
    forbid_dumping();
    return done;
}

void describe(Text& out, const Identity& step) {
    const Spec& spec = *step.spec;
    out.add("become");
    if (spec.user) out.add(" uid ").number(*spec.user);
    if (spec.user_name != nullptr) out.add(" user ").add(spec.user_name);
    if (step.group) out.add(" gid ").number(*step.group);
    if (spec.group_name != nullptr) out.add(" group ").add(spec.group_name);
    if (!step.sets_groups) return;
    const bool some = takes_groups_of_user(spec) || !spec.groups.empty();
    out.add(some ? " with the groups found" : " without supplementary groups");
}

} // namespace launch
