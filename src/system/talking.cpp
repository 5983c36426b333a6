#include "system/check.hpp"
#include "system/system.hpp"

#include <array>
#include <cstring>
#include <ctime>
#include <sys/socket.h>

namespace launch {

Result<Pair> socket_pair() {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0) {
        return failed("open socket pair");
    }
    auto ours = own(ends[0], "open socket pair");
    auto theirs = own(ends[1], "open socket pair");
    if (!ours || !theirs) return failed("open socket pair");
    return Pair{std::move(*ours), std::move(*theirs)};
}

Result<Pair> pipe_pair() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0) return failed("open pipe");
    auto ours = own(ends[0], "open pipe");
    auto theirs = own(ends[1], "open pipe");
    if (!ours || !theirs) return failed("open pipe");
    return Pair{std::move(*ours), std::move(*theirs)};
}

Result<> send_packet(const Descriptor& socket, std::span<const std::byte> packet) {
    const auto send_it = [&] {
        return send(socket.get(), packet.data(), packet.size(), MSG_NOSIGNAL);
    };
    return done(retry(send_it), "send");
}

namespace {

/** A packet of one byte with room for one descriptor (cmsg(3)). */
struct Parcel {
    char byte = 0;
    iovec content{&byte, 1};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> room{};
    msghdr header{};

    Parcel() {
        header.msg_iov = &content;
        header.msg_iovlen = 1;
        header.msg_control = room.data();
        header.msg_controllen = sizeof room;
    }
};

} // namespace

Result<> send_descriptor(const Descriptor& socket, const Descriptor& descriptor) {
    Parcel parcel;
    cmsghdr* const rights = CMSG_FIRSTHDR(&parcel.header);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(sizeof(int));
    const int number = descriptor.get();
    std::memcpy(CMSG_DATA(rights), &number, sizeof number);
    return done(retry([&] { return sendmsg(socket.get(), &parcel.header, MSG_NOSIGNAL); }), "send");
}

Result<Descriptor> receive_descriptor(const Descriptor& socket) {
    Parcel parcel;
    const auto size = retry(
        [&] { return recvmsg(socket.get(), &parcel.header, MSG_CMSG_CLOEXEC | MSG_DONTWAIT); });
    if (size < 0) return failed("receive");
    const cmsghdr* const rights = CMSG_FIRSTHDR(&parcel.header);
    if (rights == nullptr) return refuse("receive", nullptr, "no descriptor came");
    int number = -1;
    std::memcpy(&number, CMSG_DATA(rights), sizeof number);
    return own(number, "receive");
}

Result<std::size_t> receive_packet(const Descriptor& socket, std::span<std::byte> packet,
                                   bool wait) {
    const auto receive = [&] {
        return recv(socket.get(), packet.data(), packet.size(), wait ? 0 : MSG_DONTWAIT);
    };
    const auto size = retry(receive);
    if (size < 0) return failed("receive");
    return static_cast<std::size_t>(size);
}

void wait_for(std::span<pollfd> descriptors, int milliseconds) {
    const int ready = poll(descriptors.data(), descriptors.size(), milliseconds);
    if (ready >= 0) return;
    for (pollfd& each : descriptors) each.revents = 0; // EINTR: the caller comes round again
}

std::uint64_t milliseconds_now() {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<std::uint64_t>(now.tv_sec) * 1000 +
           static_cast<std::uint64_t>(now.tv_nsec) / 1'000'000;
}

} // namespace launch
