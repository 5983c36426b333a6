/** --chroot: what cannot be combined with it. */
#include "plan/parts.hpp"

namespace launch {

Result<> check_chroot(const Spec& spec, const Facts& facts) {
    if (spec.chroot == nullptr) return {};
    if (facts.machine) {
        return refuse("read option", "--chroot", "the command of a machine has namespaces");
    }
    const char* const given = spec.root != nullptr                           ? "--root"
                              : spec.readonly                                ? "--readonly"
                              : !spec.mounts.empty()                         ? spec.mounts[0].target
                              : spec.propagation != Propagation::isolated    ? "--propagation"
                              : spec.hostname != nullptr                     ? "--hostname"
                              : !spec.devices.empty()                        ? "--device"
                              : !spec.joined.empty()                         ? "--join"
                              : !spec.kept.empty()                           ? "--persist"
                              : spec.map_auto                                ? "--map-auto"
                              : !spec.user_ranges.empty()                    ? "--map-uid"
                              : !spec.group_ranges.empty()                   ? "--map-gid"
                              : spec.monotonic                               ? "--monotonic"
                              : spec.boottime                                ? "--boottime"
                              : spec.set_id_files                            ? "--suid"
                              : (default_namespaces & ~spec.namespaces) != 0 ? "--share"
                              : spec.namespaces != default_namespaces        ? "--unshare"
                                                                             : nullptr;
    if (given == nullptr) return {};
    return refuse("combine --chroot with", given,
                  "a chroot has no mounts and namespaces of its own");
}

} // namespace launch
