/** Options: what is mounted and made in the root. */
#include "base/names.hpp"
#include "spec/mount_words.hpp"
#include "spec/values.hpp"

#include <cstring>
#include <linux/mount.h>

namespace launch {

namespace {

using Kind = MountWish::Kind;

/** A wish of the form "SOURCE:PLACE[:WORDS]", or without a source. */
[[gnu::noinline]] Literal add_wish(Spec& spec, char* value, Kind kind, std::uint32_t set) {
    MountWish wish{.set = set, .kind = kind};
    wish.mode = kind == Kind::directory ? 0755 : 0644; // else only that of a file counts
    if (kind == Kind::file_system) wish.type = "tmpfs";
    char* target = value;
    if (kind != Kind::file_system && kind != Kind::directory) {
        target = *value == ':' ? nullptr : cut_at(value, ':');
        if (target == nullptr) return "not SOURCE:DESTINATION"_t;
        wish.source = value;
    }
    wish.target = target;
    char* const words = cut_at(target, ':');
    if (words != nullptr && kind == Kind::link) {
        spec.part = words;
        return "a second colon, so it is unclear where to cut"_t;
    }
    const Literal wrong = read_mount_words(spec, wish, words);
    return wrong ? wrong : add_mount(spec, wish);
}

template <Kind kind, std::uint32_t set = 0> Literal add(Spec& spec, char* value) {
    return add_wish(spec, value, kind, set);
}

Literal add_general(Spec& spec, char* value) {
    MountWish wish;
    const Literal wrong = read_general_mount(spec, wish, value);
    return wrong ? wrong : add_mount(spec, wish);
}

Literal set_propagation(Spec& spec, char* value) {
    const unsigned number = find_name("private\0slave\0shared\0unchanged\0left\0", value);
    if (number == no_name) {
        return "not private, slave, shared, unchanged or left"_t;
    }
    spec.propagation = static_cast<Propagation>(number);
    return fine;
}

constexpr OptionRow mount_rows[] = {
    {"--bind\0SRC:DST[:WORDS]\0show SRC of the outside at DST inside, writable", add<Kind::tree>},
    {"--ro-bind\0SRC:DST[:WORDS]\0the same, read-only", add<Kind::tree, MOUNT_ATTR_RDONLY>},
    {"--tmpfs\0DST[:WORDS]\0an empty tmpfs; WORDS as size=64m,mode=755,ro,noexec",
     add<Kind::file_system>},
    {"--mount\0type=TYPE,WORDS\0any kind: src=..., dst=..., flags, the type's own words",
     add_general},
    {"--file\0SRC:DST[:WORDS]\0a private copy of the file SRC, in memory; mode=644",
     add<Kind::file>},
    {"--symlink\0TARGET:DST\0make the link DST in the root", add<Kind::link>},
    {"--dir\0DST[:mode=MODE]\0make the directory DST in the root", add<Kind::directory>},
    {"--propagation\0private|slave|shared|unchanged|left\0how later mounts spread (default: "
     "private)",
     set_propagation},
};

} // namespace

Literal add_mount(Spec& spec, const MountWish& wish) {
    if (wish.target == nullptr || *wish.target == '\0') return "no place inside is named"_t;
    return spec.mounts.push(wish) ? fine : "more than 1024 mounts"_t;
}

constinit const OptionGroup mount_options =
    OptionParts<mount_rows>::group("Mounts inside (in the order given):"_t, isolating);

} // namespace launch
