#include "support/process.hpp"

#include "support/files.hpp"
#include "support/start.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace launch_test {

namespace {

using Clock = std::chrono::steady_clock;

Moment after(Seconds time) {
    return Clock::now() + std::chrono::duration_cast<Clock::duration>(time);
}

int milliseconds_until(Moment moment) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(moment - Clock::now());
    return left.count() > 0 ? static_cast<int>(left.count()) : 0;
}

void close_now(int& descriptor) {
    if (descriptor >= 0) close(descriptor);
    descriptor = -1;
}

} // namespace

Running::Running(const std::vector<std::string>& words, const Options& options)
    : unsent(options.input), deadline(after(options.timeout)) {
    const Started started = start(words, options);
    child = started.process;
    input = started.input;
    output = started.output;
    errors = started.errors;
    feed();
}

Running::~Running() {
    end();
    for (int* descriptor : {&input, &output, &errors}) close_now(*descriptor);
}

void Running::write(const std::string& bytes) {
    unsent += bytes;
    feed();
}

void Running::close_input() {
    input_ends = true;
    feed();
}

/** Hands on as much of the input as it takes without blocking. */
void Running::feed() {
    while (input >= 0 && !unsent.empty()) {
        const auto count = ::write(input, unsent.data(), unsent.size());
        if (count < 0 && errno == EAGAIN) return;
        if (count < 0) close_now(input); // it reads no more
        unsent.erase(0, count < 0 ? unsent.size() : static_cast<std::size_t>(count));
    }
    if (input_ends) close_now(input);
}

/** Takes what is there; at the end, which is EIO on a terminal, the descriptor is closed. */
void Running::take(int& descriptor, std::string& text) const {
    std::array<char, 65536> bytes;
    const auto count = read(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno == EAGAIN) return;
    if (count <= 0) return close_now(descriptor);
    text.append(bytes.data(), static_cast<std::size_t>(count));
}

/** One round of moving bytes; false when both outputs have ended or the time is over. */
bool Running::move(Moment until) {
    if (output < 0 && errors < 0) return false;
    std::array<pollfd, 3> watched = {
        {{output, POLLIN, 0}, {errors, POLLIN, 0}, {unsent.empty() ? -1 : input, POLLOUT, 0}}};
    if (poll(watched.data(), watched.size(), milliseconds_until(until)) == 0) return false;
    if (watched[0].revents != 0) take(output, heard.out);
    if (watched[1].revents != 0) take(errors, heard.err);
    if (watched[2].revents != 0) feed();
    return true;
}

bool Running::read_until(const std::string& text, Seconds patience) {
    const Moment until = std::min(after(patience), deadline);
    std::size_t found = heard.out.find(text, matched);
    while (found == std::string::npos && move(until)) found = heard.out.find(text, matched);
    if (found == std::string::npos) return false;
    matched = found + text.size();
    return true;
}

void Running::kill(int signal) const {
    if (!reaped) ::kill(child, signal);
}

/** Kills it with all that is still in its process group. */
void Running::end() {
    if (reaped) return;
    ::kill(-child, SIGKILL);
    waitpid(child, nullptr, 0);
    reaped = true;
}

void Running::resize(unsigned short rows, unsigned short columns) const {
    const winsize size{rows, columns, 0, 0};
    require(ioctl(output, TIOCSWINSZ, &size) == 0, "resize terminal");
}

bool Running::reap(Moment until) {
    int status = 0;
    const auto ended = [&] { return waitpid(child, &status, WNOHANG) == child; };
    reaped = eventually(milliseconds_until(until), ended);
    if (!reaped) return false;
    heard.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return true;
}

Outcome Running::wait() {
    while (move(deadline)) {}
    const bool all_heard = output < 0 && errors < 0;
    if (reaped || (all_heard && reap(deadline))) return heard;
    end();
    heard.err += "(killed by the test: it did not end in time)\n";
    return heard;
}

Outcome run(const std::vector<std::string>& words, const Options& options) {
    Running program(words, options);
    program.close_input();
    return program.wait();
}

void pause_microseconds(long count) {
    std::this_thread::sleep_for(std::chrono::microseconds(count));
}

bool eventually(int milliseconds, const std::function<bool()>& condition) {
    const Moment until = after(std::chrono::milliseconds(milliseconds));
    while (!condition()) {
        if (Clock::now() >= until) return false;
        pause_microseconds(1000);
    }
    return true;
}

} // namespace launch_test
