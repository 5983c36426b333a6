#include "spec/mount_words.hpp"

#include "base/text.hpp"
#include "spec/mount_names.hpp"
#include "spec/values.hpp"

#include <algorithm>
#include <cstring>
#include <span>

namespace launch {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view general_names = "type\0src\0source\0dst\0target\0destination\0"sv;
constexpr std::string_view tree_names = "idmap\0"sv;
constexpr std::string_view made_names = "mode\0"sv;

/** A word in its parts. */
struct Word {
    char* whole;
    std::string_view name;
    char* value; ///< null without "="
};

bool holds(std::string_view names, std::string_view name) {
    while (!names.empty()) {
        if (take(names, '\0') == name) return true;
    }
    return false;
}

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

Word parts(char* whole) {
    char* const sign = std::strchr(whole, '=');
    if (sign == nullptr) return {whole, whole, nullptr};
    return {whole, {whole, sign}, sign + 1};
}

/** The OCI's names of recursive flags, "rro", mean the same: here all flags are recursive. */
bool set_attribute(MountWish& wish, std::string_view name) {
    if (name == "readonly") name = "ro";
    auto row = std::ranges::find(attribute_words, name, &AttributeWord::name);
    if (row == attribute_words.end() && name.starts_with('r')) {
        row = std::ranges::find(attribute_words, name.substr(1), &AttributeWord::name);
    }
    if (row == attribute_words.end()) return false;
    wish.set = (wish.set & ~row->clear) | row->set;
    wish.clear = (wish.clear & ~row->set) | row->clear;
    return true;
}

bool set_general(MountWish& wish, const Word& word) {
    if (word.value == nullptr || !holds(general_names, word.name)) return false;
    if (word.name == "type") wish.type = word.value;
    if (word.name.starts_with('s')) wish.source = word.value;
    if (word.name.starts_with('d') || word.name == "target") wish.target = word.value;
    return true;
}

/** "DISK:SEEN:COUNT"; without it, as the user namespace has it. */
Result<> set_ids(MountWish& wish, const Word& word) {
    wish.ids.kind = IdShift::Kind::own_namespace;
    if (word.value == nullptr) return {};
    std::uint32_t values[3] = {};
    std::string_view rest = word.value;
    bool well = std::ranges::count(rest, ':') == 2;
    for (std::uint32_t& value : values) {
        const auto part = number(rest.substr(0, rest.find(':')), highest_id);
        rest.remove_prefix(std::min(rest.size(), rest.find(':') + 1));
        well = well && part.has_value();
        value = part.value_or(0);
    }
    wish.ids = {IdShift::Kind::range, values[0], values[1], values[2]};
    if (well && values[2] > 0) return {};
    return refuse("read mount option", word.whole, "not idmap=DISK:SEEN:COUNT, three numbers");
}

/** The names that an option may have besides the attributes. */
std::string_view names_for(const MountWish& wish) {
    using enum MountWish::Kind;
    if (wish.kind == tree) return tree_names;
    if (wish.kind == directory || wish.kind == file) return made_names;
    return parameter_names(wish.type).value_or("");
}

Failure unknown(const MountWish& wish, const Word& word, bool general) {
    Nearest nearest(word.name);
    for (auto names : {names_for(wish), general ? general_names : ""}) {
        while (!names.empty()) nearest.consider(take(names, '\0'));
    }
    if (wish.kind != MountWish::Kind::directory) {
        for (const AttributeWord& each : attribute_words) nearest.consider(each.name);
    }
    return Failure(Error::unknown("read mount option", word.whole, nearest.found()));
}

/** Types that are not well known take whatever the kernel finds right. */
bool passes_unseen(const MountWish& wish, const Word& word) {
    return wish.kind == MountWish::Kind::file_system && !parameter_names(wish.type) &&
           !word.name.empty() && *word.whole != ',';
}

/** Reads one word. A parameter of the file system is only checked; words for us are marked. */
Result<> read_word(MountWish& wish, const Word& word, bool general) {
    using enum MountWish::Kind;
    const bool bare = wish.kind != directory && word.value == nullptr;
    if ((general && set_general(wish, word)) || (bare && set_attribute(wish, word.name))) {
        *word.whole = ',';
        return {};
    }
    if (passes_unseen(wish, word)) return {};
    if (!holds(names_for(wish), word.name)) return unknown(wish, word, general);
    if (wish.kind == tree) return set_ids(wish, word);
    const auto checked = check_parameter(word.whole, word.name, word.value);
    if (!checked || wish.kind == file_system) return checked;
    wish.mode = static_cast<std::uint16_t>(wide_number(word.value, 07777, 8).value_or(0));
    return {};
}

Result<> read_all(MountWish& wish, std::span<char> words, bool general) {
    for (char* at = words.data(); at < words.data() + words.size();) {
        const Word word = parts(at);
        at += std::strlen(at) + 1;
        if (const auto read = read_word(wish, word, general); !read) return read;
    }
    wish.parameters = {words.data(), words.size()};
    return {};
}

} // namespace

Result<> read_mount_words(MountWish& wish, char* words) {
    return words == nullptr ? Result<>() : read_all(wish, cut_at_commas(words), false);
}

Result<> read_general_mount(MountWish& wish, char* words) {
    const auto all = cut_at_commas(words);
    std::string_view rest(all.data(), all.size());
    while (!rest.empty() && wish.type == nullptr) {
        const auto word = take(rest, '\0');
        if (word.starts_with("type=")) wish.type = word.data() + 5;
    }
    if (wish.type == nullptr) return refuse("read --mount", words, "no type=... is named");
    const std::string_view type(wish.type);
    const bool tree = type == "bind" || type == "rbind";
    wish.kind = tree ? MountWish::Kind::tree : MountWish::Kind::file_system;
    wish.alone = type == "bind";
    if (const auto read = read_all(wish, all, true); !read) return read;
    if (tree && (wish.source == nullptr || *wish.source == '\0')) {
        return refuse("read --mount", wish.type, "no src=... is named");
    }
    return {};
}

} // namespace launch
