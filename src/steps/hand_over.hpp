/** The machine is given to the root's own init, as switch_root(8) does it. */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "steps/context.hpp"

namespace launch {

/** Sees that the root has the program, and what interprets it: before anything is taken away. */
struct CheckProgram {
    const char* path; ///< inside the root
};

/** Gives back the memory of the initramfs: deletes what is in it, and in nothing else. */
struct FreeInitramfs {
    std::uint64_t base, upper; ///< devices of what the root is made of, which must not lie in there
};

/** Makes the root, which lies over "/" already, the machine's; the API file systems move along. */
struct TakeOver {
    const char* path; ///< where it was mounted; null: nowhere
};

Result<> apply(const CheckProgram& step, Context& context);
Result<> apply(const TakeOver& step, Context& context);
Result<> apply(const FreeInitramfs& step, Context& context);

void describe(Text& out, const CheckProgram& step);
void describe(Text& out, const TakeOver& step);
void describe(Text& out, const FreeInitramfs& step);

} // namespace launch
