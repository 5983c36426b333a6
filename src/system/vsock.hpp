/** Sockets between a virtual machine and its host: vsock(7). */
#pragma once

#include "base/error.hpp"
#include "system/descriptor.hpp"

#include <string_view>

namespace launch {

enum class SocketType : unsigned { stream = 1, packets = 5 }; ///< as the kernel numbers them

/**
 * Connects to vsock[-stream|-dgram|-seqpacket]:CID:PORT, which takes two seconds at most
 * (SO_VM_SOCKETS_CONNECT_TIMEOUT), and from a port that is root's, as systemd does. Writing there does
 * not wait.
 * @param usual what `vsock` alone stands for
 */
Result<> connect_host(const char* name, SocketType usual, Descriptor& socket);

/** Says that no more comes, and waits, two seconds at most, until the host has read all and hung up;
 *  nothing happens when it is no socket. */
void await_host(const Descriptor& socket);

/** Sends a message as sd_notify(3) does; where there is no place nothing is to be done. */
Result<> notify_host(const char* place, std::string_view message);

} // namespace launch
