#include "system/check.hpp"
#include "system/system.hpp"

#include <array>
#include <cstring>
#include <ctime>
#include <sys/socket.h>

namespace launch {

namespace {

Result<> own_pair(Pair& pair, long opened, const int (&ends)[2], Literal action) {
    if (opened < 0) return failed(opened, action);
    const auto ours = own(pair.ours, ends[0], action);
    const auto theirs = own(pair.theirs, ends[1], action);
    return ours ? theirs : ours;
}

} // namespace

Result<> socket_pair(Pair& pair) {
    int ends[2]{};
    const long opened = call(SYS_socketpair, AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends);
    return own_pair(pair, opened, ends, "open socket pair"_t);
}

Result<> pipe_pair(Pair& pair) {
    int ends[2]{};
    return own_pair(pair, call(SYS_pipe2, ends, O_CLOEXEC), ends, "open pipe"_t);
}

namespace {

/** One packet as unix(7) wants it described, with room for one descriptor. */
struct Envelope {
    iovec content{};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
    msghdr header{};

    Envelope(void* memory, std::size_t size) : content{memory, size} {
        header.msg_iov = &content;
        header.msg_iovlen = 1;
    }
    Envelope(const Envelope&) = delete;
    Envelope& operator=(const Envelope&) = delete;

    cmsghdr* open_control() {
        header.msg_control = control.data();
        header.msg_controllen = unsigned{sizeof control}; // size_t or socklen_t
        return CMSG_FIRSTHDR(&header);
    }
};

} // namespace

Result<> send_packet(const Descriptor& socket, std::span<const std::byte> packet, int descriptor) {
    Envelope envelope(const_cast<std::byte*>(packet.data()), packet.size()); // NOLINT(*-const-cast)
    if (descriptor >= 0) {
        cmsghdr* const control = envelope.open_control();
        control->cmsg_level = SOL_SOCKET;
        control->cmsg_type = SCM_RIGHTS;
        control->cmsg_len = CMSG_LEN(sizeof descriptor);
        std::memcpy(CMSG_DATA(control), &descriptor, sizeof descriptor);
    }
    return done(
        retry([&] { return call(SYS_sendmsg, socket.get(), &envelope.header, MSG_NOSIGNAL); }),
        "send"_t);
}

Result<> receive_packet(const Descriptor& socket, std::span<std::byte> packet, bool wait,
                        std::size_t& size, Descriptor* sent) {
    Envelope envelope(packet.data(), packet.size());
    if (sent != nullptr) envelope.open_control();
    const int flags = MSG_CMSG_CLOEXEC | (wait ? 0 : MSG_DONTWAIT);
    const auto count =
        retry([&] { return call(SYS_recvmsg, socket.get(), &envelope.header, flags); });
    const auto received = counted(count, "receive"_t, size);
    if (!received) return received;
    const cmsghdr* const control = CMSG_FIRSTHDR(&envelope.header);
    if (sent != nullptr && control != nullptr && control->cmsg_type == SCM_RIGHTS) {
        int number = -1;
        std::memcpy(&number, CMSG_DATA(control), sizeof number);
        static_cast<void>(own(*sent, number, "receive"_t));
    }
    return {};
}

void wait_for(std::span<pollfd> descriptors, int milliseconds) {
    const timespec time{milliseconds / 1000, milliseconds % 1000 * 1'000'000L};
    const long ready = call(SYS_ppoll, descriptors.data(), descriptors.size(),
                            milliseconds < 0 ? nullptr : &time, nullptr, 0);
    if (ready >= 0) return;
    for (pollfd& each : descriptors) each.revents = 0; // EINTR: the caller comes round again
}

unsigned wait_for_input(int first, int second, int milliseconds) {
    std::array<pollfd, 2> watched = {{{first, POLLIN, 0}, {second, POLLIN, 0}}};
    wait_for(watched, milliseconds);
    return (watched[0].revents != 0 ? 1U : 0U) | (watched[1].revents != 0 ? 2U : 0U);
}

std::uint64_t nanoseconds_now() {
    timespec now{};
    call(SYS_clock_gettime, CLOCK_MONOTONIC, &now);
    return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000 +
           static_cast<std::uint64_t>(now.tv_nsec);
}

std::uint64_t microseconds_now() {
    return nanoseconds_now() / 1000;
}

std::uint64_t milliseconds_now() {
    return microseconds_now() / 1000;
}

} // namespace launch
