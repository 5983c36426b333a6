/** Namespaces: which go together, the host name. */
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
        return refuse("read option", "--hostname",
                      "it would change for others, too: the uts namespace is no new one");
    }
    return {};
}

void add_host_name(Plan& plan, const Spec& spec, const Facts& facts) {
    if (!is_new(spec, CLONE_NEWUTS)) return;
    add(plan.init,
        HostName{spec.hostname != nullptr ? spec.hostname : base_name(facts.root, facts.kind)});
}

} // namespace launch
