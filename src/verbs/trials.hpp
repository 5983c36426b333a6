/** What `launch doctor` finds out by trying, without leaving anything behind. */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "system/signals.hpp"

namespace launch {

enum class Verdict : std::uint8_t { no, limited, yes };

/** What came of a trial. */
struct Finding {
    Verdict verdict = Verdict::yes;
    std::string_view what, remedy; ///< once it is settled; no text: nothing is to be said
    TextOf<2048> text;             ///< what blocks it, or more about it: "REASON (hint: REMEDY)"

    /** Words an error, if it is one: of a clone into these namespaces, perhaps. */
    void check(Error error, std::uint64_t namespaces = 0);
    /** Takes the text apart; a failure without a hint has this remedy. */
    [[gnu::noinline]] void settle(Literal usual);
};

/**
 * Tries one thing:
 *
 * | trial  | what is tried                                                                    |
 * | ------ | -------------------------------------------------------------------------------- |
 * | --NAME | launch itself, really, with this option and a command that says its version      |
 * | /PATH  | to open this file                                                                |
 * | :N     | a new namespace of the N-th kind; limited when root needs one of users for that  |
 * | =C     | a system call that is made for nothing, or a look at files                       |
 * | NAME   | a type of file system that is on a device                                        |
 *
 * @param blocked the signals that launch was started with
 */
[[gnu::noinline]] void examine(Finding& finding, const char* trial, SignalSet blocked);

} // namespace launch
