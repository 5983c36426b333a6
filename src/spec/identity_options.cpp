/** Options: who the command is. */
#include "spec/values.hpp"

namespace launch {

namespace {

constexpr Option rows[] = {
    {"--uid", "N", "run as this user id, without supplementary groups", store_id<&Spec::user>},
    {"--gid", "N", "run as this group id (default: the number of --uid)", store_id<&Spec::group>},
};

} // namespace

constinit const OptionGroup identity_options = {"Its credentials and limits:", rows};

} // namespace launch
