/** The root. */
#include "plan/parts.hpp"

#include <linux/mount.h>

namespace launch {

std::uint64_t tree_attributes(const Spec& spec, bool readonly) {
    const bool set_id = spec.privileged || spec.set_id_files;
    return (spec.privileged ? 0 : MOUNT_ATTR_NODEV) | (set_id ? 0 : MOUNT_ATTR_NOSUID) |
           (readonly ? MOUNT_ATTR_RDONLY : 0);
}

Result<> check_root(const Spec&, const Facts& facts) {
    if (facts.root == nullptr && facts.machine) {
        return refuse("find root", nullptr,
                      "there is neither /alpine nor exactly one directory in /roots");
    }
    if (facts.root == nullptr) return refuse("find root", nullptr, "name one with --root DIR");
    return {};
}

void add_root(Plan& plan, const Spec& spec, const Facts& facts) {
    add(plan.init, Root{facts.root, tree_attributes(spec, spec.readonly)});
}

} // namespace launch
