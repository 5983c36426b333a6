/** Requests to the kernel about interfaces, addresses and routes (netlink(7), rtnetlink(7)). */
#pragma once

#include "base/error.hpp"
#include "system/descriptor.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace launch {

/** One request, put together in memory of its own: a head, then attributes that may hold others. */
class NetlinkMessage {
public:
    /** @param type RTM_*; @param flags NLM_F_*, besides those that ask for an answer */
    NetlinkMessage(std::uint16_t type, std::uint16_t flags);
    /** Adds the bytes of a head. What does not fit is left out, and the kernel refuses the rest. */
    template <class Head> void head(const Head& bytes) {
        append(std::as_bytes(std::span(&bytes, 1)));
    }
    void put(std::uint16_t type, std::span<const std::byte> value);
    void text(std::uint16_t type, const char* value); ///< with its NUL
    void number(std::uint16_t type, std::uint32_t value);
    /** Opens an attribute that holds what is added until close(). */
    void open(std::uint16_t type);
    void close();                                      ///< all that are open: three at most
    [[nodiscard]] std::span<const std::byte> finish(); ///< the whole of it

private:
    void append(std::span<const std::byte> bytes);

    std::size_t used = 0;
    std::size_t depth = 0;
    std::array<std::size_t, 3> opened{}; ///< where
    alignas(4) std::array<std::byte, 512> memory{};
};

/** A socket to the kernel, of this process's network namespace. */
Result<> open_netlink(Descriptor& place);
/** The number of the interface of this name (netdevice(7), SIOCGIFINDEX). */
Result<> find_interface(const Descriptor& netlink, const char* name, std::uint32_t& number);
/** Sends a request and waits for its answer. */
Result<> ask_kernel(const Descriptor& netlink, NetlinkMessage& message, Literal action);

} // namespace launch
