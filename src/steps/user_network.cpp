#include "steps/user_network.hpp"

#include "base/names.hpp"
#include "steps/helper.hpp"
#include "steps/tell.hpp"
#include "system/signals.hpp"
#include "system/system.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>

namespace launch {

namespace {

/**
 * The words, "#" for the process and "%" for the interface. Neither may open the host's own loopback
 * to the inside, nor ports of the inside to the host. Both write a number once they are ready. Packed like
 * texts for people, as few need them.
 */
constexpr Literal pasta =
    "pasta\0-f\0-q\0--config-net\0--no-map-gw\0-t\0none\0-u\0none\0-T\0none\0-U\0none\0"
    "-P\0/dev/stdin\0-I\0%\0#\0"_t;
constexpr Literal slirp =
    "slirp4netns\0--configure\0--disable-host-loopback\0--enable-sandbox\0--ready-fd=0\0#\0%\0"_t;

/** What the keeper tells once; its pointers are literals. */
struct Answer {
    Error error{};
    std::array<char, 128> note{};
};

/** A process between launch and the program: it outlives launch by what it takes to end that. */
class Keeper {
public:
    Keeper(const UserNetwork& step, pid_t init, const Descriptor& channel)
        : step(step), channel(channel), init(init) {}

    [[noreturn]] void run() {
        static_cast<void>(new_session()); // who ends launch's process group does not mean us
        close_all_but(channel, 3);
        const char* first = pasta.text();
        const char* second = slirp.text();
        if (step.root) std::swap(first, second);
        if (!start(first) && !start(second)) {
            tell();
            exit_now(0);
        }
        for (bool alive = true; alive;) {
            std::array<pollfd, 2> watched = {{{channel.get(), POLLIN, 0}, {said.get(), POLLIN, 0}}};
            wait_for(watched, -1);
            if (watched[0].revents != 0) break; // launch has ended
            alive = watched[1].revents == 0 || listen();
        }
        send_signal(program, SIGKILL);
        await_end(program);
        exit_now(0);
    }

private:
    /** False when it is not there. */
    bool start(const char* words) {
        TextOf<64> number;
        number.number(static_cast<std::uint64_t>(init));
        std::array<char*, 24> list{};
        for (unsigned at = 0; *name_at(words, at) != '\0'; ++at) {
            const char* word = name_at(words, at);
            if (*word == '%') word = step.name;
            if (*word == '#') word = number.c_str();
            list[at] = const_cast<char*>(word); // NOLINT(*-const-cast): execve(2) writes none
        }
        const auto started = start_helper(list, said, program);
        answer.error = refuse("run"_t, words, "it has ended"_t).error();
        if (started) return true;
        answer.error = started.error();
        return false;
    }

    /** Ready, once the last line is a number; else the program tells why it ends. */
    bool listen() {
        if (used == heard.size()) used = 0;
        std::size_t size = 0;
        static_cast<void>(read_some(said.get(), std::span(heard).subspan(used), size));
        used += size;
        std::string_view text(heard.data(), used);
        while (ends(text, "\n")) text.remove_suffix(1);
        const auto last = behind_last(text, '\n');
        const char first = last.empty() ? '\0' : last[0];
        const bool ended = size == 0;
        if (ready || (!ended && (first < '0' || first > '9'))) return !ended;
        ready = true;
        if (!ended) answer.error = {};
        if (ended) note(text);
        tell();
        return !ended;
    }

    /** The end of what was said, as one line. */
    void note(std::string_view text) {
        const std::size_t most = answer.note.size() - 1;
        if (text.size() > most) text.remove_prefix(text.size() - most);
        std::ranges::replace_copy(text, answer.note.begin(), '\n', ';');
    }

    void tell() { static_cast<void>(send_packet(channel, std::as_bytes(std::span(&answer, 1)))); }

    const UserNetwork& step;
    const Descriptor& channel;
    pid_t init, program = 0;
    bool ready = false;
    Descriptor said;
    Answer answer;
    std::size_t used = 0;
    std::array<char, 512> heard;
};

/** With its memory apart from that of who asks for it. */
[[noreturn, gnu::noinline]] void keep(const UserNetwork& step, pid_t init,
                                      const Descriptor& channel) {
    Keeper(step, init, channel).run();
}

} // namespace

Result<> apply(const UserNetwork& step, Context& context) {
    Pair pair;
    Result<> done = socket_pair(pair);
    if (done) done = fork_into(0, context.keeper);
    if (!done) return done;
    if (context.keeper == 0) keep(step, context.child, pair.theirs);
    context.network = std::move(pair.ours);
    pair.theirs.close();
    Answer answer;
    std::size_t size = 0;
    done =
        receive_packet(context.network, std::as_writable_bytes(std::span(&answer, 1)), true, size);
    context.note.add(answer.note.data());
    if (done && size == sizeof answer && !answer.error) return {};
    if (!answer.error.is(ENOENT)) return Failure(answer.error);
    return refuse("run"_t, "pasta",
                  "neither it nor slirp4netns is there: the packages are passt and slirp4netns"_t);
}

void describe(Text& out, const UserNetwork& step) {
    tell(out,
         step.root ? "connect % by slirp4netns or pasta"_t : "connect % by pasta or slirp4netns"_t,
         step.name);
}

void end_user_network(Context& context) {
    if (!context.network) return;
    context.network.close();
    await_end(context.keeper);
}

} // namespace launch
