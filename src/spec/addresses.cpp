#include "spec/addresses.hpp"

#include "base/text.hpp"

namespace launch {

namespace {

/** "10.0.0.2" */
bool read_four(std::string_view rest, Address& address) {
    for (address.size = 0; address.size < 4; ++address.size) {
        const auto word = take(rest, '.');
        const auto byte = number(word, 255);
        if (!byte || (word.size() > 1 && word[0] == '0')) return false;
        address.bytes[address.size] = static_cast<std::uint8_t>(*byte);
    }
    return rest.data() == nullptr;
}

/** "fd00::2": of eight groups some that are zero may be left out, once. */
bool read_sixteen(std::string_view rest, Address& address) {
    constexpr std::size_t none = 99;
    auto& bytes = address.bytes;
    std::size_t gap = none;
    std::size_t used = 0;
    if (rest.starts_with("::")) {
        rest.remove_prefix(1);
    } else if (rest.starts_with(':')) {
        return false;
    }
    while (rest.data() != nullptr) {
        const auto word = take(rest, ':');
        if (word.empty()) {
            if (gap != none || rest.data() == nullptr) return false;
            gap = used;
            if (rest.empty()) break;
            continue;
        }
        const auto group = wide_number(word, 0xffff, 16);
        if (!group || word.size() > 4 || used == bytes.size()) return false;
        bytes[used++] = static_cast<std::uint8_t>(*group >> 8);
        bytes[used++] = static_cast<std::uint8_t>(*group);
    }
    address.size = 16;
    if (gap == none) return used == bytes.size();
    if (used == bytes.size()) return false;
    // What stands behind the gap belongs to the end.
    for (std::size_t to = bytes.size(); used > gap;) {
        bytes[--to] = bytes[--used];
        bytes[used] = to == used ? bytes[used] : 0;
    }
    return true;
}

} // namespace

bool read_address(std::string_view word, bool with_length, Address& address) {
    address.text = word.data();
    const auto host = take(word, '/');
    if (!(host.contains(':') ? read_sixteen(host, address) : read_four(host, address)))
        return false;
    if (!with_length) return word.data() == nullptr;
    const auto length = number(word, address.size * 8U);
    address.length = static_cast<std::uint8_t>(length.value_or(0));
    return length.has_value();
}

} // namespace launch
