#include "system/uevents.hpp"

#include "system/check.hpp"
#include "system/system.hpp"

#include <array>
#include <linux/netlink.h>
#include <string_view>
#include <sys/socket.h>

namespace launch {

Result<> open_uevents(Descriptor& place) {
    constexpr Literal action = "listen to uevents"_t;
    const auto opened =
        own(place, call(SYS_socket, AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_KOBJECT_UEVENT),
            action);
    sockaddr_nl address{};
    address.nl_family = AF_NETLINK;
    address.nl_groups = 1; // the kernel's own; 2 is udev's
    return opened ? done(call(SYS_bind, place.get(), &address, sizeof address), action) : opened;
}

bool take_block_events(const Descriptor& socket) {
    using namespace std::string_view_literals;
    std::array<char, 4096> event; // the kernel's have 2048 bytes at most
    bool found = false;
    while (true) {
        std::size_t size = 0;
        const auto received =
            receive_packet(socket, std::as_writable_bytes(std::span(event)), false, size);
        if (!received) return found || !received.error().is(EAGAIN); // ENOBUFS: look yourself
        found = found || std::string_view(event.data(), size).contains("\0SUBSYSTEM=block\0"sv);
    }
}

} // namespace launch
