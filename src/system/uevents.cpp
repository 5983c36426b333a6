#include "system/uevents.hpp"

#include "system/check.hpp"
#include "system/system.hpp"

#include <array>
#include <linux/netlink.h>
#include <sys/socket.h>

namespace launch {

void open_uevents(Descriptor& place) {
    constexpr int type = SOCK_DGRAM | SOCK_CLOEXEC;
    static_cast<void>(own(place, call(SYS_socket, AF_NETLINK, type, NETLINK_KOBJECT_UEVENT), {}));
    sockaddr_nl address{};
    address.nl_family = AF_NETLINK;
    address.nl_groups = 1; // the kernel's own; 2 is udev's
    call(SYS_bind, place.get(), &address, sizeof address);
}

void take_uevents(const Descriptor& socket) {
    std::array<std::byte, 64> start; // what is in them is not asked for
    std::size_t size = 0;
    while (receive_packet(socket, start, false, size)) {}
}

} // namespace launch
