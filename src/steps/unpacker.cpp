#include "steps/unpacker.hpp"

#include "base/names.hpp"
#include "system/system.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>

namespace launch {

namespace {

using namespace std::string_view_literals;

/** A name of an archive: the directory it is in, and the last component, empty for the root. */
struct Split {
    Name parent, last;
};

/** Cuts a name in two: "./a/" is the "a" of ".". */
bool split(Attempt& attempt, std::string_view path, Split& parts) {
    while (ends(path, "/") || ends(path, "/.")) path.remove_suffix(1);
    if (is_same(path, ".")) path = {};
    for (auto rest = path; rest.data() != nullptr;) {
        if (is_same(take(rest, '/'), "..")) {
            return attempt.fail({"read"_t, "a name in it contains \"..\""_t});
        }
    }
    const auto last = behind_last(path, '/');
    path.remove_suffix(last.size());
    return parts.last.set(last) && parts.parent.set(path.empty() ? "."sv : path); // both fit
}

} // namespace

/** Opens a directory of the root. */
bool Unpacker::open_directory(const char* path, Descriptor& place) {
    return attempt.open_in_root(root, path, O_PATH | O_DIRECTORY, place);
}

/** The same; what is missing of it is made, as tar(1) does. */
bool Unpacker::open_parent(const char* path, Descriptor& parent) {
    if (open_directory(path, parent)) return true;
    if (!attempt.forgive(ENOENT) || !open_directory(".", parent)) return false;
    for (auto rest = sized(path); rest.data() != nullptr;) {
        const auto part = take(rest, '/');
        if (part.empty()) continue; // a slash alone
        Name prefix;
        Name name;
        const bool opened = prefix.set({path, part.end()}) && name.set(part) && // neither is longer
                            make_plainly(parent.get(), name.c_str()) &&
                            open_directory(prefix.c_str(), parent);
        if (!opened) return false;
    }
    return true;
}

/** Makes a directory that the archive does not describe; one that is there stays as it is. */
bool Unpacker::make_plainly(int parent, const char* name) {
    const Entry plain = directory_entry(0755);
    return !make_entry(parent, name, plain) || attempt.ok(dress_entry(parent, name, plain));
}

/** The time of the directory it lands in is put back: an archive's order is not known. */
bool Unpacker::place(const Member& member) {
    if (is_device(member.entry) && !devices) return true;
    Split path;
    if (!split(attempt, member.path.view(), path)) return false;
    const char* const name = path.last.c_str();
    if (*name == '\0') return attempt.ok(dress_entry(root.get(), ".", member.entry));
    Descriptor parent;
    if (!open_parent(path.parent.c_str(), parent)) return false;
    Entry before;
    const bool known = examine(parent.get(), "", before).has_value();
    const bool made = make_or_replace(parent.get(), name, member);
    if (known) set_time(parent.get(), before);
    return made;
}

bool Unpacker::make_or_replace(int parent, const char* name, const Member& member) {
    const bool made = make_node(parent, name, member) ||
                      (attempt.forgive(EEXIST) && attempt.ok(remove_entry(parent, name)) &&
                       make_node(parent, name, member));
    if (!made || member.hard_link) return made;
    if (file && !write_content()) return false;
    const bool dressed = attempt.ok(dress_entry(parent, name, member.entry));
    // After the owner, whose change would clear it.
    if (file && !member.capability.empty()) {
        set_capability(file, {member.capability.begin(), member.capability.size()});
    }
    file.close();
    return dressed;
}

bool Unpacker::make_node(int parent, const char* name, const Member& member) {
    const Entry& entry = member.entry;
    if (member.hard_link) return link_to_target(parent, name, member);
    if (entry.kind == Entry::Kind::file) return attempt.ok(create_file(parent, name, file));
    if (entry.kind == Entry::Kind::link) {
        return attempt.ok(make_link(member.target.c_str(), parent, name));
    }
    return attempt.ok(make_entry(parent, name, entry)) ||
           (entry.kind == Entry::Kind::directory && is_directory(parent, name) &&
            attempt.forgive(EEXIST));
}

/** Whether it is a directory already, which only gets a new look. */
bool Unpacker::is_directory(int parent, const char* name) {
    Entry there;
    return examine(parent, name, there) && there.kind == Entry::Kind::directory;
}

bool Unpacker::write_content() {
    while (true) {
        const auto bytes = archive.content();
        if (bytes.empty()) return !attempt.failed();
        if (!attempt.ok(write_all(file, bytes))) return false;
    }
}

bool Unpacker::link_to_target(int parent, const char* name, const Member& member) {
    Split target;
    Descriptor directory;
    if (!split(attempt, member.target.view(), target)) return false;
    if (!open_directory(target.parent.c_str(), directory)) return false;
    const char* const old_name = target.last.c_str();
    if (attempt.ok(make_hard_link(directory.get(), old_name, parent, name))) return true;
    // It may be that file already: tar(1) stores one that it is told twice so.
    Entry wanted;
    Entry there;
    return examine(directory.get(), old_name, wanted) && examine(parent, name, there) &&
           wanted.inode == there.inode && attempt.forgive(EEXIST);
}

} // namespace launch
