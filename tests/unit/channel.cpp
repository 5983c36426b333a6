/** What caller and init tell each other survives the end of either. */
#include "life/channel.hpp"

#include "opened.hpp"

#include <boost/test/unit_test.hpp>
#include <fcntl.h>
#include <unistd.h>

using namespace launch;
using launch_test::opened;

namespace {

/** The number that the next descriptor gets. */
int next_number() {
    const int number = dup(0);
    close(number);
    return number;
}

} // namespace

BOOST_AUTO_TEST_SUITE(channel)

BOOST_AUTO_TEST_CASE(a_status_is_heard_from_an_init_that_left_our_messages_unread) {
    Pair pair;
    const auto opened = socket_pair(pair);
    BOOST_REQUIRE(opened.has_value());
    tell(pair.ours, Message::Kind::forward, 15);
    tell(pair.theirs, Message(Message::Kind::ended, {Status::Kind::exited, 42}));
    pair.theirs.close(); // with the unread message: the kernel resets the connection
    Message message;
    BOOST_TEST((hear(pair.ours, message, false) == Hear::message));
    BOOST_TEST(message.status.value == 42);
    BOOST_TEST((hear(pair.ours, message, false) == Hear::closed));
}

BOOST_AUTO_TEST_CASE(silence_is_not_the_end) {
    Pair pair;
    const auto opened = socket_pair(pair);
    BOOST_REQUIRE(opened.has_value());
    Message message;
    BOOST_TEST((hear(pair.ours, message, false) == Hear::nothing));
    pair.theirs.close();
    BOOST_TEST((hear(pair.ours, message, false) == Hear::closed));
}

BOOST_AUTO_TEST_CASE(a_tree_is_handed_over_with_its_number) {
    Pair pair;
    const auto made = socket_pair(pair);
    auto top = opened("/", O_PATH | O_DIRECTORY);
    BOOST_REQUIRE(made.has_value());
    const auto again = opened("/", O_PATH | O_DIRECTORY);
    hand_over(pair.ours, 63, std::move(top));
    BOOST_TEST(!top); // given away
    Message message;
    Descriptor tree;
    BOOST_TEST((hear(pair.theirs, message, false, &tree) == Hear::message));
    BOOST_TEST((message.kind == Message::Kind::tree && message.value == 63));
    BOOST_TEST(same_file(tree, again));
    BOOST_TEST(fcntl(tree.get(), F_GETFD) == FD_CLOEXEC);
}

BOOST_AUTO_TEST_CASE(a_tree_that_nobody_waits_for_is_not_taken) {
    Pair pair;
    const auto made = socket_pair(pair);
    auto top = opened("/", O_PATH | O_DIRECTORY);
    BOOST_REQUIRE(made.has_value());
    hand_over(pair.ours, 1, std::move(top));
    const int free = next_number();
    Message message;
    BOOST_TEST((hear(pair.theirs, message, false) == Hear::message));
    BOOST_TEST(next_number() == free);
}

BOOST_AUTO_TEST_SUITE_END()
