/** A list with a fixed capacity: nothing in launch grows without a bound. */
#pragma once

#include <cstddef>
#include <new>
#include <type_traits>

namespace launch {

/** Up to `capacity` plain values in place; `push` answers false when it is full. */
template <class T, std::size_t capacity> class List {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

public:
    // What lies behind `count` is no value yet.
    constexpr List() {} // NOLINT(*-member-init,*-use-equals-default)

    [[nodiscard]] bool push(const T& value) {
        if (count == capacity) return false;
        new (&values[count++]) T(value);
        return true;
    }
    constexpr void clear() { count = 0; }
    [[nodiscard]] constexpr std::size_t size() const { return count; }
    [[nodiscard]] constexpr bool empty() const { return count == 0; }
    [[nodiscard]] constexpr bool full() const { return count == capacity; }
    [[nodiscard]] constexpr const T& operator[](std::size_t index) const { return values[index]; }
    [[nodiscard]] constexpr T& operator[](std::size_t index) { return values[index]; }
    [[nodiscard]] constexpr T* begin() { return values; }
    [[nodiscard]] constexpr T* end() { return values + count; }
    [[nodiscard]] constexpr const T* begin() const { return values; }
    [[nodiscard]] constexpr const T* end() const { return values + count; }

private:
    std::size_t count = 0;
    union {
        T values[capacity];
    };
};

} // namespace launch
