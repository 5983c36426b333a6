/** A list that is long, and of which most runs have nothing. */
#pragma once

#include "system/system.hpp"

#include <new>
#include <type_traits>

namespace launch {

/** Like a List, but its memory comes from the kernel, with the first value. */
template <class T, std::size_t capacity> class LongList {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

public:
    /** False when it is full, or when there is no memory. */
    [[nodiscard]] bool push(const T& value) {
        if (count % capacity == 0) { // there is no memory yet, or no room any more
            std::span<char> memory;
            if (count != 0 || !text_memory(capacity * sizeof(T), memory)) return false;
            values = reinterpret_cast<T*>(memory.data()); // NOLINT(*-reinterpret-cast)
        }
        new (&values[count++]) T(value);
        return true;
    }
    [[nodiscard]] std::size_t size() const { return count; }
    [[nodiscard]] bool empty() const { return count == 0; }
    [[nodiscard]] const T& operator[](std::size_t index) const { return values[index]; }
    [[nodiscard]] const T* begin() const { return values; }
    [[nodiscard]] const T* end() const { return values + count; }

private:
    T* values = nullptr;
    std::size_t count = 0;
};

} // namespace launch
