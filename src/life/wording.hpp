/** Every sentence launch says about a run: pure, so that tests can read them. */
#pragma once

#include "life/channel.hpp"
#include "steps/usage.hpp"

namespace launch {

/** "open root /nope: No such file or directory": an error outside of any step. */
void word_error(Text& out, Error error);

/** The same with a hint, of a step unless that is null: "mount proc on /proc: ... (hint: ...)". */
void word_step(Text& out, const Step* step, Error error);

/**
 * "mount proc on /proc: Operation not permitted (hint: ...)".
 * @return the exit code of the failed run: 127 not found, 126 not executable, 125 for launch itself
 */
int word_report(Text& out, const Report& report, const Plan& plan);

/** "the command ran out of memory (--memory 64m)"; without that, what it used and wanted to. */
void word_usage(Text& out, const Usage& usage, const CgroupWish& wish);

/** The exit code of an ended command: its own, or 128 + signal; 0 when an end was asked for. */
int exit_code(const Status& status);

/** "the command exited with status 42" */
void word_status(Text& out, const Status& status);

/** The same as a line of the record: "exit 42\n", "signal 9\n", "request poweroff\n". */
void record_status(Text& out, const Status& status);

/** "failed 125 SENTENCE\n": one line, whatever bytes the sentence holds. */
void record_failure(Text& out, int code, std::string_view sentence);

/** "poweroff", "reboot" or "halt", as their commands are called. */
const char* power_name(Power power);

} // namespace launch
