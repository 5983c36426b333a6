/** Copies a tree of files into a directory that nobody else sees, or measures what that takes. */
#pragma once

#include "steps/attempt.hpp"
#include "steps/context.hpp"
#include "system/trees.hpp"

#include <cstdint>

namespace launch {

/**
 * The source may be hostile and change meanwhile: it is walked by descriptors, one component at a
 * time, without following links, and never across a mount. Bounds: 100 directories in one another.
 */
class TreeCopy {
public:
    /** @param devices are made, too */
    TreeCopy(Context& context, bool devices)
        : context(context), attempt(context.attempt), devices(devices) {}

    /** How many bytes of a tmpfs the files in `from` take goes to `needed`. */
    bool measure(const Descriptor& from, std::uint64_t& needed);
    /** Copies what is in `from`, and how that directory looks itself. */
    bool copy(const Descriptor& from, const Descriptor& to);

private:
    struct Level;

    bool walk(const Level& level);
    static bool visit(void* level, const char* name);
    bool visit_entry(const Level& level, const char* name);
    bool visit_directory(const Level& level, const char* name);
    bool open_source(const Level& level, const char* name, int flags, Descriptor& place);
    bool copy_entry(const Level& level, const char* name, const Entry& entry);
    bool copy_file(const Descriptor& from, int directory, const char* name, const Entry& entry);

    Context& context;
    Attempt& attempt;
    bool devices;
    std::uint64_t size = 0;
    Descriptor links; ///< where files of several names are found again, by device and inode
};

} // namespace launch
