#include "spec/mount_words.hpp"

#include "base/text.hpp"
#include "spec/values.hpp"

#include <algorithm>
#include <cstring>
#include <linux/mount.h>

namespace launch {

namespace {

using namespace std::string_view_literals;

constexpr AttributeWord attributes[] = {
    {"ro", MOUNT_ATTR_RDONLY, 0},
    {"rw", 0, MOUNT_ATTR_RDONLY},
    {"nosuid", MOUNT_ATTR_NOSUID, 0},
    {"suid", 0, MOUNT_ATTR_NOSUID},
    {"nodev", MOUNT_ATTR_NODEV, 0},
    {"dev", 0, MOUNT_ATTR_NODEV},
    {"noexec", MOUNT_ATTR_NOEXEC, 0},
    {"exec", 0, MOUNT_ATTR_NOEXEC},
    {"noatime", MOUNT_ATTR_NOATIME, MOUNT_ATTR__ATIME},
    {"relatime", MOUNT_ATTR_RELATIME, MOUNT_ATTR__ATIME},
    {"strictatime", MOUNT_ATTR_STRICTATIME, MOUNT_ATTR__ATIME},
    {"nodiratime", MOUNT_ATTR_NODIRATIME, 0},
    {"diratime", 0, MOUNT_ATTR_NODIRATIME},
    {"nosymfollow", MOUNT_ATTR_NOSYMFOLLOW, 0},
    {"symfollow", 0, MOUNT_ATTR_NOSYMFOLLOW},
};

/** What the well-known types take, a NUL behind each; the kernel checks those of all others. */
struct Parameters {
    std::string_view type, names;
};

constexpr Parameters known_types[] = {
    {"tmpfs",
     "size\0nr_blocks\0nr_inodes\0mode\0uid\0gid\0huge\0mpol\0inode32\0inode64\0noswap\0"sv},
    {"proc", "hidepid\0subset\0gid\0"sv},
    {"devpts", "newinstance\0ptmxmode\0mode\0uid\0gid\0max\0"sv},
    {"sysfs", ""},
    {"mqueue", ""},
};

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
        if (cut_word(names) == name) return true;
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
    const auto* row = std::ranges::find(attributes, name, &AttributeWord::name);
    if (row == std::end(attributes) && name.starts_with('r')) {
        row = std::ranges::find(attributes, name.substr(1), &AttributeWord::name);
    }
    if (row == std::end(attributes)) return false;
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

/** True for a value that the kernel would not wrap or take for "no limit". */
bool is_amount(std::string_view value) {
    if (!value.ends_with('%')) return size_in_bytes(value).has_value();
    return number(value.substr(0, value.size() - 1), 100).value_or(0) > 0;
}

Result<> check_value(const Word& word) {
    const std::string_view value = word.value == nullptr ? "" : word.value;
    if (word.name.ends_with("mode") && !digits(value, 8, 07777)) {
        return refuse("read mount option", word.whole, "not an octal number up to 7777");
    }
    if (word.name.ends_with("id") && word.name != "hidepid" && !number(value, highest_id)) {
        return refuse("read mount option", word.whole, "not a number from 0 to 4294967294");
    }
    if ((word.name == "size" || word.name.starts_with("nr_")) && !is_amount(value)) {
        return refuse("read mount option", word.whole,
                      "not a number from 1, with k, m, g or t behind it and below 2^63, nor 1% to "
                      "100%");
    }
    return {};
}

const Parameters* known_type(const MountWish& wish) {
    const auto* const row = std::ranges::find(known_types, wish.type, &Parameters::type);
    return row == std::end(known_types) ? nullptr : row;
}

/** The names that an option may have besides the attributes. */
std::string_view names_for(const MountWish& wish) {
    using enum MountWish::Kind;
    if (wish.kind == tree) return tree_names;
    if (wish.kind == directory || wish.kind == file) return made_names;
    const Parameters* const row = known_type(wish);
    return row == nullptr ? "" : row->names;
}

Failure unknown(const MountWish& wish, const Word& word, bool general) {
    Nearest nearest(word.name);
    for (auto names : {names_for(wish), general ? general_names : ""}) {
        while (!names.empty()) nearest.consider(cut_word(names));
    }
    if (wish.kind != MountWish::Kind::directory) {
        for (const AttributeWord& each : attributes) nearest.consider(each.name);
    }
    return refuse("read mount option", word.whole, "unknown", nearest.found());
}

/** Types that are not well known take whatever the kernel finds right. */
bool passes_unseen(const MountWish& wish, const Word& word) {
    return wish.kind == MountWish::Kind::file_system && known_type(wish) == nullptr &&
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
    const auto checked = check_value(word);
    if (!checked || wish.kind == file_system) return checked;
    wish.mode = static_cast<std::uint32_t>(digits(word.value, 8, 07777).value_or(0));
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

constinit const std::span<const AttributeWord> attribute_words = attributes;

Result<> read_mount_words(MountWish& wish, char* words) {
    return words == nullptr ? Result<>() : read_all(wish, cut_at_commas(words), false);
}

Result<> read_general_mount(MountWish& wish, char* words) {
    const auto all = cut_at_commas(words);
    std::string_view rest(all.data(), all.size());
    while (!rest.empty() && wish.type == nullptr) {
        const auto word = cut_word(rest);
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
