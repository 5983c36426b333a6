/** Options: looking without doing. */
#include "spec/values.hpp"

namespace launch {

namespace {

constexpr Option rows[] = {
    {"--dry-run", nullptr, "print the steps and do nothing; needs no rights",
     raise<&Spec::dry_run>},
    {"--verbose", nullptr, "print each step as it is done, on stderr", raise<&Spec::verbose>},
    {"--help", nullptr, "print this", raise<&Spec::help>},
    {"--version", nullptr, "print the version", raise<&Spec::version>},
};

} // namespace

constinit const OptionGroup looking_options = {"Looking:", rows};

} // namespace launch
