#include "verbs/boot_root.hpp"

#include "verbs/boot_network.hpp"

#include "life/boot_root.hpp"
#include "life/machine.hpp"
#include "steps/block_devices.hpp"

#include "steps/modules.hpp"
#include "system/buttons.hpp"
#include "system/entropy.hpp"
#include "system/system.hpp"
#include "system/vsock.hpp"
#include "system/watchdog.hpp"

#include <cstring>

namespace launch {

namespace {

/** Loads what a list names, * for all that devices need; a comma, the end of a line or NUL ends each
 *  name, and - is _ in it. */
void load_modules(std::span<char> list, std::span<char* const> words) {
    char* name = list.data();
    for (char& byte : list) {
        if (byte == '-') byte = '_';
        if (byte != ',' && byte != '\n' && byte != '\0') continue;
        byte = '\0';
        if (*name == '*') {
            load_for_devices(words);
        } else {
            warn_of(load_module(name, words));
        }
        name = &byte + 1;
    }
}

void load_modules(const BootWords& boot, std::span<char* const> words) {
    std::span<char> list;
    static_cast<void>(map_file("/etc/modules", list)); // that there is none is usual
    load_modules(list, words);
    char* const named = boot.texts[BootWords::modules];
    if (named != nullptr) load_modules({named, std::strlen(named) + 1}, words);
}

} // namespace

bool take_boot_words(Run& run, char** memory) {
    BootWords& boot = run.boot;
    if (!run.why.check(read_kernel_line(memory, run.kernel_line))) return false;
    for (char* const word : run.kernel_line.before) warn_of(read_boot_word(boot, word));
    warn_of(check_boot_root(boot));
    if (boot.debug) run.spec.verbose = true;
    return true;
}

void take_init(Run& run) {
    char* const init = run.boot.texts[BootWords::init];
    if (init == nullptr || !run.spec.command.empty()) return;
    run.boot_init[0] = init;
    run.spec.command = {run.boot_init, 1};
    run.spec.hands_over = true;
}

bool take_boot_root(Run& run, Status& status) {
    BootWords& boot = run.boot;
    Timeline& timeline = run.lines.timeline;
    timeline.reach(Stage::modules);
    load_modules(boot, run.kernel_line.before);
    const char* const record = boot.texts[BootWords::record];
    if (record != nullptr) warn_of(connect_host(record, SocketType::stream, run.lines.port));
    if (!run.spec.hands_over) listen_to_power_buttons();
    if (run.spec.watchdog != 0) warn_of(open_watchdog(run.spec.watchdog, run.watchdog));
    timeline.reach(Stage::root);
    if (!run.why.check(mount_boot_root(boot, run.spec, run.events.signals, status))) {
        list_devices(run.why.sentence);
        return false;
    }
    if (run.spec.seed != nullptr) warn_of(take_seed(run.spec.seed));
    char* const ip = boot.texts[BootWords::ip];
    if (ip != nullptr) set_up_boot_network(run, ip);
    timeline.reach(Stage::start);
    return true;
}

} // namespace launch
