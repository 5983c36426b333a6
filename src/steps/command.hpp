/** The last steps before the command's first instruction, done by the process that becomes it. */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "steps/context.hpp"

#include <span>

namespace launch {

/** A session of its own: credentials(7). */
struct Session {
    bool on_terminal = false; ///< the one at 0 becomes its controlling terminal
};

/** A pseudo terminal of the root's own becomes 0, 1 and 2 (pts(4)). */
struct NewTerminal {
    std::optional<std::uint32_t> owner; ///< none: the one that was looked up, or we
};

/** /dev/console inside becomes the controlling terminal and descriptors 0, 1 and 2. */
struct Terminal {};

/** A process group of its own. */
struct Group {
    bool shares_terminal = false; ///< and the foreground one, if that of launch was it
};

/** A process group of its own in the foreground: the init leads the session. */
struct Foreground {};

/** The relayed pipes become descriptors 0, 1 and 2. */
struct Streams {};

/** Ends with the init: only where no pid namespace does that by itself. */
struct DieWithInit {};

/** The working directory: never one that a descriptor of the caller leads to. */
struct Directory {
    const char* path;
};

/** Looks the command up in PATH as execvp(3) does, but never falls back to a shell. */
struct Execute {
    std::span<char* const> words;
};

Result<> apply(const Session& step, Context& context);
Result<> apply(const NewTerminal& step, Context& context);
Result<> apply(const Terminal& step, Context& context);
Result<> apply(const Group& step, Context& context);
Result<> apply(const Foreground& step, Context& context);
Result<> apply(const Streams& step, Context& context);
Result<> apply(const DieWithInit& step, Context& context);
Result<> apply(const Directory& step, Context& context);
Result<> apply(const Execute& step, Context& context);

void describe(Text& out, const Session& step);
void describe(Text& out, const NewTerminal& step);
void describe(Text& out, const Terminal& step);
void describe(Text& out, const Group& step);
void describe(Text& out, const Foreground& step);
void describe(Text& out, const Streams& step);
void describe(Text& out, const DieWithInit& step);
void describe(Text& out, const Directory& step);
void describe(Text& out, const Execute& step);

} // namespace launch
