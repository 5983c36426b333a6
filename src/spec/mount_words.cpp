#include "spec/mount_words.hpp"

#include "base/names.hpp"
#include "spec/mount_names.hpp"
#include "spec/values.hpp"
#include "spec/words.hpp"

#include <algorithm>
#include <cstring>
#include <span>

namespace launch {

namespace {

using namespace std::string_view_literals;

constexpr const char* general_names = "type\0src\0source\0dst\0target\0destination\0";
constexpr unsigned first_of_target = 3;
constexpr const char* tree_names = "idmap\0";
constexpr const char* made_names = "mode\0";

/** A word in its parts. */
struct Word {
    char* whole;
    std::string_view name{};
    char* value = nullptr; ///< null without "="
};

/** Cuts at commas in place: every word is followed by NUL. */
std::span<char> cut_at_commas(char* text) {
    char* end = text; // never ahead of `at`
    for (const char* at = text; *at != '\0'; ++at) {
        const bool escaped = *at == '\\' && (at[1] == ',' || at[1] == '\\');
        if (escaped) ++at;
        *end++ = !escaped && *at == ',' ? '\0' : *at;
    }
    *end++ = '\0';
    return {text, end};
}

const Attribute* find_attribute(std::string_view name) {
    const unsigned number = find_name(attribute_names, name);
    return number == no_name ? nullptr : &attributes[number];
}

/** The OCI's names of recursive flags, "rro", mean the same: here all flags are recursive. */
bool set_attribute(MountWish& wish, std::string_view name) {
    if (is_same(name, "readonly")) name = "ro"sv;
    const auto* row = find_attribute(name);
    if (row == nullptr && begins(name, "r")) row = find_attribute(name.substr(1));
    if (row == nullptr) return false;
    wish.set = (wish.set & ~row->clear) | row->set;
    wish.clear = (wish.clear & ~row->set) | row->clear;
    return true;
}

bool set_general(MountWish& wish, const Word& word) {
    const unsigned number = find_name(general_names, word.name);
    if (word.value == nullptr || number == no_name) return false;
    (number == 0 ? wish.type : number < first_of_target ? wish.source : wish.target) = word.value;
    return true;
}

/** "DISK:SEEN:COUNT"; without it, as the user namespace has it. */
Literal set_ids(MountWish& wish, const char* value) {
    wish.ids.kind = IdShift::Kind::own_namespace;
    if (value == nullptr) return fine;
    IdRange range;
    const bool right = read_range(value, range);
    wish.ids = {IdShift::Kind::range, range.inside, range.outside, range.count};
    return right ? fine : "not idmap=DISK:SEEN:COUNT with ids from 0 to 4294967294"_t;
}

/** The names that an option may have besides the attributes. */
const char* names_for(const MountWish& wish) {
    using enum MountWish::Kind;
    if (wish.kind == tree) return tree_names;
    if (wish.kind == directory || wish.kind == file) return made_names;
    const char* const names = wish.type == nullptr ? nullptr : parameter_names(wish.type);
    return names == nullptr ? "" : names;
}

void consider_all(Nearest& nearest, const char* names) {
    for (; *names != '\0'; names += std::strlen(names) + 1) nearest.consider(names);
}

Literal unknown(Spec& spec, const MountWish& wish, const Word& word, bool general) {
    Nearest nearest(word.name);
    consider_all(nearest, names_for(wish));
    if (general) consider_all(nearest, general_names);
    if (wish.kind != MountWish::Kind::directory) consider_all(nearest, attribute_names);
    spec.nearest = nearest.found();
    return "unknown"_t;
}

/** Types that are not well known take whatever the kernel finds right. */
bool passes_unseen(const MountWish& wish, const Word& word) {
    return wish.kind == MountWish::Kind::file_system && parameter_names(wish.type) == nullptr &&
           !word.name.empty() && *word.whole != ',';
}

/** Reads one word. A parameter of the file system is only checked; words for us are marked. */
Literal read_word(Spec& spec, MountWish& wish, const Word& word, bool general) {
    using enum MountWish::Kind;
    const bool bare = wish.kind != directory && word.value == nullptr;
    if ((general && set_general(wish, word)) || (bare && set_attribute(wish, word.name))) {
        *word.whole = ',';
        return fine;
    }
    if (passes_unseen(wish, word)) return fine;
    if (find_name(names_for(wish), word.name) == no_name) return unknown(spec, wish, word, general);
    if (wish.kind == tree) return set_ids(wish, word.value);
    const char* const value = word.value == nullptr ? "" : word.value;
    return wish.kind == file_system ? check_parameter(word.name, value)
                                    : read_mode(value, wish.mode);
}

Literal read_all(Spec& spec, MountWish& wish, std::span<char> words, bool general) {
    Literal wrong = fine;
    for (char* at = words.data(); !wrong && at < words.data() + words.size();) {
        Word word{at};
        word.value = value_of(at, word.name);
        spec.part = at;
        at += std::strlen(at) + 1;
        wrong = read_word(spec, wish, word, general);
    }
    wish.parameters = {words.data(), words.size()};
    return wrong;
}

} // namespace

Literal read_mount_words(Spec& spec, MountWish& wish, char* words) {
    if (words == nullptr) return fine;
    const char* const whole = spec.part;
    const Literal wrong = read_all(spec, wish, cut_at_commas(words), false);
    if (!wrong) spec.part = whole;
    return wrong;
}

Literal read_general_mount(Spec& spec, MountWish& wish, char* words) {
    const auto all = cut_at_commas(words);
    std::string_view rest(all.data(), all.size());
    while (!rest.empty() && wish.type == nullptr) {
        const auto word = take(rest, '\0');
        if (begins(word, "type=")) wish.type = word.data() + 5;
    }
    if (wish.type == nullptr) return "no type=... is named"_t;
    const unsigned kind = find_name("bind\0rbind\0", wish.type);
    const bool tree = kind != no_name;
    wish.alone = kind == 0;
    wish.kind = tree ? MountWish::Kind::tree : MountWish::Kind::file_system;
    const Literal wrong = read_all(spec, wish, all, true);
    if (wrong) return wrong;
    spec.part = wish.type;
    const bool sourceless = wish.source == nullptr || *wish.source == '\0';
    return tree && sourceless ? "no src=... is named"_t : fine;
}

} // namespace launch
