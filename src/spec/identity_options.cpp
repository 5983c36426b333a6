/** Options: who the command is. */
#include "spec/values.hpp"

#include <cstring>

namespace launch {

namespace {

/**
 * Reads a name or a number: digits alone are a number, whatever the root's files say, and a name
 * starts with a letter, so that no mistyped number is looked up there.
 */
Literal read_id(Spec& spec, const char* word, IdWish& wish) {
    spec.part = word;
    wish = {};
    if (read_number(sized(word), highest_id, wish.number)) return fine;
    wish.name = word;
    const char first = static_cast<char>(*word | 0x20); // in small letters
    if ((first >= 'a' && first <= 'z') || *word == '_') return fine;
    return "neither a name nor a number from 0 to 4294967294"_t;
}

/** Reads an id where no name will do. */
Literal read_plain_id(const char* word, std::optional<std::uint32_t>& id) {
    id = number(sized(word), highest_id);
    return id ? fine : "not a number from 0 to 4294967294"_t;
}

Literal set_uid(Spec& spec, char* value) {
    spec.user_name = nullptr;
    spec.looks_up = false;
    return read_plain_id(value, spec.user);
}

Literal set_gid(Spec& spec, char* value) {
    spec.group_name = nullptr;
    return read_plain_id(value, spec.group);
}

Literal set_user(Spec& spec, char* value) {
    char* const behind = cut_at(value, ':');
    IdWish user;
    Literal wrong = read_id(spec, value, user);
    spec.looks_up = true;
    spec.user_name = user.name;
    spec.user = user.known();
    if (behind == nullptr || wrong) return wrong;
    wrong = read_id(spec, behind, user);
    spec.group_name = user.name;
    spec.group = user.known();
    return wrong;
}

Literal set_groups(Spec& spec, char* value) {
    spec.groups.clear();
    Literal wrong = fine;
    while (value != nullptr && !wrong) {
        const char* const word = value;
        value = cut_at(value, ',');
        IdWish group;
        wrong = read_id(spec, word, group);
        if (!spec.groups.push(group)) wrong = "more than 32 groups"_t;
    }
    return wrong;
}

constexpr OptionRow identity_rows[] = {
    {"--user\0USER[:GROUP]\0run as this user, as the root's /etc/passwd knows it", set_user},
    {"--groups\0GROUP,...\0with exactly these supplementary groups", set_groups},
    {"--uid\0N\0run as this user id, without supplementary groups", set_uid},
    {"--gid\0N\0run as this group id (default: the number of --uid)", set_gid},
};

} // namespace

constinit const OptionGroup identity_options =
    OptionParts<identity_rows>::group("Its user:"_t, confining);

} // namespace launch
