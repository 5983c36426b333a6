#include "steps/helper.hpp"

#include "steps/command.hpp"
#include "system/system.hpp"

#include <cerrno>
#include <span>

namespace launch {

namespace {

/** Where such programs are: the caller's PATH has no say in what runs as root. */
constexpr char search[] = "PATH=/usr/bin:/bin:/usr/local/bin:/run/wrappers/bin";

/** What its process needs; it shares our memory until it execs. */
struct Call {
    std::span<char* const> words;
    const Descriptor& stream;
    int number = 0;
};

[[noreturn]] void become_helper(void* argument) {
    Call& call = *static_cast<Call*>(argument);
    // execve(2) wants pointers to writable bytes but writes none.
    char* const environment[] = {const_cast<char*>(search), nullptr}; // NOLINT(*-const-cast)
    Context context;
    context.environment = environment;
    die_with_parent();
    for (int each = 0; each <= 2; ++each) static_cast<void>(become_descriptor(call.stream, each));
    call.number = apply(Execute{call.words}, context).error().number();
    exit_now(125);
}

/** All that is said, up to the end of the last line that fits. */
void listen(const Descriptor& errors, Text& note) {
    std::array<char, 120> line;
    std::size_t heard = 0;
    while (true) {
        std::size_t size = 0;
        static_cast<void>(read_some(errors.get(), std::span(line).subspan(heard), size));
        if (size == 0) break;
        heard += size;
        if (heard == line.size()) break;
    }
    std::string_view said(line.data(), heard);
    note.add(take_line(said));
}

} // namespace

Result<> start_helper(std::span<char* const> words, Descriptor& said, pid_t& process) {
    Pair pipe;
    Result<> done = pipe_pair(pipe);
    Call call{words, pipe.theirs};
    if (done) done = spawn_sharing(become_helper, &call, process);
    said = std::move(pipe.ours);
    if (!done || call.number == 0) return done;
    await_end(process);
    return Failure(Error(call.number, "run"_t, words[0]));
}

Helper::Helper(const char* name) : name(name) {
    words[count++] = const_cast<char*>(name); // NOLINT(*-const-cast): execve(2), as above
}

void Helper::add(std::uint32_t number) {
    Text word{std::span(memory).subspan(used)};
    words[count++] = memory.data() + used;
    word.number(number).c_str();
    used += word.view().size() + 1;
}

Result<> Helper::run(Text& note) {
    Descriptor said;
    pid_t process = 0;
    const auto started = start_helper(std::span(words).first(count), said, process);
    if (!started) {
        if (!started.error().is(ENOENT)) return started;
        return refuse("run"_t, name, "it is not installed; the package uidmap has it"_t);
    }
    listen(said, note);
    Ended ended;
    if (reap(process, true, ended) && !ended.signaled && ended.value == 0) return {};
    return refuse("run"_t, name, "it refuses"_t);
}

} // namespace launch
