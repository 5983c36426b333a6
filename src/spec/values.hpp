/** What the rows of the option tables have in common: how a value gets into the Spec. */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "spec/options.hpp"

#include <cstdint>

namespace launch {

constexpr std::uint32_t highest_id = 0xfffffffe; // (uid_t)-1 means "leave alone" to the kernel

/** An option whose value is stored as it is. */
template <auto member> Result<> store(Spec& spec, char* value) {
    spec.*member = value;
    return {};
}

template <auto member> Result<> raise(Spec& spec, char*) {
    spec.*member = true;
    return {};
}

template <auto member> Result<> store_id(Spec& spec, char* value) {
    const auto id = number(value, highest_id);
    if (!id) return refuse("read id", value, "not a number from 0 to 4294967294");
    spec.*member = *id;
    return {};
}

} // namespace launch
