/** Namespaces: which go together, the host name. */
#include "plan/parts.hpp"

#include <string_view>

namespace launch {

namespace {

/** "alpine" of "/images/alpine/"; a host name that tells where one is. */
std::string_view base_name(std::string_view path) {
    while (path.ends_with('/')) path.remove_suffix(1);
    const auto name = path.substr(path.rfind('/') + 1);
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
    add(plan.init, HostName{spec.hostname != nullptr ? spec.hostname : base_name(facts.root)});
}

} // namespace launch
