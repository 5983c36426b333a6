/** Options: the network. */
#include "base/names.hpp"
#include "spec/addresses.hpp"
#include "spec/mount_words.hpp"
#include "spec/values.hpp"

namespace launch {

namespace {

using Kind = NetworkWish::Kind;

Literal check_name(Spec& spec, const char* name) {
    spec.part = name;
    std::size_t length = 0;
    for (; name[length] > ' ' && std::strchr("/:%", name[length]) == nullptr; ++length) {}
    const bool right = length > 0 && length < 16 && name[length] == '\0';
    return right ? fine : "not the name of an interface"_t;
}

/** Reads "ip=10.0.0.2/24", "gw=10.0.0.1" or "name=eth0". */
Literal read_word(Spec& spec, char* word) {
    NetworkWish& wish = spec.network;
    spec.part = word;
    char* const value = cut_at(word, '=');
    const unsigned number = find_name("ip\0gw\0name\0", word);
    if (value == nullptr || number == no_name ||
        wish.kind < (number == 2 ? Kind::user : Kind::veth)) {
        return "not ip=ADDRESS/LENGTH or gw=ADDRESS of veth and macvlan, or name=NAME"_t;
    }
    if (number == 2) {
        wish.name = value;
        return check_name(spec, value);
    }
    spec.part = value;
    const bool six = std::strchr(value, ':') != nullptr;
    Address& address = wish.addresses[number * NetworkWish::first_gateway + (six ? 1 : 0)];
    if (address.size != 0) return "the second address of its kind"_t;
    if (read_address(sized(value), number == 0, address)) return fine;
    return "not as ip=10.0.0.2/24, ip=fd00::2/64 or gw=10.0.0.1"_t;
}

Literal set_network(Spec& spec, char* value) {
    NetworkWish& wish = spec.network;
    wish = {};
    char* words = cut_at(value, ',');
    wish.device = cut_at(value, ':');
    const unsigned kind = find_name("none\0host\0user\0veth\0macvlan\0", value);
    wish.kind = static_cast<Kind>(kind);
    const bool bare = wish.device == nullptr;
    if (kind == no_name || (bare ? wish.kind == Kind::macvlan : wish.kind < Kind::veth)) {
        return "not none, host, user, veth, veth:BRIDGE or macvlan:INTERFACE"_t;
    }
    const std::uint64_t host = wish.kind == Kind::host ? CLONE_NEWNET : 0;
    spec.namespaces = (spec.namespaces | CLONE_NEWNET) & ~host;
    spec.shared = (spec.shared & ~std::uint64_t{CLONE_NEWNET}) | host;
    Literal wrong = bare ? fine : check_name(spec, wish.device);
    while (!wrong && words != nullptr) {
        char* const word = words;
        words = cut_at(word, ',');
        wrong = read_word(spec, word);
    }
    return wrong;
}

/** A private copy over `target`; "host" stands for the host's own. */
Literal add_file(Spec& spec, const char* value, const char* target) {
    MountWish wish;
    wish.source = std::strcmp(value, "host") == 0 ? target : value;
    wish.target = target;
    wish.mode = 0644;
    wish.kind = MountWish::Kind::file;
    wish.over = true;
    return add_mount(spec, wish);
}

Literal set_resolver(Spec& spec, char* value) {
    return add_file(spec, value, "/etc/resolv.conf");
}

Literal set_hosts(Spec& spec, char* value) {
    return add_file(spec, value, "/etc/hosts");
}

constexpr OptionRow network_rows[] = {
    {"--net\0none|host|user|veth[:BRIDGE]|macvlan:IF\0and behind that "
     ",ip=ADDR/LEN,gw=ADDR,name=NAME",
     set_network},
    {"--resolv\0FILE|host\0a private copy of this, or of the host's own, as /etc/resolv.conf",
     set_resolver},
    {"--hosts\0FILE|host\0the same as /etc/hosts", set_hosts},
};

} // namespace

constinit const OptionGroup network_options = OptionParts<network_rows>::group(
    "The network (default: none; joined: --join=net:PLACE):"_t, isolating);

} // namespace launch
