/** What caller and init tell each other survives the end of either. */
#include "life/channel.hpp"

#include <boost/test/unit_test.hpp>

using namespace launch;

BOOST_AUTO_TEST_SUITE(channel)

BOOST_AUTO_TEST_CASE(a_status_is_heard_from_an_init_that_left_our_messages_unread) {
    auto pair = socket_pair();
    BOOST_REQUIRE(pair.has_value());
    tell(pair->ours, {.kind = Message::Kind::forward, .value = 15});
    tell(pair->theirs, {.kind = Message::Kind::ended, .status = {Status::Kind::exited, 42}});
    pair->theirs.close(); // with the unread message: the kernel resets the connection
    Message message;
    BOOST_TEST((hear(pair->ours, message, false) == Hear::message));
    BOOST_TEST(message.status.value == 42);
    BOOST_TEST((hear(pair->ours, message, false) == Hear::closed));
}

BOOST_AUTO_TEST_CASE(silence_is_not_the_end) {
    auto pair = socket_pair();
    BOOST_REQUIRE(pair.has_value());
    Message message;
    BOOST_TEST((hear(pair->ours, message, false) == Hear::nothing));
    pair->theirs.close();
    BOOST_TEST((hear(pair->ours, message, false) == Hear::closed));
}

BOOST_AUTO_TEST_SUITE_END()
