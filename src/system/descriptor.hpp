/** A file descriptor with one owner. */
#pragma once

#include <utility>

namespace launch {

/** Move-only; closes what it holds. Every one is close-on-exec and above 2 (see `system.hpp`). */
class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int number) : number(number) {}
    Descriptor(Descriptor&& other) noexcept : number(std::exchange(other.number, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number, other.number);
        return *this;
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() { close(); }

    [[nodiscard]] int get() const { return number; }
    explicit operator bool() const { return number >= 0; }
    /** Gives the number away: nobody closes it any more. */
    int release() { return std::exchange(number, -1); }
    void close(); ///< early; nothing happens when there is nothing to close

private:
    int number = -1;
};

} // namespace launch
