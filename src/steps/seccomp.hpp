/** The system call filter: the last thing that changes before the command is executed. */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "steps/context.hpp"

#include <linux/filter.h>
#include <span>

namespace launch {

/** Some of a PackedFilter's. */
struct PackedInstructions {
    std::span<const std::uint32_t> rows;
    const std::uint32_t* large;
};
/** Made of seccomp/calls.txt at build time; the second lets user namespaces be made. */
extern const PackedInstructions default_filter, nesting_filter;

/** The kernel's own bound: BPF_MAXINSNS of <linux/bpf_common.h>. */
constexpr std::size_t most_instructions = 4096;

/** What a file of raw instructions holds, as seccomp_export_bpf(3) writes it. */
Result<std::span<const sock_filter>> read_filter(std::span<const char> bytes, const char* path);

/** seccomp(2): this and every process it starts asks the kernel through these instructions. */
struct Filter {
    std::span<const sock_filter> instructions;  ///< a file's
    const char* name;                           ///< "default", or the file's
    const PackedInstructions* packed = nullptr; ///< those that are built in
};

Result<> apply(const Filter& step, Context& context);
void describe(Text& out, const Filter& step);

} // namespace launch
