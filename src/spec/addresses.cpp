#include "spec/addresses.hpp"

#include "base/text.hpp"

namespace launch {

namespace {

constexpr std::size_t none = 99;

/** One of the numbers of an address; false when it is none. */
bool add_group(std::string_view word, bool six, Address& address, std::size_t& used) {
    const auto group = wide_number(word, six ? 0xffff : 0xff, six ? 16 : 10);
    const bool padded = word.size() > (six ? 4 : 1) && (six || word[0] == '0');
    if (!group || padded || used == address.size) return false;
    if (six) address.bytes[used++] = static_cast<std::uint8_t>(*group >> 8);
    address.bytes[used++] = static_cast<std::uint8_t>(*group);
    return true;
}

/** "10.0.0.2", or "fd00::2": of eight groups some that are zero may be left out, once. */
bool read_host(std::string_view rest, Address& address) {
    const bool six = rest.contains(':');
    std::size_t gap = none;
    std::size_t used = 0;
    address.size = six ? 16 : 4;
    if (rest.starts_with(':')) {
        rest.remove_prefix(1);
        if (!rest.starts_with(':')) return false;
    }
    while (rest.data() != nullptr) {
        const auto word = take(rest, six ? ':' : '.');
        if (six && word.empty() && gap == none && rest.data() != nullptr) {
            gap = used;
            if (rest.empty()) break;
        } else if (!add_group(word, six, address, used)) {
            return false;
        }
    }
    if ((gap == none) != (used == address.size)) return false;
    // What stands behind the gap belongs to the end.
    auto& bytes = address.bytes;
    for (std::size_t to = address.size; used > gap;) {
        bytes[--to] = bytes[--used];
        bytes[used] = to == used ? bytes[used] : 0;
    }
    return true;
}

} // namespace

bool read_address(std::string_view word, bool with_length, Address& address) {
    address.text = word.data();
    if (!read_host(take(word, '/'), address)) return false;
    if (!with_length) return word.data() == nullptr;
    const auto length = number(word, address.size * 8U);
    address.length = static_cast<std::uint8_t>(length.value_or(0));
    return length.has_value();
}

} // namespace launch
