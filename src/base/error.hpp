/** What went wrong, as plain data: made where a call fails, worded only in main. */
#pragma once

#include "base/literal.hpp"

#include <cstdint>
#include <expected>
#include <type_traits>
#include <utility>

namespace launch {

#if defined(__pie__) || defined(__pic__)
#error "an Error keeps the addresses of literals in 32 bits: build without -fpie and -fpic"
#endif

/** Why not, for something that has no errno. */
struct Refusal {
    Literal action;
    Literal reason;
};

/**
 * One failure. It crosses from child to parent as bytes, so it must stay trivially copyable; and it
 * has 16 bytes, so that a Result<> is answered in two registers, which saves every caller some code.
 */
class Error {
public:
    Error() : object(nullptr), both(0) {} ///< nothing failed
    /** What a system call answered: `number` is an errno. */
    Error(int number, Literal action, const char* object = nullptr)
        : object(object), both(join(action, static_cast<std::uint32_t>(number))) {}
    /** Bad input, a contradiction, a bound passed. */
    Error(const Refusal& refusal, const char* object = nullptr) // NOLINT(*-explicit-constructor)
        : object(object), both(join(refusal.action, address(refusal.reason.packed))) {}
    /** A word that nobody knows. `nearest` is what was probably meant, from a static table. */
    static Error unknown(Literal action, const char* object, const char* nearest) {
        Error error(Refusal{action, unknown_word}, object);
        if (nearest != nullptr) error.both = join(action, address(nearest) | is_nearest);
        return error;
    }

    explicit operator bool() const { return what() != 0; }
    /** An errno, or 0. */
    [[nodiscard]] int number() const { return why() < lowest ? static_cast<int>(why()) : 0; }
    /** Whether it is this errno, which is none of 0. */
    [[nodiscard]] bool is(int number) const { return why() == static_cast<std::uint32_t>(number); }
    /** The verb: "open", "read option". */
    [[nodiscard]] Literal action() const { return {text(what())}; }
    /** Where there is no errno. */
    [[nodiscard]] Literal reason() const {
        return nearest() == nullptr ? Literal{text(why())} : unknown_word;
    }
    [[nodiscard]] const char* nearest() const {
        return (why() & is_nearest) != 0 ? text(why() & ~is_nearest) : nullptr;
    }
    [[gnu::always_inline]] void set_action(Literal action) { both += join(action, 0) - what(); }

    /** A literal, its place among the packed ones (the action is said first, which unpacks them), or a
     *  word of the command line, never a temporary; or null. */
    const char* object;

private:
    static constexpr Literal unknown_word = "unknown"_t;
    static constexpr std::uint32_t lowest = 4096;           ///< address; an errno is below it
    static constexpr std::uint32_t is_nearest = 0x80000000; ///< not a reason's address
    static std::uint32_t address(const char* text) {
        return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(text)); // NOLINT
    }
    static const char* text(std::uint32_t address) {
        return reinterpret_cast<const char*>(std::uintptr_t{address}); // NOLINT
    }

    static std::uint64_t join(Literal action, std::uint32_t why) {
        return std::uint64_t{why} << 32 | reinterpret_cast<std::uintptr_t>(action.packed); // NOLINT
    }
    [[nodiscard]] std::uint32_t what() const { return static_cast<std::uint32_t>(both); }
    [[nodiscard]] std::uint32_t why() const { return static_cast<std::uint32_t>(both >> 32); }

    /** The action's address, 0 where nothing failed; above it an errno, or the address of the reason or
     *  of the nearest word. One number, as a pair is taken apart wherever it is handed on. */
    std::uint64_t both;
};
static_assert(std::is_trivially_copyable_v<Error> && sizeof(Error) == 8 + sizeof(void*));

using Failure = std::unexpected<Error>;

/** A value, or why there is none: std::expected's part that launch needs, small (see Error). */
template <class T = void> class [[nodiscard]] Result {
public:
    Result() = default;                                      ///< a value of nothing but zeros
    Result(T value) : good(std::move(value)) {}              // NOLINT(*-explicit-constructor)
    Result(const Failure& failure) : bad(failure.error()) {} // NOLINT(*-explicit-constructor)

    explicit operator bool() const { return !bad; }
    [[nodiscard]] bool has_value() const { return !bad; }
    T& operator*() & { return good; }
    const T& operator*() const& { return good; }
    T&& operator*() && { return std::move(good); }
    T* operator->() { return &good; }
    const T* operator->() const { return &good; }
    [[nodiscard]] T value_or(T other) const { return bad ? other : good; }
    Error& error() { return bad; }
    [[nodiscard]] const Error& error() const { return bad; }

private:
    T good{};
    Error bad;
};

template <> class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(const Failure& failure) : bad(failure.error()) {} // NOLINT(*-explicit-constructor)

    explicit operator bool() const { return !bad; }
    [[nodiscard]] bool has_value() const { return !bad; }
    Error& error() { return bad; }
    [[nodiscard]] const Error& error() const { return bad; }

private:
    Error bad;
};

/** A failure that has no errno: bad input, a contradiction, a bound passed. */
[[gnu::noinline]] inline Failure refuse(Literal action, const char* object, Literal reason) {
    return Failure(Error(Refusal{action, reason}, object));
}
/** The same about nothing in particular. */
[[gnu::noinline]] inline Failure refuse(Literal action, Literal reason) {
    return refuse(action, nullptr, reason);
}

} // namespace launch
