/** Addresses of networks, as people write them: "10.0.0.2/24", "fd00::2/64". */
#pragma once

#include "spec/spec.hpp"

#include <string_view>

namespace launch {

/**
 * Reads what inet_pton(3) takes, so no leading zeros in IPv4; but no IPv4 within IPv6. `with_length`
 * there are "/" and the length of the network's part behind it. Answers false for anything else.
 */
bool read_address(std::string_view word, bool with_length, Address& address);

} // namespace launch
