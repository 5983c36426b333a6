/** ip= of the kernel's command line (its documentation: admin-guide/nfs/nfsroot.rst). */
#pragma once

#include "base/literal.hpp"
#include "spec/spec.hpp"

#include <array>

namespace launch {

/** What it wants of the machine's own interface. */
struct BootNetwork {
    /** "CLIENT:SERVER:GATEWAY:NETMASK:HOSTNAME:DEVICE:MODE:DNS:DNS" */
    enum Field : unsigned {
        client,
        gateway = 2,
        mask,
        host,
        device,
        mode,
        resolver,
        count = resolver + 2
    };
    std::array<char*, count> fields; ///< empty where it says nothing
    NetworkWish interface;
    bool wanted = false;

    /** The interface has no address yet. */
    [[nodiscard]] bool dhcp() const { return *fields[client] == '\0'; }
};

/** Reads such a text with any of its parts, or a mode alone, and cuts it in place. Answers what is
 *  wrong with it. */
Literal read_boot_network(BootNetwork& network, char* value);

} // namespace launch
