#include "verbs/boot_network.hpp"

#include "plan/parts.hpp"
#include "spec/boot_network.hpp"
#include "steps/network.hpp"
#include "system/system.hpp"

#include <fcntl.h>

namespace launch {

namespace {

/** A kernel that knows ip= by itself (CONFIG_IP_PNP) tells there what came of it. */
bool done_by_kernel() {
    Descriptor told;
    return open_path("/proc/net/pnp", O_PATH, told).has_value();
}

/** The root's own client, which sets the interface up by the root's own script. It asks for some
 *  seconds, and once: like the kernel's, such an address is not renewed. */
void ask_for_address(const char* root, const char* device) {
    const char* const words[] = {"/sbin/udhcpc", "-nqi", device, nullptr};
    pid_t process = 0;
    if (!fork_into(0, process)) return;
    if (process != 0) return await_end(process);
    run_beside(root, nullptr, {const_cast<char* const*>(words), 3}); // NOLINT
    exit_now(0);
}

/** For --resolv, and for links of a root that gets /run when it is handed the machine. */
[[gnu::noinline]] void write_resolvers(const BootNetwork& network) {
    static constexpr const char* file = "/run/resolv.conf";
    TextOf<128> text;
    for (unsigned each = BootNetwork::resolver; each < BootNetwork::count; ++each) {
        const char* const address = network.fields[each];
        if (*address != '\0') text.add("nameserver ").add(address).line();
    }
    static_cast<void>(make_file(here, file));
    warn_of(write_file(here, file, text.view()));
}

void set_name(Spec& spec, const char* name) {
    if (*name == '\0') return;
    warn_of(set_host_name(sized(name)));
    if (is_new(spec, CLONE_NEWUTS) && spec.hostname == nullptr) spec.hostname = name;
}

} // namespace

void set_up_boot_network(Run& run, char* words) {
    BootNetwork network;
    const Literal wrong = read_boot_network(network, words);
    if (wrong) return warn_of(refuse("ignore"_t, "ip=", wrong));
    set_name(run.spec, network.fields[BootNetwork::host]);
    write_resolvers(network);
    if (!network.wanted || done_by_kernel()) return;
    warn_of(apply(SetUpInterface{&network.interface}, run.context));
    if (network.dhcp()) ask_for_address(run.spec.root, network.interface.name);
}

} // namespace launch
