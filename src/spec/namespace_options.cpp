/** Options: namespaces. */
#include "spec/values.hpp"

#include <algorithm>
#include <cstring>

namespace launch {

namespace {

/** The flags of "net,uts". */
Result<std::uint64_t> read_kinds(const char* names) {
    std::uint64_t flags = 0;
    for (std::string_view rest(names); rest.data() != nullptr;) {
        const auto* const row =
            std::ranges::find(namespace_kinds, take(rest, ','), &NamespaceKind::name);
        if (row == namespace_kinds.end()) {
            return refuse("read namespaces", names,
                          "the kinds are mount, pid, net, ipc, uts, cgroup, user, time");
        }
        flags |= row->flag;
    }
    return flags;
}

Result<> share(Spec& spec, char* value) {
    const auto flags = read_kinds(value);
    if (!flags) return std::unexpected(flags.error());
    if ((*flags & CLONE_NEWNS) != 0) {
        return refuse("read --share", value, "a root needs a mount namespace of its own");
    }
    spec.namespaces &= ~*flags;
    return {};
}

Result<> unshare(Spec& spec, char* value) {
    const auto flags = read_kinds(value);
    if (!flags) return std::unexpected(flags.error());
    spec.namespaces |= *flags;
    return {};
}

Result<> set_hostname(Spec& spec, char* value) {
    const std::size_t length = std::strlen(value);
    if (length == 0 || length > 64) return refuse("read --hostname", value, "not 1 to 64 bytes");
    spec.hostname = value;
    return {};
}

constexpr Option rows[] = {
    {"--share", "KIND,...", "keep the caller's namespace of these kinds", share},
    {"--unshare", "KIND,...", "make a new one of these, too: user, time", unshare},
    {"--hostname", "NAME", "the host name inside (default: the root's base name)", set_hostname},
};

} // namespace

constinit const OptionGroup namespace_options = {
    "Namespaces (new by default: mount, pid, net, ipc, uts, cgroup):", rows};

} // namespace launch
