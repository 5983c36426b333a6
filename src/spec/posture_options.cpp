/** Options: what the command may do. */
#include "spec/values.hpp"

namespace launch {

namespace {

constexpr Option rows[] = {
    {"--privileged", nullptr, "every capability, writable /sys, and device nodes of the root work",
     raise<&Spec::privileged>},
};

} // namespace

constinit const OptionGroup posture_options = {"What it may do:", rows};

} // namespace launch
