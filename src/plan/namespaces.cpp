/** Namespaces: which go together, id maps, the host name. */
#include "plan/parts.hpp"

#include <string_view>

namespace launch {

namespace {

/** What an image or archive is called besides its name. */
constexpr std::string_view suffixes[] = {".gz",       ".tgz",   ".tar", ".img",
                                         ".squashfs", ".erofs", ".ext4"};

/** "alpine" of "/images/alpine/" or "alpine.tar.gz"; a host name that tells where one is. */
std::string_view base_name(std::string_view path, RootKind kind) {
    while (path.ends_with('/')) path.remove_suffix(1);
    auto name = path.substr(path.rfind('/') + 1);
    for (const auto suffix : suffixes) {
        const bool cut = kind != RootKind::directory && name.ends_with(suffix);
        if (cut) name.remove_suffix(suffix.size());
    }
    return name.empty() || name == "." || name == ".." ? "launch" : name.substr(0, 64);
}

} // namespace

Result<> check_namespaces(const Spec& spec, const Facts&) {
    if (spec.hostname != nullptr && !is_new(spec, CLONE_NEWUTS)) {
        return refuse("read option", "--hostname", "--share=uts would change it for the host");
    }
    const bool shares = !is_new(spec, CLONE_NEWPID) || !is_new(spec, CLONE_NEWIPC);
    if (is_new(spec, CLONE_NEWUSER) && shares) {
        return refuse("read option", "--share", "a user namespace wants its own pid and ipc, too");
    }
    return {};
}

void add_id_maps(Plan& plan, const Spec& spec, const Facts& facts) {
    if (!is_new(spec, CLONE_NEWUSER)) return;
    if (facts.user == 0) {
        add(plan.outside, IdMap{0, 0, 0, 0, 0xffffffff, false});
        return;
    }
    const std::uint32_t user = spec.user.value_or(0);
    add(plan.outside, IdMap{user, facts.user, spec.group.value_or(user), facts.group, 1, true});
}

void add_host_name(Plan& plan, const Spec& spec, const Facts& facts) {
    if (!is_new(spec, CLONE_NEWUTS)) return;
    add(plan.init,
        HostName{spec.hostname != nullptr ? spec.hostname : base_name(facts.root, facts.kind)});
}

} // namespace launch
