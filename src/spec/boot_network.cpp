#include "spec/boot_network.hpp"

#include "base/names.hpp"
#include "spec/addresses.hpp"
#include "spec/values.hpp"

namespace launch {

namespace {

/** Leaves of a netmask its length: ones, then zeros. */
bool take_length(Address& mask) {
    std::uint32_t bits = 0;
    std::memcpy(&bits, mask.bytes.data(), sizeof bits);
    mask = {};
    for (bits = __builtin_bswap32(bits); bits >> 31 != 0; bits <<= 1) ++mask.length;
    return bits == 0;
}

bool read_optional(const char* word, Address& address) {
    return *word == '\0' || read_address(sized(word), false, address);
}

bool read_fields(BootNetwork& network) {
    static constexpr const char* modes =
        "off\0none\0dhcp\0on\0any\0both\0"; // two that want nothing
    auto& fields = network.fields;
    NetworkWish& wish = network.interface;
    Address& own = wish.addresses[0];
    if (find_name(modes, fields[0]) != no_name) std::swap(fields[0], fields[BootNetwork::mode]);
    const char* const mode = fields[BootNetwork::mode];
    const unsigned wanted = find_name(modes, mode);
    network.wanted = !network.dhcp() || wanted >= 2;
    if (*fields[BootNetwork::device] != '\0') wish.name = fields[BootNetwork::device];
    return (wanted != no_name || *mode == '\0') && read_optional(fields[BootNetwork::mask], own) &&
           take_length(own) && read_optional(fields[BootNetwork::client], own) &&
           read_optional(fields[BootNetwork::gateway], wish.addresses[NetworkWish::first_gateway]);
}

} // namespace

[[gnu::noinline]] Literal read_boot_network(BootNetwork& network, char* value) {
    for (char*& field : network.fields) {
        field = value;
        value = strchrnul(value, ':');
        if (*value != '\0') *value++ = '\0';
    }
    return read_fields(network) ? fine : "not dhcp, off or ADDRESS::GATEWAY:NETMASK:NAME:DEVICE"_t;
}

} // namespace launch
