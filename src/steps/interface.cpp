#include "steps/interface.hpp"

#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>

namespace launch {

namespace {

constexpr std::uint16_t anew = NLM_F_CREATE | NLM_F_EXCL;

void put_head(NetlinkMessage& message, std::uint32_t index, unsigned flags) {
    ifinfomsg head{};
    head.ifi_index = static_cast<int>(index);
    head.ifi_flags = flags;
    head.ifi_change = flags;
    message.head(head);
}

/** The interface inside: what it is called, and whose namespace that is. */
void put_inside(NetlinkMessage& message, const NetworkWish& wish, pid_t init) {
    put_head(message, 0, 0);
    message.text(IFLA_IFNAME, wish.name);
    message.number(IFLA_NET_NS_PID, static_cast<std::uint32_t>(init));
}

/** One end, and within the attributes of its kind the other end, which is inside. */
void put_pair(NetlinkMessage& message, const NetworkWish& wish, const char* host_side, pid_t init) {
    put_head(message, 0, IFF_UP);
    message.text(IFLA_IFNAME, host_side);
    message.open(IFLA_LINKINFO);
    message.text(IFLA_INFO_KIND, "veth");
    message.open(IFLA_INFO_DATA);
    message.open(VETH_INFO_PEER);
    put_inside(message, wish, init);
}

/** An interface that shares another one's wire, and talks to its sisters there. */
void put_macvlan(NetlinkMessage& message, const NetworkWish& wish, pid_t init) {
    put_inside(message, wish, init);
    message.open(IFLA_LINKINFO);
    message.text(IFLA_INFO_KIND, "macvlan");
    message.open(IFLA_INFO_DATA);
    message.number(IFLA_MACVLAN_MODE, MACVLAN_MODE_BRIDGE);
}

std::uint8_t family(const Address& address) {
    return address.size == 4 ? AF_INET : AF_INET6;
}

void put(NetlinkMessage& message, std::uint16_t type, const Address& address) {
    message.put(type, std::as_bytes(std::span(address.bytes).first(address.size)));
}

} // namespace

NetlinkMessage making(const NetworkWish& wish, const char* host_side, std::uint32_t device,
                      pid_t init) {
    const bool pair = wish.kind == NetworkWish::Kind::veth;
    NetlinkMessage message(RTM_NEWLINK, anew);
    if (pair) {
        put_pair(message, wish, host_side, init);
    } else {
        put_macvlan(message, wish, init);
    }
    message.close();
    if (device != 0) message.number(pair ? IFLA_MASTER : IFLA_LINK, device);
    return message;
}

NetlinkMessage raising(std::uint32_t index) {
    NetlinkMessage message(RTM_NEWLINK, 0);
    put_head(message, index, IFF_UP);
    return message;
}

NetlinkMessage adding_address(std::uint32_t index, const Address& address, std::uint8_t length) {
    NetlinkMessage message(RTM_NEWADDR, anew);
    message.head(ifaddrmsg{family(address), length, IFA_F_NODAD, RT_SCOPE_UNIVERSE, index});
    put(message, IFA_LOCAL, address);
    return message;
}

NetlinkMessage adding_gateway(std::uint32_t index, const Address& gateway) {
    NetlinkMessage message(RTM_NEWROUTE, anew);
    message.head(rtmsg{family(gateway), 0, 0, 0, RT_TABLE_MAIN, RTPROT_BOOT, RT_SCOPE_UNIVERSE,
                       RTN_UNICAST, 0});
    put(message, RTA_GATEWAY, gateway);
    message.number(RTA_OIF, index);
    return message;
}

} // namespace launch
