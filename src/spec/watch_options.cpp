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

Literal read_descriptor(const char* value, int& descriptor) {
    std::uint32_t number = 0;
    const bool right = read_number(sized(value), 0x7fffffff, number);
    descriptor = static_cast<int>(number);
    return right ? fine : "not a decimal number"_t;
}

Literal set_info(Spec& spec, char* value) {
    return read_descriptor(value, spec.info);
}

Literal set_report(Spec& spec, char* value) {
    return read_descriptor(value, spec.record);
}

constexpr OptionRow watch_rows[] = {
    {"--name\0NAME\0the verbs find it by this, too", set_name},
    {"--pid-file\0FILE\0write launch's own number to FILE while it runs", set_pid_file},
    {"--info-fd\0FD\0write JSON to this descriptor once it runs", set_info},
    {"--report-fd\0FD\0the same at the end, or when it could not start", set_report},
};

} // namespace

constinit const OptionGroup watch_options =
    OptionParts<watch_rows>::group("Finding and watching it:"_t, other);

} // namespace launch
