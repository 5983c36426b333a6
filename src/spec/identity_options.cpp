/** Options: who the command is. */
#include "spec/values.hpp"

#include <cstring>

namespace launch {

namespace {

/**
 * Reads a name or a number: digits alone are a number, whatever the root's files say, and a name
 * starts with a letter, so that no mistyped number is looked up there.
 */
Result<> read_id(const char* word, IdWish& wish) {
    const auto id = number(word, highest_id);
    wish = {id ? nullptr : word, id.value_or(0)};
    const char first = static_cast<char>(*word | 0x20); // in small letters
    if (id || (first >= 'a' && first <= 'z') || *word == '_') return {};
    return wrong("read id"_t, word, "neither a name nor a number from 0 to 4294967294"_t);
}

/** Cuts at the first `separator`; what is behind it, or null. */
char* cut(char* word, char separator) {
    char* const at = std::strchr(word, separator);
    if (at == nullptr) return nullptr;
    *at = '\0';
    return at + 1;
}

/** Reads an id where no name will do. */
Result<> read_number(const char* word, std::optional<std::uint32_t>& id) {
    id = number(word, highest_id);
    if (id) return {};
    return wrong("read id"_t, word, "not a number from 0 to 4294967294"_t);
}

Result<> set_uid(Spec& spec, char* value) {
    spec.user_name = nullptr;
    spec.looks_up = false;
    return read_number(value, spec.user);
}

Result<> set_gid(Spec& spec, char* value) {
    spec.group_name = nullptr;
    return read_number(value, spec.group);
}

Result<> set_user(Spec& spec, char* value) {
    char* const behind = cut(value, ':');
    IdWish user;
    IdWish group;
    auto done = read_id(value, user);
    if (done && behind != nullptr) done = read_id(behind, group);
    spec.looks_up = true;
    spec.user_name = user.name;
    spec.user = user.known();
    if (behind == nullptr) return done;
    spec.group_name = group.name;
    spec.group = group.known();
    return done;
}

Result<> set_groups(Spec& spec, char* value) {
    spec.groups.clear();
    Result<> done;
    for (char* rest = value; rest != nullptr && done;) {
        const char* const word = rest;
        rest = cut(rest, ',');
        IdWish group;
        done = read_id(word, group);
        if (!spec.groups.push(group)) done = wrong("read id"_t, word, "more than 32 groups"_t);
    }
    return done;
}

constexpr Option rows[] = {
    {"--user\0USER[:GROUP]\0run as this user, as the root's /etc/passwd knows it"_row, set_user},
    {"--groups\0GROUP,...\0with exactly these supplementary groups"_row, set_groups},
    {"--uid\0N\0run as this user id, without supplementary groups"_row, set_uid},
    {"--gid\0N\0run as this group id (default: the number of --uid)"_row, set_gid},
};

} // namespace

constinit const OptionGroup identity_options = {"Its user:"_t, 2, rows};

} // namespace launch
