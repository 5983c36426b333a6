#include "system/vsock.hpp"

#include "base/names.hpp"
#include "system/check.hpp"
#include "system/system.hpp"

#include <sys/socket.h>

#include <linux/vm_sockets.h> // which wants the other one before it

namespace launch {

namespace {

/** By the kernel's numbers, of which the first is for what is usual; no name has a colon. */
constexpr const char* types = "vsock\0vsock-stream\0vsock-dgram\0:\0:\0vsock-seqpacket\0";

struct Place {
    unsigned type;
    std::uint32_t cid, port;
};

inline bool read_place(std::string_view text, Place& place) {
    place.type = find_name(types, take(text, ':'));
    return place.type != no_name && read_number(take(text, ':'), ~0U, place.cid) &&
           read_number(text, ~0U, place.port);
}

/** From the highest port of root's that is free to that place. */
inline long connect(const Descriptor& socket, const Place& place) {
    constexpr unsigned last_reserved_port = 1023; // af_vsock.c
    sockaddr_vm address{};
    address.svm_family = AF_VSOCK;
    address.svm_cid = VMADDR_CID_ANY;
    address.svm_port = last_reserved_port;
    const auto claim = [&](long number) {
        return call(number, socket.get(), &address, sizeof address);
    };
    while (claim(SYS_bind) == -EADDRINUSE) --address.svm_port;
    address.svm_cid = place.cid;
    address.svm_port = place.port;
    return claim(SYS_connect);
}

} // namespace

Result<> connect_host(const char* name, SocketType usual, Descriptor& socket) {
    constexpr auto action = "connect to"_t;
    Place place;
    if (!read_place(sized(name), place)) return failed(-EINVAL, action, name);
    if (place.type == 0) place.type = static_cast<unsigned>(usual);
    const long opened = call(SYS_socket, AF_VSOCK, place.type | SOCK_CLOEXEC, 0);
    auto connected = own(socket, opened, action, name);
    if (!connected) return connected;
    connected = done(connect(socket, place), action, name);
    if (!connected) socket.close();
    set_blocking(socket.get(), false);
    return connected;
}

void await_host(const Descriptor& socket) {
    constexpr int patience_milliseconds = 2000;
    if (call(SYS_shutdown, socket.get(), SHUT_WR) == 0)
        wait_for_input(socket.get(), -1, patience_milliseconds);
}

Result<> notify_host(const char* place, std::string_view message) {
    if (place == nullptr) return {};
    Descriptor socket;
    auto told = connect_host(place, SocketType::packets, socket);
    if (told) told = write_all(socket, message);
    await_host(socket);
    return told;
}

} // namespace launch
