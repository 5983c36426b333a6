/** Options: looking without doing. */
#include "spec/values.hpp"

namespace launch {

namespace {

constexpr Option rows[] = {
    {"--dry-run\0\0print the steps and do nothing; needs no rights"_row, raise<&Spec::dry_run>},
    {"--verbose\0\0print each step as it is done, on stderr"_row, raise<&Spec::verbose>},
    {"--help\0\0print this"_row, raise<&Spec::help>},
    {"--version\0\0print the version"_row, raise<&Spec::version>},
};

} // namespace

constinit const OptionGroup looking_options = {"Looking:"_t, 0, rows};

} // namespace launch
