#include "steps/tree_copy.hpp"

#include "steps/space.hpp"
#include "system/system.hpp"
#include "system/trees.hpp"

#include <array>
#include <cerrno>
#include <climits>
#include <fcntl.h>

namespace launch {

namespace {

constexpr unsigned deepest = 100;
constexpr int as_it_is = O_NOFOLLOW | O_NONBLOCK; ///< no link, and no waiting for a FIFO's writer

bool forget(void* directory, const char* name) {
    return remove_entry(static_cast<const Descriptor*>(directory)->get(), name).has_value();
}

bool copy_link(Attempt& attempt, int from, int to, const char* name) {
    std::array<char, PATH_MAX> target;
    const auto read = read_link(from, name, target);
    return attempt.ok(read ? make_link(target.data(), to, name) : read);
}

} // namespace

/** One directory of the walk. */
struct TreeCopy::Level {
    TreeCopy& tree;
    const Descriptor& from;
    int to; ///< below 0: it only measures
    unsigned depth;
};

bool TreeCopy::walk(const Level& level) {
    Level here_now = level;
    return attempt.ok(each_entry(level.from, visit, &here_now)) && !attempt.failed();
}

bool TreeCopy::measure(const Descriptor& from, std::uint64_t& needed) {
    const bool walked = walk({*this, from, -1, 0});
    needed = size;
    return walked;
}

bool TreeCopy::copy(const Descriptor& from, const Descriptor& to) {
    Entry look;
    Entry other;
    TextOf<NAME_MAX + 1> name; // of `links`: one that the root does not have
    name.add(".launch-links");
    while (!name.cut() && examine(from.get(), name.c_str(), other)) name.add("-");
    auto done = examine(from.get(), "", look);
    if (done) done = make_directory(to.get(), name.c_str(), 0700);
    if (done) done = open_at(to.get(), name.c_str(), O_RDONLY | O_DIRECTORY, links);
    if (!attempt.ok(done) || !walk({*this, from, to.get(), 0})) return false;
    done = each_entry(links, forget, &links);
    if (done) done = remove_entry(to.get(), name.c_str());
    if (done) done = dress_entry(to.get(), ".", look);
    return attempt.ok(done);
}

bool TreeCopy::visit(void* level, const char* name) {
    const Level& here_now = *static_cast<Level*>(level);
    TreeCopy& tree = here_now.tree;
    if (tree.visit_entry(here_now, name)) return true;
    // The innermost name of a failure is the one that helps.
    if (tree.context.note.view().empty()) note_entry(tree.context, sized(name));
    return false;
}

bool TreeCopy::visit_entry(const Level& level, const char* name) {
    Entry entry;
    if (!attempt.ok(examine(level.from.get(), name, entry))) return false;
    // Of several names each counts for its part.
    if (entry.kind == Entry::Kind::file) size += pages_of(entry.size) / entry.links;
    const bool left_out = entry.kind == Entry::Kind::socket || (is_device(entry) && !devices);
    const bool copies = level.to >= 0 && !left_out;
    if (copies && !copy_entry(level, name, entry)) return false;
    if (entry.kind == Entry::Kind::directory && !visit_directory(level, name)) return false;
    // A file has its look already, but the time that writing has changed.
    return !copies || attempt.ok(dress_entry(level.to, name, entry));
}

bool TreeCopy::visit_directory(const Level& level, const char* name) {
    if (level.depth == deepest) {
        return attempt.fail({"copy"_t, "it has more than 100 directories in one another"_t});
    }
    Descriptor from;
    Descriptor to;
    if (!open_source(level, name, O_DIRECTORY, from)) {
        return attempt.forgive(EXDEV); // a mount point: it stays empty
    }
    constexpr int flags = O_PATH | O_DIRECTORY | O_NOFOLLOW;
    if (level.to >= 0 && !attempt.open_at(level.to, name, flags, to)) return false;
    return walk({*this, from, to.get(), level.depth + 1});
}

/** Opens what is there itself: no link, and nothing that is mounted on it. */
bool TreeCopy::open_source(const Level& level, const char* name, int flags, Descriptor& place) {
    return attempt.ok(open_on_mount(level.from, name, O_RDONLY | as_it_is | flags, place));
}

bool TreeCopy::copy_entry(const Level& level, const char* name, const Entry& entry) {
    if (entry.kind == Entry::Kind::link)
        return copy_link(attempt, level.from.get(), level.to, name);
    if (entry.kind != Entry::Kind::file) return attempt.ok(make_entry(level.to, name, entry));
    Descriptor from;
    if (!open_source(level, name, 0, from)) {
        // A mount point: it stays empty. What is mounted may have another name that is copied.
        return attempt.forgive(EXDEV) && attempt.ok(make_file(level.to, name));
    }
    if (entry.links == 1) return copy_file(from, level.to, name, entry);
    TextOf<64> number; // of an inode, which only its device makes unique
    number.number(entry.device).add("-").number(entry.inode);
    if (make_hard_link(links.get(), number.c_str(), level.to, name)) return true;
    return copy_file(from, level.to, name, entry) &&
           attempt.ok(make_hard_link(level.to, name, links.get(), number.c_str()));
}

bool TreeCopy::copy_file(const Descriptor& from, int directory, const char* name,
                         const Entry& entry) {
    Descriptor to;
    auto done = create_file(directory, name, to);
    if (done) done = copy_content(from, to);
    if (done) done = dress_entry(directory, name, entry);
    if (done) copy_capability(from, to); // after the owner, whose change would clear it
    return attempt.ok(done);
}

} // namespace launch
