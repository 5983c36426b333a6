/** The machine around PID 1: what it mounts at the start, and how it goes down. */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "life/lines.hpp"
#include "spec/kernel_words.hpp"
#include "spec/spec.hpp"
#include "spec/words.hpp"
#include "system/descriptor.hpp"
#include "system/system.hpp"

#include <span>

namespace launch {

/**
 * Mounts what words are read from and complained on, tolerated when the kernel already has or lacks it.
 * Fails only on an initramfs that did not fit into memory.
 */
Result<> boot_machine();
/** Mounts what else another init expects, which makes the rest in its own way. */
void furnish_successor();
/** Mounts what launch itself needs, from `mounted` of machine_mounts on, and raises the loopback; from then on
 *  reading and writing 0, 1 and 2 does not wait. */
void furnish_machine(std::size_t mounted);

/** The words of a text, each with a NUL behind it, for as long as the process lives; a null pointer
 *  follows the last. */
Result<> list_all_words(std::span<char> text, std::span<char*>& words);
/** The same of /launch.words, if there is one. */
Result<> read_file_words(std::span<char*>& words);
/** The kernel's line is bounded by COMMAND_LINE_SIZE: 2048 on x86 and arm64, 4096 on s390. */
constexpr std::size_t most_of_line = 8191;
/** Room for its text, and behind that a pointer for each of its bytes: in pointers. */
constexpr std::size_t line_memory = (most_of_line / sizeof(char*)) + 1 + most_of_line + 1;
/** Reads /proc/cmdline into that memory. */
Result<> read_kernel_line(char** memory, KernelLine& words);

/** What going down needs. */
struct Down {
    const Descriptor& signals;
    const Spec& spec;
    Lines& lines;
    Descriptor& watchdog;                ///< stopped at the very end, so that it watches all this
    void (*say)(Error error);            ///< told what blocks the way
    unsigned code;                       ///< the exit code
    bool failed;                         ///< that is launch's own
    const BootWords& boot;               ///< how the host is told, too
    bool all_ended = true;               ///< no process is left
    const Descriptor* trigger = nullptr; ///< /proc/sysrq-trigger, held by shut_down()
};

/** Waits for what the console and the lines still hold: two seconds at most. */
void drain_lines(const Down& down);

/**
 * Ends what still runs, syncs, unmounts, and sets the power: what hangs is told of, and left after
 * --shutdown-timeout. At last the lines have two seconds to send what they hold.
 */
[[noreturn]] void shut_down(Down& down, Power power);

/** Tells a host that has asked for it that the machine fails, which may be the end of it. */
void tell_panic(const BootWords& boot);

/** PID 1 exits, which the kernel answers with a panic: --on-failure=panic. */
[[noreturn]] void panic_machine();

} // namespace launch
