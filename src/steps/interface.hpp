/** The requests about one interface, as rtnetlink(7) wants them. Pure: nothing is sent. */
#pragma once

#include "spec/spec.hpp"
#include "system/netlink.hpp"

#include <sys/types.h>

namespace launch {

/**
 * What makes the interface of a wish in the network namespace of `init`, all in one, so that a
 * failure leaves nothing: the kernel takes back what it began.
 * @param host_side the name of the pair's other end
 * @param device    the number of `wish.device`
 */
NetlinkMessage making(const NetworkWish& wish, const char* host_side, std::uint32_t device,
                      pid_t init);
NetlinkMessage raising(std::uint32_t index);
/** An address of IPv6 is of use at once: nobody else is asked whether he has it. */
NetlinkMessage adding_address(std::uint32_t index, const Address& address, std::uint8_t length);
/** Of the default route. */
NetlinkMessage adding_gateway(std::uint32_t index, const Address& gateway);

} // namespace launch
