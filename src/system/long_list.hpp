/** A list that is long, and of which most runs have nothing. */
#pragma once

#include "system/system.hpp"

#include <new>
#include <type_traits>

namespace launch {

/** What lists of all kinds have in common. */
class LongMemory {
protected:
    /** Room for one more value of `size` bytes; null when it is full, or when there is no memory. */
    [[gnu::noinline]] void* grow(std::size_t size, std::size_t capacity) {
        if (count % capacity == 0) { // there is no memory yet, or no room any more
            std::span<char> memory;
            if (count != 0 || !text_memory(capacity * size, memory)) return nullptr;
            values = memory.data();
        }
        return values + size * count++;
    }

    char* values = nullptr;
    std::size_t count = 0;
};

/** Like a List, but its memory comes from the kernel, with the first value. */
template <class T, std::size_t capacity> class LongList : LongMemory {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

public:
    /** False when it is full, or when there is no memory. */
    [[nodiscard]] bool push(const T& value) {
        void* const place = grow(sizeof(T), capacity);
        if (place != nullptr) new (place) T(value);
        return place != nullptr;
    }
    void clear() { count = 0; }
    [[nodiscard]] std::size_t size() const { return count; }
    [[nodiscard]] bool empty() const { return count == 0; }
    [[nodiscard]] const T& operator[](std::size_t index) const { return begin()[index]; }
    [[nodiscard]] const T* begin() const {
        return reinterpret_cast<const T*>(values); // NOLINT(*-reinterpret-cast)
    }
    [[nodiscard]] const T* end() const { return begin() + count; }
};

} // namespace launch
