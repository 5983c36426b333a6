/** Makes the entries of an archive in a directory that nobody else sees. */
#pragma once

#include "steps/attempt.hpp"
#include "steps/tar.hpp"

namespace launch {

/**
 * Nothing lands outside of `root`, whatever the archive says: names with ".." are refused, absolute
 * ones start at the root, links on the way are resolved in the root by openat2(2), and the last
 * component is never followed. A later entry replaces an earlier one, as tar(1) does.
 */
class Unpacker {
public:
    /** @param devices are made, too */
    Unpacker(Attempt& attempt, TarReader& archive, const Descriptor& root, bool devices)
        : attempt(attempt), archive(archive), root(root), devices(devices) {}

    /** Makes a member of the archive, whose content comes next. */
    bool place(const Member& member);

private:
    bool open_directory(const char* path, Descriptor& place);
    bool make_plainly(int parent, const char* name);
    bool open_parent(const char* path, Descriptor& parent);
    bool make_or_replace(int parent, const char* name, const Member& member);
    bool make_node(int parent, const char* name, const Member& member);
    static bool is_directory(int parent, const char* name);
    bool write_content();
    bool link_to_target(int parent, const char* name, const Member& member);

    Attempt& attempt;
    TarReader& archive;
    const Descriptor& root;
    bool devices;
    Descriptor file; ///< the one that is made
};

} // namespace launch
