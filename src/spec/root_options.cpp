/** Options: the root. */
#include "spec/values.hpp"

namespace launch {

namespace {

Result<> set_root(Spec& spec, char* value) {
    if (*value == '\0') return refuse("read --root", value, "no directory is named");
    spec.root = value;
    return {};
}

Result<> set_chroot(Spec& spec, char* value) {
    if (*value == '\0') return refuse("read --chroot", value, "no directory is named");
    spec.chroot = value;
    return {};
}

constexpr Option rows[] = {
    {"--root", "DIR", "the directory that becomes / inside", set_root},
    {"--readonly", nullptr, "make the root and all below it read-only", raise<&Spec::readonly>},
    {"--chroot", "DIR", "in place of all isolation: run in DIR by chroot(2) alone", set_chroot},
};

} // namespace

constinit const OptionGroup root_options = {"The root:", rows};

} // namespace launch
