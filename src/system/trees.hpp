/** Entries of directories: what a file is, and how one that is the same is made elsewhere. */
#pragma once

#include "base/error.hpp"
#include "system/descriptor.hpp"

#include <cstdint>
#include <span>

namespace launch {

/** What a copy keeps of an entry, whatever kind it is: inode(7). */
struct Entry {
    /** The numbers are those in a mode. */
    enum class Kind : std::uint8_t {
        none,
        fifo = 1,
        character = 2,
        directory = 4,
        block = 6,
        file = 8,
        link = 10,
        socket = 12
    };
    Kind kind;
    std::uint32_t mode; ///< permissions, with the set-user-id, set-group-id and sticky bits
    std::uint32_t user, group;
    std::uint32_t major, minor;        ///< of a device
    std::int64_t seconds, nanoseconds; ///< when its content was last changed
    std::uint64_t size;
    std::uint64_t links;
    std::uint64_t inode;
    std::uint64_t device; ///< that it lies on, for comparing: an overlay's files may lie on several
};

/** A directory of root's. */
constexpr Entry directory_entry(std::uint32_t mode) {
    Entry entry{};
    entry.kind = Entry::Kind::directory;
    entry.mode = mode;
    return entry;
}

inline bool is_device(const Entry& entry) {
    return entry.kind == Entry::Kind::character || entry.kind == Entry::Kind::block;
}

/** Of `name` itself, should it be a link; of `directory` when the name is empty. */
Result<> examine(int directory, const char* name, Entry& entry);
/** Makes a directory, a device or a FIFO; only its owner may use it yet. */
Result<> make_entry(int directory, const char* name, const Entry& entry);
/** Makes a character device for everybody. */
Result<> make_device(int directory, const char* name, unsigned major, unsigned minor);
/** A new file, open for writing; usually only its owner may use it yet. */
Result<> create_file(int directory, const char* name, Descriptor& place, unsigned mode = 0600);
/** renameat(2): in the place of a file of that name. */
Result<> rename_entry(int directory, const char* from, const char* to);
Result<> make_hard_link(int from, const char* old_name, int to, const char* name);
Result<> remove_entry(int directory, const char* name); ///< a directory only when it is empty
/**
 * Gives an entry its owner, mode and time; nobody else may be at work in `directory`. An owner that
 * the user namespace does not map stays ours, and the set-user-id and set-group-id bits are left
 * out then, for they would lend the wrong rights.
 */
Result<> dress_entry(int directory, const char* name, const Entry& entry);
/** Sets the time of a directory alone. */
void set_time(int directory, const Entry& entry);
/** security.capability of capabilities(7); one that may not be set here is left out. */
void set_capability(const Descriptor& file, std::span<const char> value);
void copy_capability(const Descriptor& from, const Descriptor& to);
/** Copies all of a file. */
Result<> copy_content(const Descriptor& from, const Descriptor& to);
Result<> skip_forward(const Descriptor& file, std::uint64_t count); ///< without reading
/** readlink(2): the target, terminated; refuses one that does not fit. */
Result<> read_link(int directory, const char* name, std::span<char> target);
/** Calls `each` with every name of a directory but "." and "..", until it answers false. */
Result<> each_entry(const Descriptor& directory, bool (*each)(void* argument, const char* name),
                    void* argument);

} // namespace launch
