/** --chroot and --subreaper: what cannot be combined with them. */
#include "plan/parts.hpp"

namespace launch {

namespace {

Result<> check_subreaper(const Spec& spec, const Facts& facts) {
    if (facts.machine) {
        return contradicts("--subreaper"_t, "the command of a machine has namespaces"_t);
    }
    const char* const given = spec.chroot != nullptr             ? "--chroot"_t.packed
                              : spec.life.no_init                ? "--init"_t.packed
                              : spec.first[rooting] != nullptr   ? spec.first[rooting]
                              : spec.first[isolating] != nullptr ? spec.first[isolating]
                                                                 : spec.first[confining];
    if (given == nullptr) return {};
    return refuse("combine --subreaper with"_t, given,
                  "it changes neither the command nor its view"_t);
}

} // namespace

Result<> check_chroot(const Spec& spec, const Facts& facts) {
    if (spec.life.subreaper) return check_subreaper(spec, facts);
    if (spec.chroot == nullptr) return {};
    if (facts.machine) {
        return contradicts("--chroot"_t, "the command of a machine has namespaces"_t);
    }
    const char* const given = !spec.devices.empty()            ? "--device"_t.packed
                              : spec.set_id_files              ? "--suid"_t.packed
                              : spec.first[rooting] != nullptr ? spec.first[rooting]
                                                               : spec.first[isolating];
    if (given == nullptr) return {};
    return refuse("combine --chroot with"_t, given,
                  "a chroot has no mounts and namespaces of its own"_t);
}

} // namespace launch
