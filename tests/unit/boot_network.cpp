/** ip= of the kernel's line, as its documentation has it. */
#include "spec/boot_network.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <string>

using namespace launch;

namespace {

/** A value, and what is read from it. */
struct Value {
    explicit Value(std::string value)
        : text(std::move(value)), wrong(read_boot_network(read, text.data())) {}

    [[nodiscard]] std::string address(std::size_t number) const {
        const Address& address = read.interface.addresses[number];
        std::string all;
        for (std::size_t each = 0; each < address.size; ++each) {
            all += std::to_string(address.bytes[each]) + (each < 3 ? "." : "");
        }
        return all;
    }

    [[nodiscard]] std::string field(unsigned number) const { return read.fields[number]; }

    std::string text;
    BootNetwork read;
    Literal wrong;
};

constexpr std::size_t gateway = NetworkWish::first_gateway;

const char* const by_dhcp[] = {"dhcp",      "on",           "any",
                               "both",      ":::::eth0:on", ":::::eth0:dhcp:10.0.0.1",
                               ":10.0.0.1", "::::name"};
const char* const by_nobody[] = {"off", "none", ":::::eth0:off", "::::name::none"};
const char* const wrong_ones[] = {"10.0.0.300::10.0.0.1:255.255.255.0",
                                  "10.0.0.2::gateway:255.255.255.0",
                                  "10.0.0.2::10.0.0.1:255.0.255.0",
                                  "10.0.0.2::10.0.0.1:255.255.255.1:name:eth0:off",
                                  "10.0.0.2/24",
                                  "10.0.0.2:::255.255.255.0:name:eth0:of",
                                  "dhcpcd"};

} // namespace

BOOST_AUTO_TEST_SUITE(boot_network)

BOOST_AUTO_TEST_CASE(all_of_its_parts_are_read) {
    const Value all("10.0.0.2:10.9.9.9:10.0.0.1:255.255.240.0:box:net0:off:10.1.1.1:10.1.1.2:x");
    BOOST_TEST(!all.wrong);
    BOOST_TEST(all.read.wanted);
    BOOST_TEST(!all.read.dhcp());
    BOOST_TEST(all.address(0) == "10.0.0.2");
    BOOST_TEST(all.read.interface.addresses[0].length == 20);
    BOOST_TEST(all.address(gateway) == "10.0.0.1");
    BOOST_TEST(all.field(BootNetwork::host) == "box");
    BOOST_TEST(all.read.interface.name == std::string("net0"));
    BOOST_TEST(all.field(BootNetwork::resolver) == "10.1.1.1");
    BOOST_TEST(all.field(BootNetwork::resolver + 1) == "10.1.1.2");
}

BOOST_AUTO_TEST_CASE(what_is_left_out_is_none_and_the_interface_is_eth0) {
    const Value few("10.0.0.2:::255.255.255.255");
    BOOST_TEST(!few.wrong);
    BOOST_TEST(few.read.wanted);
    BOOST_TEST(!few.read.dhcp());
    BOOST_TEST(few.read.interface.addresses[0].length == 32);
    BOOST_TEST(few.address(gateway) == "");
    BOOST_TEST(few.read.interface.name == std::string("eth0"));
    BOOST_TEST(few.field(BootNetwork::host) == "");
    BOOST_TEST(few.field(BootNetwork::resolver) == "");
}

BOOST_DATA_TEST_CASE(without_an_address_dhcp_may_be_asked, by_dhcp, value) {
    const Value each(value);
    BOOST_TEST(!each.wrong);
    BOOST_TEST(each.read.wanted);
    BOOST_TEST(each.read.dhcp());
}

BOOST_DATA_TEST_CASE(without_an_address_or_a_wish_for_one_nothing_is_done, by_nobody, value) {
    const Value each(value);
    BOOST_TEST(!each.wrong);
    BOOST_TEST(!each.read.wanted);
}

BOOST_DATA_TEST_CASE(what_is_malformed_is_refused, wrong_ones, value) {
    const Value each(value);
    BOOST_TEST(static_cast<bool>(each.wrong));
}

BOOST_AUTO_TEST_SUITE_END()
