/** A list with a fixed capacity: nothing in launch grows without a bound. */
#pragma once

#include <array>
#include <cstddef>

namespace launch {

/** Up to `capacity` values in place; `push` answers false when it is full. */
template <class T, std::size_t capacity> class List {
public:
    [[nodiscard]] constexpr bool push(const T& value) {
        if (count == capacity) return false;
        values[count++] = value;
        return true;
    }
    constexpr void clear() { count = 0; }
    [[nodiscard]] constexpr std::size_t size() const { return count; }
    [[nodiscard]] constexpr bool empty() const { return count == 0; }
    [[nodiscard]] constexpr bool full() const { return count == capacity; }
    [[nodiscard]] constexpr const T& operator[](std::size_t index) const { return values[index]; }
    [[nodiscard]] constexpr T& operator[](std::size_t index) { return values[index]; }
    [[nodiscard]] constexpr T* begin() { return values.data(); }
    [[nodiscard]] constexpr T* end() { return values.data() + count; }
    [[nodiscard]] constexpr const T* begin() const { return values.data(); }
    [[nodiscard]] constexpr const T* end() const { return values.data() + count; }

private:
    std::array<T, capacity> values{};
    std::size_t count = 0;
};

} // namespace launch
