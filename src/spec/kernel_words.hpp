/** The words of the kernel's own command line, before `--`, that launch takes as its own, too. */
#pragma once

#include "base/error.hpp"

#include <array>
#include <cstdint>

namespace launch {

/** What they want of the root; of repeated words the last one counts. */
struct BootWords {
    enum Text : unsigned {
        root,    ///< root=: a device's name, or a tag of a shared directory
        type,    ///< rootfstype=: names between commas; null to look at the device
        flags,   ///< rootflags=: mount options between commas
        overlay, ///< overlay=: tmpfs[:SIZE], or a device's name
        modules, ///< modules=: names between commas
        init,    ///< init=: a path in the root, to hand over to
        ip,      ///< ip=: of the network, see spec/boot_network.hpp
        verity,  ///< verity=: DATA,HASHES,ROOTHASH, two devices' names and a hash
        record,  ///< launch.record=: where the host listens for the record
        notify,  ///< systemd.set_credential=vmm.notify_socket:, the same for sd_notify(3)
        count
    };
    std::array<char*, count> texts{}; ///< null where nothing is said
    std::uint32_t delay = 0;          ///< rootdelay=: seconds before the first look
    std::uint32_t patience = 10;      ///< rootwait[=]: seconds to wait for a device; or `forever`
    bool writable = false;            ///< rw
    bool debug = false;               ///< launch.debug: each step is said
    bool debug_exit = false;          ///< launch.debug_exit: QEMU's isa-debug-exit is there
    bool pvpanic = false;             ///< launch.pvpanic: QEMU's pvpanic is there

    static constexpr std::uint32_t forever = ~std::uint32_t{0};
};

/** Reads a word; one that nobody here knows is none of ours. A refused word changes nothing. */
Result<> read_boot_word(BootWords& words, char* word);

/** Refuses, and then forgets, a root that could not be looked for; once all words are read. */
Result<> check_boot_root(BootWords& words);

/** virtiofs and 9p: the source is no device, but what the host calls a directory. */
bool is_shared(const char* type);

/** Whether a device is named in a way that can be looked for: "/dev/sda1", "LABEL=home". */
bool names_device(const char* word);

} // namespace launch
