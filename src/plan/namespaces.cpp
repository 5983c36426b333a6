/** Namespaces: which go together, the host name. */
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

void add_host_name(Plan& plan, const Spec& spec, const Facts& facts) {
    if (!is_new(spec, CLONE_NEWUTS)) return;
    add(plan.init, HostName{spec.hostname != nullptr ? sized(spec.hostname)
                                                     : base_name(facts.root, facts.kind)});
}

} // namespace launch
