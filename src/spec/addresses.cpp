#include "spec/addresses.hpp"

#include "base/text.hpp"

namespace launch {

namespace {

/** What an address of IPv4 or of IPv6 looks like. */
struct Form {
    char separator;
    std::uint8_t base, longest; ///< of the digits of a number, and how many there may be
    std::uint8_t size;          ///< in bytes
    std::uint16_t highest;
};

constexpr Form forms[] = {{'.', 10, 3, 4, 0xff}, {':', 16, 4, 16, 0xffff}};
constexpr std::size_t none = 99;

/** Adds one number to what was read. */
bool read_part(std::string_view word, const Form& form, Address& address, std::size_t& used) {
    const bool six = form.separator == ':';
    std::uint64_t number = 0;
    if (!read_number(word, form.highest, number, form.base)) return false;
    const bool padded = !six && word.size() > 1 && word[0] == '0';
    if (padded || word.size() > form.longest || used == form.size) return false;
    if (six) address.bytes[used++] = static_cast<std::uint8_t>(number >> 8);
    address.bytes[used++] = static_cast<std::uint8_t>(number);
    return true;
}

/** What stands behind the gap belongs to the end. */
void close_gap(Address& address, std::size_t gap, std::size_t used) {
    auto& bytes = address.bytes;
    for (std::size_t to = address.size; used > gap;) {
        bytes[--to] = bytes[--used];
        bytes[used] = to == used ? bytes[used] : 0;
    }
}

/** "10.0.0.2", or "fd00::2": of eight groups some that are zero may be left out, once. */
bool read_host(std::string_view rest, Address& address) {
    const bool six = behind(rest, ":").data() != nullptr;
    const Form& form = forms[six ? 1 : 0];
    std::size_t gap = none;
    std::size_t used = 0;
    address.size = form.size;
    if (begins(rest, ":")) {
        rest.remove_prefix(1);
        if (!begins(rest, ":")) return false;
    }
    while (rest.data() != nullptr) {
        const auto word = take(rest, form.separator);
        if (six && word.empty() && gap == none && rest.data() != nullptr) {
            gap = used;
            if (rest.empty()) break;
            continue;
        }
        if (!read_part(word, form, address, used)) return false;
    }
    if ((gap == none) != (used == form.size)) return false;
    close_gap(address, gap, used);
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
