/** Addresses as people write them, and the requests that are made of them, byte for byte. */
#include "spec/addresses.hpp"
#include "steps/interface.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <arpa/inet.h>
#include <cstring>
#include <string>

using namespace launch;

namespace {

const char* const good[] = {"0.0.0.0",
                            "10.0.0.2",
                            "255.255.255.255",
                            "::",
                            "::1",
                            "1::",
                            "fd00::2",
                            "1:2:3:4:5:6:7:8",
                            "1:2:3:4:5:6:7::",
                            "::2:3:4:5:6:7:8",
                            "FE80::aBcD:1",
                            "1:0:0:4::8",
                            "2001:db8:0:0:1::1"};
const char* const bad[] = {"",
                           ".",
                           "1.2.3",
                           "1.2.3.4.5",
                           "1.2.3.256",
                           "01.2.3.4",
                           "1.2.3.04",
                           "1.2.3.",
                           ".1.2.3",
                           "1..2.3",
                           "+1.2.3.4",
                           "1.2.3.4 ",
                           " 1.2.3.4",
                           "a.b.c.d",
                           ":",
                           ":::",
                           "1:::2",
                           "::1::",
                           "1:2:3:4:5:6:7",
                           "1:2:3:4:5:6:7:8:9",
                           "1:2:3:4:5:6:7:8::",
                           "::1:2:3:4:5:6:7:8",
                           "1:2:3:4::5:6:7:8",
                           "12345::",
                           "g::",
                           "1:",
                           ":1",
                           "1:2:3:4:5:6:7:",
                           ":2:3:4:5:6:7:8",
                           "fe80::1%eth0",
                           "1.2.3.4/8",
                           "::1/64",
                           "`::",
                           "@::"};

/** What the C library makes of it; empty when nothing. */
std::string by_libc(const char* word) {
    std::string bytes(16, '\0');
    const bool six = std::strchr(word, ':') != nullptr;
    if (inet_pton(six ? AF_INET6 : AF_INET, word, bytes.data()) != 1) return "";
    bytes.resize(six ? 16 : 4);
    return bytes;
}

std::string bytes_of(const Address& address) {
    return {reinterpret_cast<const char*>(address.bytes.data()), address.size}; // NOLINT
}

Address address_of(const char* word, bool with_length) {
    Address address;
    BOOST_TEST_REQUIRE(read_address(word, with_length, address));
    return address;
}

/** Hexadecimal, in groups of four bytes. */
std::string hex(NetlinkMessage message) {
    std::string text;
    const auto bytes = message.finish();
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        constexpr const char* digits = "0123456789abcdef";
        const auto byte = std::to_integer<unsigned>(bytes[at]);
        if (at > 0 && at % 4 == 0) text += ' ';
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(network)

BOOST_DATA_TEST_CASE(addresses_are_read_as_the_c_library_does, good, word) {
    Address address;
    BOOST_TEST(read_address(word, false, address));
    BOOST_TEST(bytes_of(address) == by_libc(word));
    BOOST_TEST(address.text == word);
}

BOOST_DATA_TEST_CASE(what_is_no_address_is_refused, bad, word) {
    Address address;
    BOOST_TEST(!read_address(word, false, address));
    BOOST_TEST(by_libc(word) == "");
}

BOOST_AUTO_TEST_CASE(an_address_of_an_interface_has_a_length) {
    BOOST_TEST(address_of("10.0.0.2/24", true).length == 24);
    BOOST_TEST(address_of("10.0.0.2/0", true).length == 0);
    BOOST_TEST(address_of("::1/128", true).length == 128);
    for (const char* each : {"10.0.0.2", "10.0.0.2/", "10.0.0.2/33", "::1/129", "10.0.0.2/24/1",
                             "10.0.0.2/-1", "/24", "10.0.0/24"}) {
        Address address;
        BOOST_TEST(!read_address(each, true, address), each);
    }
}

BOOST_AUTO_TEST_CASE(a_pair_is_made_by_one_request) {
    NetworkWish wish;
    wish.kind = NetworkWish::Kind::veth;
    // RTM_NEWLINK, 16, REQUEST|ACK|EXCL|CREATE; IFF_UP; IFNAME v7; LINKINFO: KIND veth, DATA: PEER
    // with IFNAME eth0 and NET_NS_PID 258; MASTER 9
    BOOST_TEST(hex(making(wish, "v7", 9, 258)) ==
               "6c000000 10000506 00000000 00000000 00000000 00000000 01000000 01000000 "
               "07000300 76370000 "
               "3c001200 09000100 76657468 00000000 2c000200 28000100 "
               "00000000 00000000 00000000 00000000 09000300 65746830 00000000 08001300 02010000 "
               "08000a00 09000000");
}

BOOST_AUTO_TEST_CASE(a_macvlan_is_made_in_the_other_namespace) {
    NetworkWish wish;
    wish.kind = NetworkWish::Kind::macvlan;
    // NET_NS_PID 258; LINKINFO: KIND macvlan, DATA: MODE bridge; LINK 9
    BOOST_TEST(hex(making(wish, "", 9, 258)) ==
               "58000000 10000506 00000000 00000000 00000000 00000000 00000000 00000000 "
               "09000300 65746830 00000000 08001300 02010000 "
               "1c001200 0c000100 6d616376 6c616e00 0c000200 08000100 04000000 "
               "08000500 09000000");
}

BOOST_AUTO_TEST_CASE(addresses_and_gateways_are_set_by_one_request_each) {
    BOOST_TEST(hex(raising(3)) == "20000000 10000500 00000000 00000000 "
                                  "00000000 03000000 01000000 01000000");
    const auto four = address_of("10.0.0.2/24", true);
    BOOST_TEST(hex(adding_address(3, four, four.length)) ==
               "20000000 14000506 00000000 00000000 02180200 03000000 08000200 0a000002");
    const auto six = address_of("fd00::2/64", true);
    BOOST_TEST(hex(adding_address(3, six, six.length)) ==
               "2c000000 14000506 00000000 00000000 0a400200 03000000 "
               "14000200 fd000000 00000000 00000000 00000002");
    BOOST_TEST(hex(adding_gateway(3, address_of("10.0.0.1", false))) ==
               "2c000000 18000506 00000000 00000000 02000000 fe030001 00000000 "
               "08000500 0a000001 08000400 03000000");
}

BOOST_AUTO_TEST_CASE(a_request_never_grows_past_its_memory) {
    NetlinkMessage message(16, 0);
    for (std::uint16_t each = 0; each < 200; ++each) message.text(each, "a name of some length");
    BOOST_TEST(message.finish().size() <= 512);
}

BOOST_AUTO_TEST_SUITE_END()
