/** Options: the root. */
#include "spec/values.hpp"

namespace launch {

namespace {

Result<> set_root(Spec& spec, char* value) {
    if (*value == '\0') return refuse("read --root", value, "no directory is named");
    spec.root = value;
    return {};
}

constexpr Option rows[] = {
    {"--root", "DIR", "the directory that becomes / inside", set_root},
    {"--readonly", nullptr, "make the root and all below it read-only", raise<&Spec::readonly>},
};

} // namespace

constinit const OptionGroup root_options = {"The root:", rows};

} // namespace launch
