/** What is there: read, never changed. */
#pragma once

#include "base/error.hpp"
#include "spec/spec.hpp"
#include "system/descriptor.hpp"

#include <array>
#include <cstdint>
#include <linux/filter.h>
#include <span>

namespace launch {

/** What the root is, by its first bytes. */
enum class RootKind : std::uint8_t { directory, squashfs, erofs, ext4, tar, gzip, unknown };

struct Facts {
    bool machine = false;     ///< we are the machine's PID 1
    bool on_terminal = false; ///< 0 and 1 are a terminal
    std::uint32_t user = 0;
    std::uint32_t group = 0;
    const char* root = nullptr;        ///< what Spec names, or the default
    bool seen = false;                 ///< that it is a directory
    std::uint64_t base = 0, upper = 0; ///< its device, and that of --overlay=:UPPER: to hand over
    RootKind kind = RootKind::directory;
    std::span<const sock_filter> filter; ///< what --seccomp=FILE holds
    const char* console = nullptr;       ///< the device behind /dev/console: "/dev/ttyS0"
    IdRanges users, groups;              ///< that may be mapped, where the spec names none
};

/** Memory for the names that a survey of a machine finds; it must outlive the Facts. */
struct Names {
    Names() {} // NOLINT(*-member-init,*-use-equals-default): what nobody asks for has no page

    std::array<char, 128> console;
    std::array<char, 280> root;
};

/**
 * True for pid 1 of the initial pid namespace, which then hears of Ctrl-Alt-Del. As pid 1 of a
 * container, launch is a launcher: it must neither mount globally nor end the machine.
 */
bool is_machine();

/** How much of a file kind_of() wants to see. */
constexpr std::size_t kind_bytes = 2048;
/** What a file is that starts like this; never a directory. */
RootKind kind_of(std::span<const char> head);

/** Whether launch is on a terminal, if that makes a difference. */
void look_at_terminal(const Spec& spec, Facts& facts);

/** A file of instructions is wanted. */
bool wants_filter_file(const Spec& spec);
/** Reads it, if one is. */
Result<> find_filter(const Spec& spec, Facts& facts);

/** One of this kind that is there already is entered. */
bool joins(const Spec& spec, std::uint64_t kind);
bool joins_users(const Spec& spec); ///< a user namespace

/**
 * Looks at what the plan will depend on, and fills in `facts`. Fails when the root is neither directory nor file, or when
 * a file that an option names cannot be read.
 */
Result<> survey(const Spec& spec, bool machine, Names& names, Facts& facts);

} // namespace launch
