#include "verbs/boot_root.hpp"

#include "life/boot_root.hpp"
#include "life/machine.hpp"
#include "steps/block_devices.hpp"

namespace launch {

bool take_boot_root(Run& run, Status& status) {
    BootWords boot;
    std::span<char*> words;
    if (!run.why.check(read_kernel_line(words, true))) return false;
    for (char* const word : words) warn_of(read_boot_word(boot, word));
    warn_of(check_boot_root(boot));
    if (run.why.check(mount_boot_root(boot, run.spec, run.events.signals, status))) return true;
    list_devices(run.why.sentence);
    return false;
}

} // namespace launch
