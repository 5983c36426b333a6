#include "steps/landlock.hpp"

#include "steps/tell.hpp"
#include "system/system.hpp"

#include <fcntl.h>
#include <linux/landlock.h>

namespace launch {

namespace {

// LANDLOCK_ACCESS_FS_*, which the kernel's headers have as far as they are new enough.
constexpr std::uint64_t of_version_1 = (std::uint64_t{1} << 13) - 1;
constexpr std::uint64_t refer = std::uint64_t{1} << 13;          ///< to other directories, 2
constexpr std::uint64_t truncate = std::uint64_t{1} << 14;       ///< 3
constexpr std::uint64_t device_control = std::uint64_t{1} << 15; ///< 5

constexpr std::uint64_t of_readers =
    LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t of_files = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE |
                                   LANDLOCK_ACCESS_FS_WRITE_FILE | truncate | device_control;

bool add_path(Attempt& attempt, const Descriptor& rules, const Descriptor& root,
              const PathRule& rule, std::uint64_t known) {
    Descriptor place;
    // As for a working directory, no link of /proc may lead to what the caller has open.
    if (!attempt.open_in_root(root, rule.path, O_PATH, place)) return false;
    const std::uint64_t granted = granted_rights(known, rule.writable, is_directory(place));
    return attempt.ok(add_rule(rules, place, granted));
}

} // namespace

std::uint64_t known_rights(unsigned version) {
    return of_version_1 | (version >= 2 ? refer : 0) | (version >= 3 ? truncate : 0) |
           (version >= 5 ? device_control : 0);
}

std::uint64_t granted_rights(std::uint64_t known, bool writable, bool directory) {
    return known & (writable ? ~std::uint64_t{0} : of_readers) &
           (directory ? ~std::uint64_t{0} : of_files);
}

Result<> apply(const Landlock& step, Context& context) {
    Attempt& attempt = context.attempt;
    unsigned version = 0;
    const auto found = landlock_version(version);
    if (!found) return found;
    const std::uint64_t known = known_rights(version);
    Descriptor rules;
    Descriptor root;
    bool done = attempt.ok(open_rules(known, rules)) &&
                attempt.open_at(here, "/", O_PATH | O_DIRECTORY, root);
    for (const PathRule& rule : step.rules) {
        done = done && add_path(attempt, rules, root, rule, known);
    }
    return attempt.result(done && attempt.ok(restrict_by(rules)));
}

void describe(Text& out, const Landlock& step) {
    out.add("refuse all files but"_t);
    for (const PathRule& rule : step.rules) {
        tell(out, rule.writable ? " % (rw)"_t : " % (ro)"_t, rule.path);
    }
}

} // namespace launch
