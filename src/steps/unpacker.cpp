#include "steps/unpacker.hpp"

#include "system/system.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>

namespace launch {

namespace {

constexpr Refusal upward{"read", "a name in it contains \"..\""};
constexpr Entry plain_directory{.kind = Entry::Kind::directory, .mode = 0755};

/** A name of an archive: the directory it is in, and the last component, empty for the root. */
struct Split {
    Name parent, last;
};

/** Cuts a name in two: "./a/" is the "a" of ".". False when it contains "..". */
bool split(std::string_view path, Split& parts) {
    while (path.ends_with('/') || path.ends_with("/.")) path.remove_suffix(1);
    if (path == ".") path = "";
    for (auto rest = path; !rest.empty();) {
        const auto component = rest.substr(0, rest.find('/'));
        if (component == "..") return false;
        rest.remove_prefix(std::min(component.size() + 1, rest.size()));
    }
    const std::size_t start = path.rfind('/') + 1; // npos + 1 is 0
    const auto parent = start == 0 ? "." : path.substr(0, start);
    return parts.last.set(path.substr(start)) && parts.parent.set(parent);
}

Result<Descriptor> open_directory(const Descriptor& root, const char* path) {
    return open_in_root(root, path, O_PATH | O_DIRECTORY);
}

} // namespace

/** Opens a directory; what is missing of it is made, as tar(1) does. */
bool Unpacker::open_parent(const char* path, Descriptor& parent) {
    auto found = open_directory(root, path);
    if (found || found.error().number() != ENOENT) return attempt.ok(std::move(found), parent);
    const std::string_view whole(path);
    if (!attempt.ok(open_directory(root, "."), parent)) return false;
    for (std::size_t end = 0; end < whole.size(); ++end) {
        const std::size_t start = end;
        end = std::min(whole.find('/', start), whole.size());
        Name prefix;
        Name name;
        if (!prefix.set(whole.substr(0, end)) || !name.set(whole.substr(start, end - start))) {
            return false; // neither is longer than the whole
        }
        if (end == start) continue; // a slash alone
        const auto made = make_entry(parent.get(), name.c_str(), plain_directory);
        if (made && !attempt.ok(dress_entry(parent.get(), name.c_str(), plain_directory))) {
            return false;
        }
        if (!attempt.ok(open_directory(root, prefix.c_str()), parent)) return false;
    }
    return true;
}

/** The time of the directory it lands in is put back: an archive's order is not known. */
bool Unpacker::place(const Member& member) {
    if (is_device(member.entry) && !devices) return true;
    Split path;
    if (!split(member.path.view(), path)) return attempt.fail(upward);
    const char* const name = path.last.c_str();
    if (*name == '\0') return attempt.ok(dress_entry(root.get(), ".", member.entry));
    Descriptor parent;
    if (!open_parent(path.parent.c_str(), parent)) return false;
    const auto before = examine(parent.get(), "");
    const bool made = make_or_replace(parent.get(), name, member);
    if (before) set_time(parent.get(), *before);
    return made;
}

bool Unpacker::make_or_replace(int parent, const char* name, const Member& member) {
    auto made = make_node(parent, name, member);
    if (!made && made.error().number() == EEXIST) {
        made = remove_entry(parent, name);
        if (made) made = make_node(parent, name, member);
    }
    if (!attempt.ok(made) || member.hard_link) return made.has_value();
    if (file && !write_content()) return false;
    const bool dressed = attempt.ok(dress_entry(parent, name, member.entry));
    // After the owner, whose change would clear it.
    if (file && !member.capability.empty()) {
        set_capability(file, {member.capability.begin(), member.capability.size()});
    }
    file.close();
    return dressed;
}

Result<> Unpacker::make_node(int parent, const char* name, const Member& member) {
    if (member.hard_link) return link_to_target(parent, name, member);
    if (member.entry.kind == Entry::Kind::link) {
        return make_link(member.target.c_str(), parent, name);
    }
    if (member.entry.kind == Entry::Kind::directory) {
        return make_directory(parent, name, member.entry);
    }
    if (member.entry.kind != Entry::Kind::file) return make_entry(parent, name, member.entry);
    auto made = create_file(parent, name);
    if (!made) return std::unexpected(made.error());
    file = std::move(*made);
    return {};
}

/** One that is there already only gets a new look. */
Result<> Unpacker::make_directory(int parent, const char* name, const Entry& entry) const {
    const auto made = make_entry(parent, name, entry);
    const auto there = made ? Result<Entry>(entry) : examine(parent, name);
    return there && there->kind == Entry::Kind::directory ? Result<>() : made;
}

bool Unpacker::write_content() {
    while (true) {
        const auto bytes = archive.content();
        if (bytes.empty()) return !attempt.failed();
        if (!attempt.ok(write_all(file, bytes))) return false;
    }
}

Result<> Unpacker::link_to_target(int parent, const char* name, const Member& member) {
    Split target;
    if (!split(member.target.view(), target)) return Failure(Error(upward));
    const auto directory = open_directory(root, target.parent.c_str());
    if (!directory) return std::unexpected(directory.error());
    return make_hard_link(directory->get(), target.last.c_str(), parent, name);
}

} // namespace launch
