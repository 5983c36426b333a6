/** Options: how a run is found, and what it tells to programs. */
#include "base/names.hpp"
#include "spec/values.hpp"

namespace launch {

namespace {

Literal set_name(Spec& spec, char* value) {
    spec.name = value;
    return is_plain_name(value) ? fine : "not 1 to 64 of A-Z a-z 0-9 _ . -, the first no . or -"_t;
}

Literal set_pid_file(Spec& spec, char* value) {
    spec.pid_file = value;
    return *value != '\0' ? fine : "no file is named"_t;
}

template <auto member> Literal set_descriptor(Spec& spec, char* value) {
    const auto descriptor = number(value, 0x7fffffff);
    if (!descriptor) return "not a decimal number"_t;
    spec.*member = static_cast<int>(*descriptor);
    return fine;
}

constexpr Option rows[] = {
    {"--name\0NAME\0the verbs find it by this, too"_row, set_name},
    {"--pid-file\0FILE\0write launch's own number to FILE while it runs"_row, set_pid_file},
    {"--info-fd\0FD\0write JSON to this descriptor once it runs"_row, set_descriptor<&Spec::info>},
    {"--report-fd\0FD\0the same at the end, or when it could not start"_row,
     set_descriptor<&Spec::record>},
};

} // namespace

constinit const OptionGroup watch_options = {"Finding and watching it:"_t, false, rows};

} // namespace launch
