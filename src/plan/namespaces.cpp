/** Namespaces: which go together, which mounts a new one begins with, the host name. */
#include "plan/parts.hpp"

#include "base/names.hpp"

#include <cstring>
#include <string_view>

namespace launch {

namespace {

using namespace std::string_view_literals;

/** What an image or archive is called besides its name. */
constexpr const char* suffixes = ".gz\0.tgz\0.tar\0.img\0.squashfs\0.erofs\0.ext4\0";

/** "alpine" of "/images/alpine/" or "alpine.tar.gz"; a host name that tells where one is. */
std::string_view base_name(const char* root, RootKind kind) {
    auto path = sized(root);
    while (ends(path, "/")) path.remove_suffix(1);
    auto name = behind_last(path, '/');
    const char* const known = kind == RootKind::directory ? "" : suffixes;
    for (unsigned number = 0; *name_at(known, number) != '\0'; ++number) {
        const char* const suffix = name_at(known, number);
        if (ends(name, suffix)) name.remove_suffix(std::strlen(suffix));
    }
    if (name.empty() || is_dots(name)) return "launch"sv;
    return name.substr(0, 64);
}

} // namespace

Result<> check_namespaces(const Spec& spec, const Facts&) {
    if (spec.hostname != nullptr && !is_new(spec, CLONE_NEWUTS)) {
        return contradicts("--hostname"_t,
                           "it would change for others, too: the uts namespace is no new one"_t);
    }
    return {};
}

bool can_leave_mounts(const Spec& spec, const Facts& facts) {
    const bool own_only = (spec.namespaces & (CLONE_NEWNS | CLONE_NEWUSER)) == CLONE_NEWNS &&
                          spec.joined.empty() && spec.kept.empty() && has_own_nodes(spec);
    const bool later = spec.overlay.upper != nullptr || spec.copy.wanted || !spec.devices.empty() ||
                       spec.mounts.size() > usual_mounts || has_late_wishes(spec);
    return spec.propagation == Propagation::left && own_only && !later && !facts.machine &&
           facts.kind == RootKind::directory;
}

void add_host_name(Plan& plan, const Spec& spec, const Facts& facts) {
    if (!is_new(spec, CLONE_NEWUTS)) return;
    add(plan.init, HostName{spec.hostname != nullptr ? sized(spec.hostname)
                                                     : base_name(facts.root, facts.kind)});
}

} // namespace launch
