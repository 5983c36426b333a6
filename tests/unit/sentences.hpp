/** The sentences that launch would say, as strings. */
#pragma once

#include "life/wording.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

namespace launch_test {

/** Whatever `write` writes. */
template <class Write> std::string text_of(Write write) {
    launch::TextOf<65536> text;
    write(text);
    return std::string(text.view());
}

inline std::string sentence(const launch::Error& error) {
    return text_of([&](launch::Text& out) { launch::word_error(out, error); });
}

/** Why something failed; "no error" when it did not. */
template <class Value> std::string sentence(const launch::Result<Value>& result) {
    return result ? "no error" : sentence(result.error());
}

/** The value that a test stands on: without it the test ends. */
template <class Value> Value must(launch::Result<Value> result) {
    BOOST_REQUIRE_MESSAGE(result, sentence(result));
    return std::move(*result);
}

} // namespace launch_test
