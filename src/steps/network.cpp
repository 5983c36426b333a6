#include "steps/network.hpp"

#include "steps/interface.hpp"
#include "steps/tell.hpp"
#include "system/procfs.hpp"
#include "system/system.hpp"

namespace launch {

namespace {

using Kind = NetworkWish::Kind;

/** This process's talk with the kernel, about one interface at a time; after a failure it is mute. */
class Talk {
public:
    explicit Talk(Attempt& attempt) : attempt(attempt) {
        static_cast<void>(attempt.ok(open_netlink(netlink)));
    }
    [[gnu::noinline]] void find(const char* name) {
        if (attempt.failed()) return;
        static_cast<void>(attempt.ok(find_interface(netlink, name, index)));
    }
    [[gnu::noinline]] void ask(NetlinkMessage&& message, Literal action) {
        if (attempt.failed()) return;
        static_cast<void>(attempt.ok(ask_kernel(netlink, message, action)));
    }
    [[nodiscard]] std::uint32_t number() const { return index; }

    void add_address(const Address& address, std::uint8_t length) {
        if (address.size != 0) ask(adding_address(index, address, length), "add address"_t);
    }
    void add_gateway(const Address& address) {
        if (address.size != 0) ask(adding_gateway(index, address), "add gateway"_t);
    }
    Result<> result() { return attempt.result(!attempt.failed()); }

private:
    Attempt& attempt;
    Descriptor netlink;
    std::uint32_t index = 0;
};

/** "veth4026532281": the number of the network namespace, which nobody else has while it lives. */
void name_host_side(Context& context, Text& name) {
    TextOf<64> path;
    std::uint64_t number = 0;
    auto found = inode(here, proc_path(path, context.child, "ns/net"), number);
    found.error().object = "/proc"; // the path ends with this call
    static_cast<void>(context.attempt.ok(found));
    name.add("veth").number(number);
}

/** Without a bridge the gateway is the host: its side of the pair has that address. */
void be_gateway(Talk& talk, const NetworkWish& wish, const char* host_side) {
    talk.find(host_side);
    for (std::size_t each = 0; each < NetworkWish::first_gateway; ++each) {
        talk.add_address(wish.addresses[each + NetworkWish::first_gateway],
                         wish.addresses[each].length);
    }
}

} // namespace

Result<> apply(const MakeInterface& step, Context& context) {
    const NetworkWish& wish = *step.wish;
    Talk talk(context.attempt);
    TextOf<16> name; // IFNAMSIZ
    name_host_side(context, name);
    if (wish.device != nullptr) talk.find(wish.device);
    talk.ask(making(wish, name.c_str(), talk.number(), context.child), "make interface"_t);
    if (wish.device == nullptr) be_gateway(talk, wish, name.c_str());
    return talk.result();
}

void describe(Text& out, const MakeInterface& step) {
    const NetworkWish& wish = *step.wish;
    const bool pair = wish.kind == Kind::veth;
    tell(out, pair ? "make a veth pair to %"_t : "make macvlan %"_t, wish.name);
    if (wish.device != nullptr) tell(out, pair ? " on bridge %"_t : " of %"_t, wish.device);
}

Result<> apply(const SetUpInterface& step, Context& context) {
    const NetworkWish& wish = *step.wish;
    Talk talk(context.attempt);
    talk.find(wish.name);
    talk.ask(raising(talk.number()), "raise interface"_t);
    for (std::size_t each = 0; each < NetworkWish::first_gateway; ++each) {
        talk.add_address(wish.addresses[each], wish.addresses[each].length);
        talk.add_gateway(wish.addresses[each + NetworkWish::first_gateway]);
    }
    return talk.result();
}

void describe(Text& out, const SetUpInterface& step) {
    const NetworkWish& wish = *step.wish;
    tell(out, "set % up"_t, wish.name);
    for (std::size_t each = 0; each < wish.addresses.size(); ++each) {
        const Address& address = wish.addresses[each];
        if (address.size == 0) continue;
        tell(out, each < NetworkWish::first_gateway ? ", address %"_t : ", gateway %"_t,
             address.text);
    }
}

} // namespace launch
