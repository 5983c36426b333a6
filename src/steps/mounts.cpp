#include "steps/mounts.hpp"

#include "spec/mount_names.hpp"
#include "steps/targets.hpp"
#include "steps/tell.hpp"
#include "system/system.hpp"

#include <cerrno>
#include <fcntl.h>

namespace launch {

namespace {

static_assert(MOUNT_ATTR_RDONLY == MS_RDONLY && MOUNT_ATTR_NOSUID == MS_NOSUID &&
              MOUNT_ATTR_NODEV == MS_NODEV && MOUNT_ATTR_NOEXEC == MS_NOEXEC);

/** Writes the words of a list: " (one,two)". */
class Words {
public:
    explicit Words(Text& out) : out(out) {}
    ~Words() {
        if (any) out.add(")");
    }
    Words(const Words&) = delete;
    Words& operator=(const Words&) = delete;

    void add(std::string_view word) {
        out.add(any ? "," : " (").add(word);
        any = true;
    }

private:
    Text& out;
    bool any = false;
};

} // namespace

Result<> apply(const Propagate& step, Context&) {
    return set_propagation(step.propagation);
}

void describe(Text& out, const Propagate& step) {
    out.add("make all mounts "_t);
    out.add(step.propagation == MS_PRIVATE ? "private"_t
            : step.propagation == MS_SLAVE ? "slaves"_t
                                           : "shared"_t);
}

Result<> apply(const HoldOutside&, Context& context) {
    return open_path(".", O_PATH | O_DIRECTORY, context.outside);
}

void describe(Text& out, const HoldOutside&) {
    out.add("hold the working directory for sources of binds"_t);
}

Result<> apply(const Mount& step, Context& context) {
    Descriptor target;
    Result<> done = open_target(context, step.target, true, target);
    // A working directory is a descriptor, too: "." cannot be redirected by what the root holds.
    if (done) done = change_directory(target);
    if (done) done = mount(step.type, ".", step.type, step.flags, step.data);
    // The very same file system, as it lies there outside: mount(2) will not, move_mount(2) will.
    if (done.error().is(EBUSY)) {
        Descriptor tree;
        done = detached_mount(step.type, {}, step.flags, tree);
        if (done) done = move_tree(tree, target.get(), "");
    }
    leave_to_init(target);
    return done;
}

void describe(Text& out, const Mount& step) {
    tell(out, "mount % on %"_t, step.type, step.target);
    describe_flags(out, step.flags);
}

Result<> apply(const FileSystem& step, Context& context) {
    const MountWish& wish = *step.wish;
    Descriptor tree;
    // Relative paths among the parameters start where those of binds do, never inside.
    Result<> done = change_directory(context.outside);
    if (done) {
        set_umask(context.umask); // vfat and others make their modes of it
        done = detached_mount(wish.type, wish.parameters, step.attributes, tree, wish.source);
        set_umask(0);
    }
    return done ? attach_to_wish(context, tree, wish.target) : done;
}

void describe(Text& out, const FileSystem& step) {
    const MountWish& wish = *step.wish;
    tell(out, wish.source != nullptr ? "mount % %"_t : "mount %"_t, wish.type, wish.source);
    tell(out, " on %"_t, wish.target);
    describe_flags(out, step.attributes, 0, wish.parameters);
}

Result<> apply(const Bind& step, Context& context) {
    Descriptor tree;
    Result<> done;
    if (step.slot != Bind::no_slot) {
        tree = std::move(context.trees[step.slot]);
    } else {
        const unsigned depth = step.alone ? 0 : AT_RECURSIVE;
        done = clone_tree(context.outside.get(), step.source, depth, tree);
        if (done) done = set_mount_attributes(tree, step.attributes, step.cleared);
    }
    return done ? attach_to_wish(context, tree, step.target) : done;
}

void describe(Text& out, const Bind& step) {
    tell(out, "bind % on %"_t, step.source, step.target);
    describe_flags(out, step.attributes, step.cleared);
}

void describe_flags(Text& out, std::uint64_t set, std::uint64_t cleared,
                    std::string_view parameters) {
    Words words(out);
    for (unsigned number = 0; number < attributes.size(); ++number) {
        const Attribute& each = attributes[number];
        const bool is_set = each.set != 0 && (set & each.set) == each.set;
        const bool is_cleared =
            each.set == 0 && (cleared & each.clear) != 0 && (set & each.clear) == 0;
        if (is_set || is_cleared) words.add(sized(name_at(attribute_names, number)));
    }
    while (!parameters.empty()) {
        const auto word = take(parameters, '\0');
        if (!begins(word, ",")) words.add(word);
    }
}

[[gnu::noinline]] void describe_flags(Text& out, std::uint64_t set) {
    describe_flags(out, set, 0);
}

} // namespace launch
