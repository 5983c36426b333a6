/** What the caller and the init tell each other: fixed packets over one socket pair. */
#pragma once

#include "plan/plan.hpp"
#include "steps/context.hpp"
#include "system/system.hpp"

#include <array>
#include <cerrno>
#include <optional>
#include <type_traits>

namespace launch {

/** Where and why a run failed. The error's pointers are literals or older than the fork. */
struct Report {
    Place place = Place::outside;
    std::uint16_t step = no_step; ///< index into the place's list; parent and child hold the same
    Error error{};
    std::array<char, 128> note{}; ///< see Context::note

    static constexpr std::uint16_t no_step = 0xffff; ///< it failed between the steps: the clone
};

/** The inodes below /proc/PID/ns, which tell namespaces apart; 0: unknown. */
using NamespaceNumbers = std::array<std::uint32_t, namespace_kinds.size()>;

/** How the command ended. */
struct Status {
    enum class Kind : std::uint8_t { exited, signaled, requested, timed_out };
    Kind kind = Kind::exited;
    int value = 0;            ///< exit status or signal
    Power power = Power::off; ///< what was requested from inside
};

inline Status status_of(const Ended& ended) {
    return {ended.signaled ? Status::Kind::signaled : Status::Kind::exited, ended.value};
}

struct Message {
    enum class Kind : std::uint8_t {
        tree,     ///< to the init: with a descriptor for `context.trees[value]`
        started,  ///< from the joiner: `value` is the number of the init
        go,       ///< to the init: the outside steps are done
        forward,  ///< to the init: send `value` to the command, below zero to its group
        finish,   ///< to the init: end all processes in order, then report `status`
        did,      ///< from the init: `report.place` and `report.step` are done
        made,     ///< from the init: `made` now exists; with a descriptor of what it is in
        failed,   ///< from the init: `report` says where and why; nothing runs any more
        terminal, ///< from the init: with the master of the command's new terminal
        running,  ///< from the init: the command was executed; perhaps with its pidfd
        ended     ///< from the init: `status`
    };
    [[gnu::noinline]] explicit Message(Kind kind = Kind::go, Status status = {})
        : kind(kind), status(status) {}

    Kind kind;
    int value = 0;
    Made made{};
    Status status;
    NamespaceNumbers namespaces{}; ///< of `running`, when somebody wants to know
    Report report{};               ///< the largest comes last
};
static_assert(std::is_trivially_copyable_v<Message>);

/**
 * Sends a message, with a copy of a descriptor unless that is -1; a reader that is gone is found out
 * by reading, so no answer here.
 */
inline void tell(const Descriptor& channel, const Message& message, int descriptor = -1) {
    static_cast<void>(send_packet(channel, std::as_bytes(std::span(&message, 1)), descriptor));
}

/** The same for one that is hardly more than its kind. */
[[gnu::noinline]] inline void tell(const Descriptor& channel, Message::Kind kind, int value = 0,
                                   int descriptor = -1) {
    Message message(kind);
    message.value = value;
    tell(channel, message, descriptor);
}

/** Hands a tree over; it is closed here. */
inline void hand_over(const Descriptor& channel, std::size_t slot, Descriptor tree) {
    tell(channel, Message::Kind::tree, static_cast<int>(slot), tree.get());
}

enum class Hear : std::uint8_t { message, nothing, closed };

/**
 * Reads the next message into `message`. When the other side has ended without reading all of ours,
 * the kernel says so once (ECONNRESET), before what that side has sent: it is asked again.
 */
inline Hear hear(const Descriptor& channel, Message& message, bool wait,
                 Descriptor* tree = nullptr) {
    const auto packet = std::as_writable_bytes(std::span(&message, 1));
    std::size_t size = 0;
    auto heard = receive_packet(channel, packet, wait, size, tree);
    if (heard.error().is(ECONNRESET)) {
        heard = receive_packet(channel, packet, wait, size, tree);
    }
    if (!heard) return Hear::nothing;
    return size == sizeof message ? Hear::message : Hear::closed;
}

} // namespace launch
