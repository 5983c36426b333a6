/** Landlock: the files that the command may use, whatever their owner and mode say. */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "spec/spec.hpp"
#include "steps/context.hpp"

#include <cstdint>
#include <span>

namespace launch {

/** landlock(7): all that is not beneath one of these paths is refused, for ever. */
struct Landlock {
    std::span<const PathRule> rules;
};

/** The rights that a kernel with this version of Landlock knows, of those that it may refuse. */
std::uint64_t known_rights(unsigned version);

/** Those of them that a rule grants beneath a directory, or for a file. */
std::uint64_t granted_rights(std::uint64_t known, bool writable, bool directory);

Result<> apply(const Landlock& step, Context& context);
void describe(Text& out, const Landlock& step);

} // namespace launch
