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
bool read_accounts(Context& context, const char* path, std::span<char>& content) {
    Attempt& attempt = context.attempt;
    Descriptor file;
    constexpr int flags = O_RDONLY | O_NONBLOCK | O_NOCTTY;
    if (!attempt.open_in_root(context.root, path, flags, file)) return attempt.forgive(ENOENT);
    if (!is_regular(file)) return attempt.fail({"read"_t, "not a regular file"_t}, path);
    std::span<char> memory;
    if (!attempt.ok(text_memory(most_bytes, memory))) return false;
    std::size_t size = 0;
    if (!attempt.ok(read_whole(file, memory, size))) return false;
    if (size == most_bytes) return attempt.fail({"read"_t, "1 MiB or more"_t}, path);
    content = memory.first(size);
    return true;
}

/** Makes HOME=... of the account's line in place: more than these five bytes stand before it. */
void set_home(std::span<char> users, const Account& account, Context& context) {
    constexpr std::string_view name = "HOME=";
    if (context.home == nullptr || !begins(account.tail, "/")) return;
    const auto at = static_cast<std::size_t>(account.tail.data() - users.data());
    const auto variable = users.subspan(at - name.size());
    std::ranges::copy(name, variable.begin());
    variable[name.size() + account.tail.size()] = '\0'; // where a colon was
    *context.home = variable.data();
}

/** The user as the file has it. Without an entry, a number stands for itself and its group. */
bool look_up_user(const LookUp& step, std::span<char> users, std::string_view groups,
                  Context& context) {
    const Spec& spec = *step.spec;
    const IdWish wish{spec.user_name, spec.user.value_or(0)};
    Account account;
    const bool found = find_account(view(users), Accounts::users, wish, account);
    if (!found && wish.name != nullptr) {
        return context.attempt.fail({"find user"_t, "it is not in /etc/passwd of the root"_t},
                                    wish.name);
    }
    context.user = found ? account.id : wish.number;
    context.group = found ? account.group : wish.number;
    if (!found) return true;
    if (takes_groups_of_user(spec) && !add_groups_of(groups, account.name, context.groups)) {
        return context.attempt.fail({"read"_t, "the user is a member of more than 64 groups"_t},
                                    "/etc/group");
    }
    set_home(users, account, context);
    return true;
}

bool look_up_group(Attempt& attempt, std::string_view groups, const IdWish& wish,
                   std::uint32_t& number) {
    Account group{{}, {}, wish.number};
    if (wish.name != nullptr && !find_account(groups, Accounts::groups, wish, group)) {
        return attempt.fail({"find group"_t, "it is not in /etc/group of the root"_t}, wish.name);
    }
    number = group.id;
    return true;
}

} // namespace

bool takes_groups_of_user(const Spec& spec) {
    return spec.looks_up && spec.groups.empty() && !spec.group && spec.group_name == nullptr;
}

Result<> apply(const LookUp& step, Context& context) {
    const Spec& spec = *step.spec;
    std::span<char> users;
    std::span<char> groups;
    Attempt& attempt = context.attempt;
    bool done = read_accounts(context, "/etc/passwd", users) &&
                read_accounts(context, "/etc/group", groups);
    if (spec.looks_up) done = done && look_up_user(step, users, view(groups), context);
    if (spec.group_name != nullptr) {
        const IdWish wish{spec.group_name, 0};
        done = done && look_up_group(attempt, view(groups), wish, context.group.emplace());
    }
    for (const IdWish& wish : spec.groups) {
        std::uint32_t group = 0;
        done = done && look_up_group(attempt, view(groups), wish, group);
        static_cast<void>(context.groups.push(group)); // there are more places than wishes
    }
    return attempt.result(done);
}

void describe(Text& out, const LookUp& step) {
    out.add("look up "_t).add(step.spec->looks_up ? "the user and groups"_t : "the groups"_t);
    out.add(" in the root's own files"_t);
}

Result<> apply(const Identity& step, Context& context) {
    if (step.group) context.group = step.group;
    if (step.spec->user) context.user = step.spec->user;
    Result<> done;
    if (step.sets_groups) done = set_groups(context.groups);
    if (done && context.group) done = set_group(*context.group);
    if (done && context.user) {
        if (step.keeps_capabilities) done = keep_capabilities();
        if (done) done = set_user(*context.user);
    }
    // The init shares our memory, and a change of ids would make that dumpable by fs.suid_dumpable.
    forbid_dumping();
    return done;
}

void describe(Text& out, const Identity& step) {
    const Spec& spec = *step.spec;
    out.add("become"_t);
    if (spec.user) out.add(" uid ").number(*spec.user);
    if (spec.user_name != nullptr) out.add(" user "_t).add(spec.user_name);
    if (step.group) out.add(" gid ").number(*step.group);
    if (spec.group_name != nullptr) out.add(" group "_t).add(spec.group_name);
    if (!step.sets_groups) return;
    const bool some = takes_groups_of_user(spec) || !spec.groups.empty();
    out.add(some ? " with the groups found"_t : " without supplementary groups"_t);
}

} // namespace launch
