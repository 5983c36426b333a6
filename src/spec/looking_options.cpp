/** Options: looking without doing. */
#include "spec/values.hpp"

namespace launch {

namespace {

constexpr OptionRow looking_rows[] = {
    {"--dry-run\0\0print the steps and do nothing; needs no rights", raise<&Spec::dry_run>},
    {"--verbose\0\0print each step as it is done, on stderr", raise<&Spec::verbose>},
    {"--timings\0\0say in the end when each step was done, on stderr", raise<&Spec::timings>},
    {"--help\0\0print this", raise<&Spec::help>},
    {"--version\0\0print the version", raise<&Spec::version>},
};

} // namespace

constinit const OptionGroup looking_options = OptionParts<looking_rows>::group("Looking:"_t, other);

} // namespace launch
