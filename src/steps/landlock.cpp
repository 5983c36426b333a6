#include "steps/landlock.hpp"

#include "steps/tell.hpp"
#include "system/system.hpp"

#include <fcntl.h>
#include <linux/landlock.h>

namespace launch {

namespace {

// LANDLOCK_ACCESS_FS_*, which the kernel's headers have as far as they are new enough.
constexpr unsigned of_version_1 = 13; ///< rights; then version 2 added refer, to other directories
constexpr std::uint64_t truncate = std::uint64_t{1} << 14;       ///< of version 3
constexpr std::uint64_t device_control = std::uint64_t{1} << 15; ///< of version 5

constexpr std::uint64_t of_readers =
    LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t of_files = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE |
                                   LANDLOCK_ACCESS_FS_WRITE_FILE | truncate | device_control;

Result<> add_path(const Descriptor& rules, const Descriptor& root, const PathRule& rule,
                  std::uint64_t known) {
    Descriptor place;
    // As for a working directory, no link of /proc may lead to what the caller has open.
    const auto opened = open_in_root(root, rule.path, O_PATH, place);
    if (!opened) return opened;
    return add_rule(rules, place, granted_rights(known, rule.writable, is_directory(place)));
}

} // namespace

std::uint64_t known_rights(unsigned version) {
    const unsigned count =
        of_version_1 + unsigned{version >= 2} + unsigned{version >= 3} + unsigned{version >= 5};
    return (std::uint64_t{1} << count) - 1;
}

std::uint64_t granted_rights(std::uint64_t known, bool writable, bool directory) {
    if (!writable) known &= of_readers;
    if (!directory) known &= of_files;
    return known;
}

Result<> apply(const Landlock& step, Context&) {
    unsigned version = 0;
    Descriptor rules;
    Descriptor root;
    Result<> done = landlock_version(version);
    const std::uint64_t known = known_rights(version);
    if (done) done = open_rules(known, rules);
    if (done) done = open_path("/", O_PATH | O_DIRECTORY, root);
    for (const PathRule& rule : step.rules) {
        if (done) done = add_path(rules, root, rule, known);
    }
    return done ? restrict_by(rules) : done;
}

void describe(Text& out, const Landlock& step) {
    out.add("refuse all files but"_t);
    for (const PathRule& rule : step.rules) {
        tell(out, rule.writable ? " % (rw)"_t : " % (ro)"_t, rule.path);
    }
}

} // namespace launch
