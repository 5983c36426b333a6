#include "spec/boot_network.hpp"

#include "base/names.hpp"
#include "spec/addresses.hpp"
#include "spec/values.hpp"

#include <bit>

namespace launch {

namespace {

enum : unsigned { client, gateway = 2, mask, host, device, mode, resolver, count = resolver + 2 };

/** The length of a netmask: ones, then zeros. */
bool read_length(const Address& mask, Address& own) {
    std::uint32_t bits = 0;
    std::memcpy(&bits, mask.bytes.data(), sizeof bits);
    bits = __builtin_bswap32(bits);
    own.length = static_cast<std::uint8_t>(std::countl_one(bits));
    return static_cast<std::uint32_t>(std::uint64_t{bits} << own.length) == 0;
}

bool read_optional(const char* word, Address& address) {
    return *word == '\0' || read_address(sized(word), false, address);
}

bool read_fields(BootNetwork& network, std::array<char*, count>& fields) {
    static constexpr const char* modes =
        "off\0none\0dhcp\0on\0any\0both\0"; // two that want nothing
    NetworkWish& wish = network.interface;
    Address& own = wish.addresses[0];
    Address netmask;
    if (find_name(modes, fields[0]) != no_name) std::swap(fields[0], fields[mode]);
    const unsigned wanted = find_name(modes, fields[mode]);
    const bool right = read_optional(fields[client], own) &&
                       read_optional(fields[gateway], wish.addresses[NetworkWish::first_gateway]) &&
                       read_optional(fields[mask], netmask) && read_length(netmask, own) &&
                       (wanted != no_name || *fields[mode] == '\0');
    network.dhcp = own.size == 0;
    network.wanted = !network.dhcp || wanted >= 2;
    if (*fields[device] != '\0') wish.name = fields[device];
    network.host_name = fields[host];
    network.resolvers = {fields[resolver], fields[resolver + 1]};
    return right;
}

} // namespace

Literal read_boot_network(BootNetwork& network, char* value) {
    std::array<char*, count> fields;
    char* at = value;
    for (char*& field : fields) {
        field = at;
        at = strchrnul(at, ':');
        if (*at != '\0') *at++ = '\0';
    }
    if (read_fields(network, fields)) return fine;
    for (; value < at; ++value) *value = *value == '\0' ? ':' : *value;
    return "not dhcp, off or ADDRESS::GATEWAY:NETMASK:NAME:DEVICE"_t;
}

} // namespace launch
