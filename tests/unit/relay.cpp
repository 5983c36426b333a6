/** The relays between a machine's lines and its command, over pipes. */
#include "life/relay.hpp"

#include "sentences.hpp"
#include "system/system.hpp"

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <fcntl.h>
#include <optional>
#include <string>
#include <unistd.h>

using namespace launch;
using launch_test::must;

namespace {

/** A pipe whose ends both do not block; one end goes to a relay, the test holds the other. */
struct Ends {
    Descriptor read, write;

    Ends() {
        Pair pair;
        BOOST_REQUIRE(pipe_pair(pair));
        read = std::move(pair.ours);
        write = std::move(pair.theirs);
        set_blocking(read.get(), false);
        set_blocking(write.get(), false);
    }
};

/** What can be read now; nothing at all when the other side has closed it. */
std::optional<std::string> take(const Descriptor& from) {
    std::string bytes(1 << 17, '\0');
    std::size_t used = 0;
    while (used < bytes.size()) {
        const auto count = read(from.get(), bytes.data() + used, bytes.size() - used);
        if (count == 0 && used == 0) return std::nullopt;
        if (count <= 0) break;
        used += static_cast<std::size_t>(count);
    }
    bytes.resize(used);
    return bytes;
}

void give(const Descriptor& to, std::string_view bytes) {
    std::size_t size = 0;
    BOOST_REQUIRE(write_some(to.get(), bytes, size));
    BOOST_REQUIRE(size == bytes.size());
}

std::string frame(std::string_view payload) {
    std::string bytes;
    bytes += static_cast<char>(payload.size() >> 8 & 0xff);
    bytes += static_cast<char>(payload.size() & 0xff);
    return bytes.append(payload);
}

/** An input relay between two pipes. */
struct Input {
    Ends line, command;
    InputRelay relay;
    Relay::Buffer buffer;

    Input() { relay.connect(line.read, command.write, buffer); }

    /** The host sends; answers how many bytes are granted anew. */
    std::size_t send(std::string_view bytes) {
        give(line.write, bytes);
        return relay.move();
    }
};

struct Output {
    Ends command, line;
    OutputRelay relay;
    Relay::Buffer buffer;

    Output() { relay.connect(command.read, line.write, buffer); }
};

/** A write to a pipe that nobody reads is an error here, as it is in launch, and not our end. */
struct WithoutSigpipe {
    WithoutSigpipe() { std::signal(SIGPIPE, SIG_IGN); }
    WithoutSigpipe(const WithoutSigpipe&) = delete;
    WithoutSigpipe& operator=(const WithoutSigpipe&) = delete;
    ~WithoutSigpipe() { std::signal(SIGPIPE, SIG_DFL); }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(relays, WithoutSigpipe)

BOOST_AUTO_TEST_CASE(frames_are_unpacked_and_their_bytes_granted_anew) {
    Input input;
    BOOST_TEST(input.send(frame("hello ") + frame("world")) == 11U);
    BOOST_TEST(take(input.command.read).value() == "hello world");
}

BOOST_AUTO_TEST_CASE(frames_may_be_cut_at_every_byte) {
    const std::string bytes = frame("a") + frame("bcd") + frame(std::string(300, 'x')) + frame("");
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
        Input input;
        const auto granted = input.send(bytes.substr(0, cut)) + input.send(bytes.substr(cut));
        BOOST_TEST(granted == 304U, "cut at " << cut);
        BOOST_TEST(take(input.command.read).value() == "abcd" + std::string(300, 'x'));
        BOOST_TEST(!take(input.command.read).has_value(), "no end when cut at " << cut);
    }
}

BOOST_AUTO_TEST_CASE(frames_may_come_byte_by_byte) {
    Input input;
    std::size_t granted = 0;
    for (const char byte : frame("abc") + frame("\xff\0\n")) granted += input.send({&byte, 1});
    BOOST_TEST(granted == 4U); // "\xff" alone: the literal ends at its NUL
    BOOST_TEST(take(input.command.read).value() == "abc\xff");
}

BOOST_AUTO_TEST_CASE(all_bytes_pass_as_they_are) {
    std::string bytes;
    for (int value = 0; value < 256; ++value) bytes += static_cast<char>(value);
    Input input;
    BOOST_TEST(input.send(frame(bytes)) == 256U);
    BOOST_TEST((take(input.command.read).value() == bytes));
}

BOOST_AUTO_TEST_CASE(the_largest_frame_is_longer_than_the_buffer) {
    Input input;
    const std::string bytes(65535, 'y');
    const std::string framed = frame(bytes);
    std::string arrived;
    std::size_t granted = 0;
    for (std::size_t at = 0; at < framed.size(); at += 4096) {
        granted += input.send(framed.substr(at, 4096));
        arrived += take(input.command.read).value_or("");
    }
    BOOST_TEST(granted == bytes.size());
    BOOST_TEST((arrived == bytes));
}

BOOST_AUTO_TEST_CASE(a_frame_of_nothing_is_the_end_and_what_comes_later_is_dropped) {
    Input input;
    BOOST_TEST(input.send(frame("x") + frame("") + frame("late")) == 5U);
    BOOST_TEST(take(input.command.read).value() == "x");
    BOOST_TEST(!take(input.command.read).has_value());
}

BOOST_AUTO_TEST_CASE(a_full_pipe_is_waited_for_and_loses_nothing) {
    Input input;
    fcntl(input.command.read.get(), F_SETPIPE_SZ, 4096);
    BOOST_TEST(input.send(frame(std::string(4000, 'a'))) == 4000U);
    BOOST_TEST(input.send(frame(std::string(4000, 'b'))) < 4000U);
    const pollfd wish = input.relay.wish();
    BOOST_TEST(wish.events == POLLOUT); // for room, not for more
    std::string arrived = take(input.command.read).value();
    BOOST_TEST(input.relay.move() > 0U);
    arrived += take(input.command.read).value();
    BOOST_TEST((arrived == std::string(4000, 'a') + std::string(4000, 'b')));
    BOOST_TEST(input.relay.wish().events == POLLIN);
}

BOOST_AUTO_TEST_CASE(a_command_that_reads_no_more_does_not_stop_the_line) {
    Input input;
    input.command.read.close();
    BOOST_TEST(input.send(frame("nobody ") + frame("reads")) == 12U); // granted, or the host waits
    BOOST_TEST(input.send(frame("on and on")) == 9U);
    BOOST_TEST(input.relay.wish().events == POLLIN);
}

BOOST_AUTO_TEST_CASE(a_line_that_breaks_off_is_not_waited_for) {
    Input input;
    input.line.write.close();
    BOOST_TEST(input.relay.move() == 0U);
    BOOST_TEST(input.relay.wish().fd == -1);
}

BOOST_AUTO_TEST_CASE(a_line_that_breaks_off_ends_the_commands_input) {
    Input input;
    input.line.write.close();
    input.relay.move();
    BOOST_TEST(!take(input.command.read).has_value());
}

BOOST_AUTO_TEST_CASE(relays_of_nothing_wait_for_nothing_and_are_finished) {
    InputRelay input;
    OutputRelay output;
    BOOST_TEST(input.wish().fd == -1);
    BOOST_TEST(output.wish().fd == -1);
    BOOST_TEST(output.finished());
    BOOST_TEST(input.move() == 0U);
    BOOST_TEST(!output.move());
}

BOOST_AUTO_TEST_CASE(output_passes_as_it_is) {
    Output output;
    give(output.command.write, std::string_view("raw\n\0\xff", 6));
    BOOST_TEST(output.relay.wish().events == POLLIN);
    BOOST_TEST(output.relay.move());
    BOOST_TEST((take(output.line.read).value() == std::string("raw\n\0\xff", 6)));
    BOOST_TEST(!output.relay.move()); // there is no more for now
    BOOST_TEST(!output.relay.finished());
}

BOOST_AUTO_TEST_CASE(output_that_a_line_takes_in_part_goes_on_where_it_stopped) {
    Output output;
    fcntl(output.line.read.get(), F_SETPIPE_SZ, 4096);
    std::string sent;
    std::string arrived;
    for (int round = 0; round < 20; ++round) {
        const std::string bytes = std::string(1700, 'a' + static_cast<char>(round));
        give(output.command.write, bytes);
        sent += bytes;
    }
    while (arrived.size() < sent.size() && (output.relay.move() || output.relay.wish().fd >= 0)) {
        arrived += take(output.line.read).value_or("");
    }
    BOOST_TEST((arrived == sent));
}

BOOST_AUTO_TEST_CASE(a_full_line_is_waited_for) {
    Output output;
    const std::string page(4096, 'z');
    std::size_t passed = 0;
    for (; passed < 1 << 20; passed += page.size()) {
        give(output.command.write, page);
        if (!output.relay.move()) break;
    }
    BOOST_TEST(passed < 1U << 20); // a pipe holds less
    BOOST_TEST(output.relay.wish().events == POLLOUT);
    BOOST_TEST(!output.relay.finished());
}

BOOST_AUTO_TEST_CASE(the_commands_end_finishes_output_once_all_is_handed_on) {
    Output output;
    give(output.command.write, "last words");
    output.command.write.close();
    BOOST_TEST(!output.relay.finished());
    while (output.relay.move()) {}
    BOOST_TEST(take(output.line.read).value() == "last words");
    BOOST_TEST(output.relay.finished());
    BOOST_TEST(output.relay.wish().fd == -1);
}

BOOST_AUTO_TEST_CASE(a_line_that_fails_does_not_stop_the_command) {
    Output output;
    output.line.read.close();
    give(output.command.write, "nobody listens");
    BOOST_TEST(output.relay.move());
    output.command.write.close();
    output.relay.move();
    BOOST_TEST(output.relay.finished());
}

BOOST_AUTO_TEST_SUITE_END()
