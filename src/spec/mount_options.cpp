/** Options: what is mounted and made in the root. */
#include "base/names.hpp"
#include "spec/mount_words.hpp"
#include "spec/values.hpp"

#include <cstring>
#include <linux/mount.h>

namespace launch {

namespace {

Result<> add_mount(Spec& spec, const MountWish& wish) {
    if (wish.target == nullptr || *wish.target == '\0') {
        const char* const what = wish.source != nullptr ? wish.source : wish.type;
        return refuse("read mount"_t, what, "no place inside is named"_t);
    }
    if (!spec.mounts.push(wish)) return refuse("read mount"_t, wish.target, "more than 64 mounts"_t);
    return {};
}

/** A wish of the form "SOURCE:PLACE[:WORDS]". */
Result<> add_pair(Spec& spec, MountWish wish, char* value) {
    const char* const colon = std::strchr(value, ':');
    if (colon == nullptr || colon == value) {
        return refuse("read mount"_t, value, "not SOURCE:DESTINATION"_t);
    }
    wish.source = value;
    char* const target = cut_at(value, ':');
    char* const words = cut_at(target, ':');
    wish.target = target;
    if (words != nullptr && wish.kind == MountWish::Kind::link) {
        return refuse("read --symlink"_t, words, "a second colon, so it is unclear where to cut"_t);
    }
    if (const auto read = read_mount_words(wish, words); !read) return read;
    return add_mount(spec, wish);
}

/** A wish of the form "PLACE[:WORDS]". */
Result<> add_place(Spec& spec, MountWish wish, char* value) {
    wish.target = value;
    if (const auto read = read_mount_words(wish, cut_at(value, ':')); !read) return read;
    return add_mount(spec, wish);
}

Result<> add_bind(Spec& spec, char* value) {
    return add_pair(spec, {}, value);
}

Result<> add_readonly_bind(Spec& spec, char* value) {
    return add_pair(spec, {.set = MOUNT_ATTR_RDONLY}, value);
}

Result<> add_tmpfs(Spec& spec, char* value) {
    return add_place(spec, {.type = "tmpfs", .kind = MountWish::Kind::file_system}, value);
}

Result<> add_general(Spec& spec, char* value) {
    MountWish wish;
    if (const auto read = read_general_mount(wish, value); !read) return read;
    return add_mount(spec, wish);
}

Result<> add_file(Spec& spec, char* value) {
    return add_pair(spec, {.mode = 0644, .kind = MountWish::Kind::file}, value);
}

Result<> add_link(Spec& spec, char* value) {
    return add_pair(spec, {.kind = MountWish::Kind::link}, value);
}

Result<> add_directory(Spec& spec, char* value) {
    return add_place(spec, {.mode = 0755, .kind = MountWish::Kind::directory}, value);
}

Result<> set_propagation(Spec& spec, char* value) {
    const auto number = find_name("private\0slave\0shared\0unchanged\0", value);
    if (!number) {
        return refuse("read --propagation"_t, value, "not private, slave, shared or unchanged"_t);
    }
    spec.propagation = static_cast<Propagation>(*number);
    return {};
}

constexpr Option rows[] = {
    {"--bind\0SRC:DST[:WORDS]\0show SRC of the outside at DST inside, writable"_row, add_bind},
    {"--ro-bind\0SRC:DST[:WORDS]\0the same, read-only"_row, add_readonly_bind},
    {"--tmpfs\0DST[:WORDS]\0an empty tmpfs; WORDS as size=64m,mode=755,ro,noexec"_row, add_tmpfs},
    {"--mount\0type=TYPE,WORDS\0any kind: src=..., dst=..., flags, the type's own words"_row,
     add_general},
    {"--file\0SRC:DST[:WORDS]\0a private copy of the file SRC, in memory; mode=644"_row, add_file},
    {"--symlink\0TARGET:DST\0make the link DST in the root"_row, add_link},
    {"--dir\0DST[:mode=MODE]\0make the directory DST in the root"_row, add_directory},
    {"--propagation\0private|slave|shared|unchanged\0how later mounts spread (default: private)"_row,
     set_propagation},
};

} // namespace

constinit const OptionGroup mount_options = {"Mounts inside (in the order given):"_t, 1, rows};

} // namespace launch
