/**
 * The only door to the kernel. Each call answers a Result, retries EINTR, and gives out only
 * descriptors that are close-on-exec and above 2, so that a caller who started us with 0, 1 or 2
 * closed hands on just that. What a call is for stands in its manual page, section 2.
 *
 * The mount calls come from <linux/mount.h> alone: glibc's <sys/mount.h> cannot stand beside it.
 */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "system/descriptor.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <linux/filter.h>
#include <poll.h>
#include <span>
#include <string_view>
#include <sys/types.h>

namespace launch {

constexpr int here = -100; ///< AT_FDCWD: paths start at the working directory

// Files. What is opened goes to `place`, here and below; a failure leaves that alone.
Result<> open_at(int directory, const char* path, int flags, Descriptor& place);
Result<> open_path(const char* path, int flags, Descriptor& place);
enum class Links : bool { follow, refuse };
/** openat2(2) with RESOLVE_IN_ROOT and no magic links: nothing inside `root` leads out of it. */
Result<> open_in_root(const Descriptor& root, const char* path, int flags, Descriptor& place,
                      Links links = Links::follow);
/** The entry `name` of a directory: EXDEV when something is mounted on it, ELOOP for a link. */
Result<> open_on_mount(const Descriptor& directory, const char* name, int flags, Descriptor& place);
Result<> make_directory(int directory, const char* name, unsigned mode);
Result<> make_directory(int directory, const char* name);                  ///< 0755
Result<> make_file(int directory, const char* name, unsigned mode = 0644); ///< an empty one
Result<> make_link(const char* target, int directory, const char* name);
bool is_link_to(const char* target, int directory, const char* name); ///< a link of this content
/** Removes a link or what is empty; all else stays, silently. */
void remove_if_empty(int directory, const char* name);
/** Reads until `memory` is full or the file ends; what a failure leaves as a size is 0, here and below. */
Result<> read_file(const char* path, std::span<char> memory, std::size_t& size);
/** What a file holds; nothing of one that cannot be read. */
std::string_view read_in(int directory, const char* path, std::span<char> memory);
/** The same as the first of an open file. */
Result<> read_whole(const Descriptor& file, std::span<char> memory, std::size_t& size);
/** pread(2); false unless all of `memory` was there to be read. */
bool read_at(const Descriptor& file, std::uint64_t offset, std::span<char> memory);
Result<> write_file(int directory, const char* path, std::string_view content);
Result<> read_some(int descriptor, std::span<char> memory, std::size_t& size); ///< 0 at the end
Result<> write_some(int descriptor, std::span<const char> bytes, std::size_t& size);
Result<> write_all(const Descriptor& file, std::span<const char> bytes);
/** A private, writable copy of a whole file in memory. */
Result<> map_file(const char* path, std::span<char>& content);
/** Zeroed memory; it lives as long as the process, if nobody gives it back. */
Result<> text_memory(std::size_t size, std::span<char>& memory);
/** The same, seen by processes that are forked from now on as it is here. */
Result<> shared_memory(std::size_t size, std::span<char>& memory);
void release_memory(std::span<char> memory);
/** The same for `count` pointers. */
Result<> pointer_memory(std::size_t count, std::span<char*>& memory);
bool is_directory(const char* path);
std::uint64_t device_of(const char* path); ///< what it lies on; 0 for null and what is not there
/** Adds the working directory's path and a slash. */
Result<> add_working_directory(Text& out);
Result<> inode(int directory, const char* path, std::uint64_t& number);
bool is_directory(const Descriptor& file);
bool is_regular(const Descriptor& file);
bool same_file(const Descriptor& left, const Descriptor& right); ///< by device and inode
/** Refuses whatever is not the character device `major`:`minor`. */
Result<> check_device(const Descriptor& file, unsigned major, unsigned minor);
/** Waits until nobody else has locked the open file or directory, and locks it (flock(2)). */
Result<> lock(const Descriptor& file);
bool is_device(const Descriptor& file); ///< a character or block device
void keep_private(int descriptor);      ///< closed by execve(2)
bool is_writable(int descriptor);       ///< it is open for writing
unsigned set_umask(unsigned mask);      ///< answers the one before

/** While it lives, what is made has all of the mode it is made with; the umask is kept in `mask`. */
class WholeModes {
public:
    explicit WholeModes(unsigned& mask) : mask(mask) { mask = set_umask(0); }
    WholeModes(const WholeModes&) = delete;
    WholeModes& operator=(const WholeModes&) = delete;
    ~WholeModes() { set_umask(mask); }

private:
    unsigned& mask;
};

// Mounts.
Result<> mount(const char* source, const char* target, const char* type, std::uint64_t flags,
               const char* data);
Result<> unmount(const char* target, int flags);
/** What statfs(2) says of the file system whose mount's root this is; 0 for any other place. */
std::uint32_t mounted_type(const Descriptor& place);
constexpr int unmount_no_follow = 8; ///< UMOUNT_NOFOLLOW, which <linux/mount.h> lacks
/**
 * A file system of a type, mounted nowhere yet, so that nobody else sees it (fsopen(2)).
 * @param parameters "KEY=VALUE" or "KEY", a NUL behind each; those that start with a comma are none
 * @param attributes MOUNT_ATTR_*
 * @param source     what the type takes as such: a device, a name; null for nothing
 */
Result<> detached_mount(const char* type, std::string_view parameters, std::uint64_t attributes,
                        Descriptor& place, const char* source = nullptr);
Result<> clone_tree(int directory, const char* path, unsigned flags, Descriptor& place);
/** What mount_setattr(2) changes of a tree. */
struct MountChange {
    std::uint64_t set = 0, clear = 0; ///< MOUNT_ATTR_*
    std::uint64_t propagation = 0;    ///< MS_PRIVATE or MS_SLAVE; 0 leaves it
    int owners = -1;                  ///< a user namespace that maps the ids of files
};
Result<> change_mounts(const Descriptor& tree, const MountChange& change);
/** Sets MOUNT_ATTR_* flags on a tree with all mounts below it, after clearing `cleared`. */
inline Result<> set_mount_attributes(const Descriptor& tree, std::uint64_t attributes,
                                     std::uint64_t cleared = 0) {
    return (attributes | cleared) == 0 ? Result<>() : change_mounts(tree, {attributes, cleared});
}
/** Clears them on this mount alone. */
Result<> clear_mount_attributes(const Descriptor& mount, std::uint64_t attributes);
/** Refuses a file of any other file system than the one with this number in <linux/magic.h>. */
Result<> check_file_system(const Descriptor& file, long magic);
/** Sets MS_PRIVATE, MS_SLAVE or MS_SHARED on all mounts at and below "/". */
Result<> set_propagation(std::uint64_t propagation);
/** Attaches a tree to `path`, or to `directory` itself when the path is empty. */
Result<> move_tree(const Descriptor& tree, int directory, const char* path);
/** Moves the mount at a path onto what is right below the directory, and is no link. */
bool move_mount(const char* path, const Descriptor& directory, const char* name);
Result<> change_directory(const Descriptor& directory);
void leave_directory();     ///< for "/"
Result<> pivot_root_here(); ///< pivot_root(".", "."), pivot_root(2) NOTES
Result<> change_root_here();
std::uint64_t free_space(const Descriptor& file_system); ///< bytes; 0 when it does not say
/** True when "/" is a tmpfs or ramfs without a free page: an initramfs that was cut short. */
bool root_is_full();

// Processes.
pid_t own_process();
pid_t parent_process();
/** clone3(2) as a fork into the namespaces of `flags`, and into a directory of cgroup2 unless that
 *  is -1; `process` is 0 in the child. */
Result<> fork_into(std::uint64_t flags, pid_t& process, int cgroup = -1);
/** Runs `entry` in a child that shares our memory; returns once it has exec'ed or exited. */
Result<> spawn_sharing(void (*entry)(void*), void* argument, pid_t& process);
struct Ended {
    pid_t process; ///< 0: nobody has ended
    bool signaled;
    int value; ///< exit status, or the signal's number
};
/** struct rusage of getrusage(2), which consists of longs. */
using ResourceUse = std::array<long, 18>;
/** Reaps `process` (-1: any child, below that: one of the group -process); waits only when `wait` is set. ECHILD when there is none. */
Result<> reap(pid_t process, bool wait, Ended& ended, ResourceUse* usage = nullptr);
/** Waits for the end of a child, however it ends. */
void await_end(pid_t process);
Result<> execute(const char* path, char* const* words, char* const* environment);
[[noreturn]] void exit_now(int status);
void die_with_parent();
/** Orphans among our descendants become our children (PR_SET_CHILD_SUBREAPER). */
void adopt_orphans();
void close_from(unsigned first, unsigned last);
void close_all_but(const Descriptor& kept, unsigned first); ///< from the first on
Result<> set_host_name(std::string_view name);
Result<> raise_loopback();

// Confinement.
/** seccomp(2); wants no_new_privs, or CAP_SYS_ADMIN in the user namespace. */
Result<> load_filter(std::span<const sock_filter> instructions);
Result<> landlock_version(unsigned& version); ///< ENOSYS, EOPNOTSUPP: the kernel has none
/** An empty set of rules that refuses what it handles: LANDLOCK_ACCESS_FS_*. */
Result<> open_rules(std::uint64_t handled, Descriptor& place);
Result<> add_rule(const Descriptor& rules, const Descriptor& beneath, std::uint64_t allowed);
Result<> restrict_by(const Descriptor& rules); ///< landlock_restrict_self(2), as load_filter()

// Talking and waiting.
struct Pair {
    Descriptor ours, theirs;
};
Result<> socket_pair(Pair& pair); ///< sequenced packets
Result<> pipe_pair(Pair& pair);   ///< `ours` reads, `theirs` writes
/** With a descriptor for the other side, unless it is -1. */
Result<> send_packet(const Descriptor& socket, std::span<const std::byte> packet,
                     int descriptor = -1);
/** The packet's size; 0 when the other side is gone; EAGAIN when none is there and `wait` unset. */
Result<> receive_packet(const Descriptor& socket, std::span<std::byte> packet, bool wait,
                        std::size_t& size, Descriptor* sent = nullptr);
/** poll(2); milliseconds below zero wait for ever. */
void wait_for(std::span<pollfd> descriptors, int milliseconds);
/** The same until there is something to read; -1 is passed over. Bits 0 and 1: from which one. */
unsigned wait_for_input(int first, int second, int milliseconds);
std::uint64_t nanoseconds_now(); ///< CLOCK_MONOTONIC
std::uint64_t microseconds_now();
std::uint64_t milliseconds_now();

// Terminals.
void set_blocking(int descriptor, bool blocking);
bool make_raw_line(const Descriptor& line); ///< false when it is no serial line
Result<> new_session();
/** Makes `terminal` the controlling terminal of our session, which has none yet. */
Result<> take_terminal(int terminal);
Result<> new_group(); ///< a process group of our own
pid_t own_group();
/** Of the terminal at 0; below zero when that is none, or not the one of our session. */
pid_t foreground_group();
/** Makes a group the foreground one of the terminal at 0. */
Result<> take_foreground(pid_t group);
/** Lets the controlling terminal go. A leader that ends with it has it hung up: what waits is lost. */
void leave_terminal();
/** The end of a pseudo terminal that programs see, of the multiplexer's (pts(4)). */
Result<> open_other_end(const Descriptor& multiplexer, Descriptor& place);
using TerminalMode = std::array<std::uint32_t, 9>; ///< struct termios
bool read_mode(int terminal, TerminalMode& mode);  ///< false when it is none
void set_mode(int terminal, const TerminalMode& mode);
/** cfmakeraw(3), and what else is to be cleared and set of its hardware flags. */
TerminalMode raw_mode(const TerminalMode& mode, unsigned cleared = 0, unsigned set = 0);
void copy_size(int from, int to); ///< of one terminal to another
void change_owner(const Descriptor& file, std::uint32_t user);
Descriptor duplicate(int number); ///< none when that is closed
/** The same, but a terminal is opened anew, non-blocking: others share the one that we have. */
Descriptor reopen(int number);
Result<> become_descriptor(const Descriptor& from, int number);
void drain_output(const char* path); ///< waits until a line has sent all; may block
/** After a shell inside has ended: its foreground group is gone, so ours takes the terminal. */
void reclaim_terminal();
bool is_terminal(int descriptor);

// The machine.
enum class Power { off, reboot, halt, kexec };
/** reboot(2); returns only when the kernel refuses, as without a kernel that was loaded for kexec. */
void set_power(Power power);
/** What QEMU has at the usual I/O ports. Others may have something else there. */
enum class Port { debug_exit = 0xf4, panic = 0x505 };
/** isa-debug-exit ends QEMU with the status 2 * value + 1; to pvpanic 1 is a panic. */
void write_port(Port port, unsigned value);
/** The kernel sends INT to PID 1 instead of resetting; false, and nothing done, in a pid namespace that
 *  is not the machine's own (kernel/reboot.c), or without the right to. */
bool claim_ctrl_alt_delete();
void flush_file_systems();
/** The kernel's last messages, as far as they fit. */
std::string_view kernel_log(std::span<char> memory);

} // namespace launch
