/** Where a host is reached by vsock; that something arrives there is seen in machines. */
#include "system/vsock.hpp"

#include "sentences.hpp"

#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <string>

using namespace launch;
using launch_test::sentence;

namespace {

Result<> connect(const char* place) {
    Descriptor socket;
    return connect_host(place, SocketType::packets, socket);
}

} // namespace

BOOST_AUTO_TEST_SUITE(vsock)

BOOST_AUTO_TEST_CASE(a_place_that_is_none_is_refused_before_anything_is_opened) {
    for (const char* const place :
         {"", ":", ":2:5", "vsock", "vsock:", "vsock:2", "vsock:2:", "vsock::5",
          "vsock:2:5:", "vsock:2:-5", "vsock:2:x", "vsock:4294967296:5", "vsock:2:4294967296",
          "vsocks:2:5", "vsock-stream-:2:5", "tcp:2:5", "/run/notify"}) {
        BOOST_TEST(sentence(connect(place)) ==
                   "connect to " + std::string(place) + ": Invalid argument");
        BOOST_TEST(sentence(notify_host(place, "READY=1")) == sentence(connect(place)));
    }
}

BOOST_AUTO_TEST_CASE(a_place_of_each_kind_is_left_to_the_kernel) {
    // 4294967295 stands for any, which nobody can be connected to. For a stream the kernel may wait.
    for (const char* const kind : {"vsock", "vsock-dgram", "vsock-seqpacket"}) {
        const auto place = std::string(kind) + ":4294967295:4294967295";
        const auto connected = connect(place.c_str());
        BOOST_TEST(!connected);
        BOOST_TEST(!connected.error().is(EINVAL), sentence(connected));
    }
}

BOOST_AUTO_TEST_CASE(without_a_place_nobody_is_notified_and_nothing_waits_for_what_is_no_socket) {
    BOOST_TEST(notify_host(nullptr, "READY=1").has_value());
    await_host(Descriptor());
}

BOOST_AUTO_TEST_SUITE_END()
