/** Names of devices, and the patterns of modules.dep that they are like. */
#include "steps/modules.hpp"

#include <boost/test/unit_test.hpp>

using launch::is_like;

BOOST_AUTO_TEST_SUITE(modules)

BOOST_AUTO_TEST_CASE(a_name_is_like_itself_alone) {
    BOOST_TEST(is_like("loop loop", "loop"));
    BOOST_TEST(!is_like("loop loop", "loop2"));
    BOOST_TEST(!is_like("loop2 loop2", "loop"));
    BOOST_TEST(!is_like("loop loop", ""));
    BOOST_TEST(!is_like("loop loop", "loop loop"));
    BOOST_TEST(!is_like("loop", "loop")); // no line of a list
}

BOOST_AUTO_TEST_CASE(a_star_stands_for_anything_and_for_nothing) {
    const char* const pattern = "pci:v00001AF4d*sv*sd*bc*sc*i* virtio_pci";
    BOOST_TEST(is_like(pattern, "pci:v00001AF4d00001001sv00001AF4sd00000002bc01sc00i00\n"));
    BOOST_TEST(!is_like(pattern, "pci:v00008086d00001001sv00001AF4sd00000002bc01sc00i00\n"));
    BOOST_TEST(!is_like(pattern, "pci:v00001AF4d00001001sv00001AF4"));
    BOOST_TEST(is_like("acpi*:LNRO0005:* virtio_mmio", "acpi:QEMU0002:LNRO0005:\n"));
    BOOST_TEST(is_like("virtio:d00000001v* virtio_net", "virtio:d00000001v"));
    BOOST_TEST(is_like("a*b*b* c", "abbb"));
    BOOST_TEST(!is_like("a*b*c* c", "abb"));
}

BOOST_AUTO_TEST_SUITE_END()
