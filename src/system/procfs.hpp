/** What /proc says of processes: proc(5). A process that is not held may become another one. */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "system/descriptor.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <sys/types.h>

namespace launch {

/** A process among the others. Its number and its start are together those of no other one. */
struct ProcessState {
    pid_t parent = 0;
    std::uint64_t start = 0; ///< in clock ticks since the boot; 0: it is not there, or has ended
};

/** proc_pid_stat(5); `process` 0 is ourselves. */
ProcessState examine_process(pid_t process);

/** Adds "/proc/PID/NAME"; `process` 0 is ourselves. */
const char* proc_path(Text& out, pid_t process, const char* name);
/** What is in that file, as far as it fits; empty when it cannot be read. */
std::string_view read_proc(pid_t process, const char* name, std::span<char> memory);

/** The inode of a file below "ns/", which tells namespaces apart; 0 when we may not know. */
std::uint64_t namespace_number(pid_t process, const char* file);

/** What follows `key` in a text, to the end of its line and without the white space before it. */
std::string_view find_value(std::string_view text, const char* key);
/** The number that follows `key`; 0 when there is none. */
std::uint64_t find_number(std::string_view text, const char* key);

/** The number of the process that a pidfd holds; 0 when it has been reaped. */
pid_t process_of(const Descriptor& pidfd);

/** The value of a variable: `name` is "PATH="; null when it is not set. */
const char* find_variable(char* const* environment, std::string_view name);
/** The same of our own. */
const char* own_variable(std::string_view name);

} // namespace launch
