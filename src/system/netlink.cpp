#include "system/netlink.hpp"

#include "system/check.hpp"
#include "system/system.hpp"

#include <algorithm>
#include <cstring>
#include <linux/rtnetlink.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <sys/socket.h>

namespace launch {

NetlinkMessage::NetlinkMessage(std::uint16_t type, std::uint16_t flags) {
    nlmsghdr header{};
    header.nlmsg_type = type;
    header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | flags;
    head(header);
}

void NetlinkMessage::append(std::span<const std::byte> bytes) {
    const std::size_t end = NLMSG_ALIGN(used + bytes.size());
    if (end > memory.size()) return;
    std::ranges::copy(bytes, memory.begin() + used);
    used = end;
}

void NetlinkMessage::open(std::uint16_t type) {
    opened[depth++] = used;
    head(rtattr{RTA_LENGTH(0), type});
}

void NetlinkMessage::close() {
    while (depth > 0) {
        const std::size_t start = opened[--depth];
        const auto length = static_cast<std::uint16_t>(used - start);
        std::memcpy(&memory[start], &length, sizeof length); // rta_len, its first field
    }
}

void NetlinkMessage::put(std::uint16_t type, std::span<const std::byte> value) {
    head(rtattr{static_cast<std::uint16_t>(RTA_LENGTH(value.size())), type});
    append(value);
}

void NetlinkMessage::text(std::uint16_t type, const char* value) {
    put(type, std::as_bytes(std::span(value, std::strlen(value) + 1)));
}

void NetlinkMessage::number(std::uint16_t type, std::uint32_t value) {
    put(type, std::as_bytes(std::span(&value, 1)));
}

std::span<const std::byte> NetlinkMessage::finish() {
    const auto length = static_cast<std::uint32_t>(used);
    std::memcpy(memory.data(), &length, sizeof length); // nlmsg_len, its first field
    return std::span(memory).first(used);
}

Result<> open_netlink(Descriptor& place) {
    return own(place, call(SYS_socket, AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE),
               "open netlink socket"_t);
}

Result<> find_interface(const Descriptor& netlink, const char* name, std::uint32_t& number) {
    ifreq request{};
    Text(request.ifr_name).add(name).c_str();
    const long found = ask_device(netlink.get(), SIOCGIFINDEX, &request);
    number = static_cast<std::uint32_t>(request.ifr_ifindex);
    return done(found, "find interface"_t, name);
}

Result<> ask_kernel(const Descriptor& netlink, NetlinkMessage& message, Literal action) {
    struct {
        nlmsghdr header{};
        nlmsgerr error{};
    } answer;
    std::size_t size = 0;
    Result<> talked = send_packet(netlink, message.finish());
    if (!talked) return talked;
    talked = receive_packet(netlink, std::as_writable_bytes(std::span(&answer, 1)), true, size);
    return talked ? done(answer.error.error, action) : talked;
}

} // namespace launch
