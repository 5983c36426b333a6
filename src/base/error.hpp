/** What went wrong, as plain data: made where a call fails, worded only in main. */
#pragma once

#include <expected>
#include <type_traits>

namespace launch {

/** Text that exists for the whole life of the program: only string literals compile. */
struct Literal {
    const char* text;
    consteval Literal(const char* literal) : text(literal) {} // NOLINT(*-explicit-constructor)
};

/** One failure. It crosses from child to parent as bytes, so it must stay trivially copyable. */
struct Error {
    int number = 0;                ///< errno, or 0 when `reason` says it all
    Literal action = "";           ///< the verb: "open", "read option"
    const char* object = nullptr;  ///< a literal or a word of the command line, never a temporary
    Literal reason = "";           ///< used when `number` is 0
    const char* nearest = nullptr; ///< what was probably meant, for a mistyped word
};
static_assert(std::is_trivially_copyable_v<Error>);

template <class T = void> using Result = std::expected<T, Error>;
using Failure = std::unexpected<Error>;

/** A failure that has no errno: bad input, a contradiction, a bound passed. */
[[gnu::noinline]] constexpr Failure refuse(Literal action, const char* object, Literal reason,
                                           const char* nearest = nullptr) {
    return Failure(Error{0, action, object, reason, nearest});
}

} // namespace launch
