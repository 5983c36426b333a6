/** ip= of the kernel's command line (its documentation: admin-guide/nfs/nfsroot.rst). */
#pragma once

#include "base/literal.hpp"
#include "spec/spec.hpp"

#include <array>

namespace launch {

/** What it wants of the machine's own interface. */
struct BootNetwork {
    bool wanted = false;
    bool dhcp = false; ///< the interface has no address yet
    NetworkWish interface;
    const char* host_name = ""; ///< empty: it says nothing of that
    std::array<const char*, 2> resolvers{"", ""};
};

/**
 * Reads "CLIENT:SERVER:GATEWAY:NETMASK:HOSTNAME:DEVICE:MODE:DNS:DNS" with any of its parts, or a mode
 * alone, and cuts it in place. Answers what is wrong with it; then it is whole again.
 */
Literal read_boot_network(BootNetwork& network, char* value);

} // namespace launch
