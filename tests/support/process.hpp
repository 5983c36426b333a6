/** Running programs: to their end with all they say, or step by step, on pipes or a terminal. */
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace launch_test {

using Seconds = std::chrono::duration<double>;
using Moment = std::chrono::steady_clock::time_point;

/** How a program ended and what it said. */
struct Outcome {
    int status = -1; ///< exit status, 128 + n for signal n, -1 when it did not end in time
    std::string out;
    std::string err; ///< ends in a note when it did not end in time
};

struct Options {
    std::string input{};                                             ///< for its standard input
    std::map<std::string, std::optional<std::string>> environment{}; ///< changes; no value: unset
    Seconds timeout{60};     ///< from its start; then its process group is killed
    std::string directory{}; ///< where to start it, when not empty
    bool merge = false;      ///< errors go where output goes
    bool terminal = false;   ///< all three are a new terminal, and its output is what that shows
};

/** Runs a program, looked up in PATH, to its end; its input ends after `options.input`. */
Outcome run(const std::vector<std::string>& words, const Options& options = {});

/** A program that runs. One that still does so at the end is killed with its process group. */
class Running {
public:
    explicit Running(const std::vector<std::string>& words, const Options& options = {});
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
    ~Running();

    [[nodiscard]] pid_t process() const { return child; }
    /** Queues bytes for its input; they move while we read or wait. */
    void write(const std::string& bytes);
    /** Its input ends after what was written. */
    void close_input();
    /** Reads until `text` appears in what it says behind the last text that was waited for. */
    bool read_until(const std::string& text, Seconds patience = Seconds(10));
    /** All of its output so far. */
    [[nodiscard]] const std::string& seen() const { return heard.out; }
    void kill(int signal) const; ///< sends it to this one process, not to its group
    void resize(unsigned short rows, unsigned short columns) const; ///< its terminal
    /** Reads to the end of its output, then waits for its own. */
    Outcome wait();

private:
    bool move(Moment until);
    void feed();
    void take(int& descriptor, std::string& text) const;
    bool reap(Moment until);
    void end();

    pid_t child;
    int input, output, errors; ///< our ends; -1 when closed
    std::string unsent;
    bool input_ends = false;
    std::size_t matched = 0; ///< how far in its output read_until() has come
    Moment deadline;
    bool reaped = false;
    Outcome heard;
};

void pause_microseconds(long count);

/** Asks every few milliseconds until the answer is yes; false when that took too long. */
bool eventually(int milliseconds, const std::function<bool()>& condition);

} // namespace launch_test
