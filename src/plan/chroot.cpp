/** --chroot: what cannot be combined with it. */
#include "plan/parts.hpp"

namespace launch {

Result<> check_chroot(const Spec& spec, const Facts& facts) {
    if (spec.chroot == nullptr) return {};
    if (facts.machine) {
        return refuse("read option", "--chroot", "the command of a machine has namespaces");
    }
    const char* const given = !spec.devices.empty() ? "--device"
                              : spec.set_id_files   ? "--suid"
                                                    : spec.isolating;
    if (given == nullptr) return {};
    return refuse("combine --chroot with", given,
                  "a chroot has no mounts and namespaces of its own");
}

} // namespace launch
