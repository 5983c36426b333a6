/** Options: how a run is found, and what it tells to programs. */
#include "spec/values.hpp"

namespace launch {

namespace {

Result<> set_name(Spec& spec, char* value) {
    spec.name = value;
    if (is_run_name(value)) return {};
    return wrong("read --name"_t, value, "not 1 to 64 of A-Z a-z 0-9 _ . -, the first no . or -"_t);
}

Result<> set_pid_file(Spec& spec, char* value) {
    spec.pid_file = value;
    if (*value != '\0') return {};
    return wrong("read --pid-file"_t, value, "no file is named"_t);
}

template <auto member> Result<> set_descriptor(Spec& spec, char* value) {
    const auto descriptor = number(value, 0x7fffffff);
    if (!descriptor) return wrong("read descriptor"_t, value, "not a decimal number"_t);
    spec.*member = static_cast<int>(*descriptor);
    return {};
}

constexpr Option rows[] = {
    {"--name\0NAME\0the verbs find it by this, too"_row, set_name},
    {"--pid-file\0FILE\0write launch's own number to FILE while it runs"_row, set_pid_file},
    {"--info-fd\0FD\0write JSON to this descriptor once it runs"_row, set_descriptor<&Spec::info>},
    {"--report-fd\0FD\0the same at the end, or when it could not start"_row,
     set_descriptor<&Spec::record>},
};

} // namespace

bool is_run_name(std::string_view name) {
    if (name.empty() || name.size() > 64 || name[0] == '.' || name[0] == '-') return false;
    return std::ranges::all_of(name, [](char byte) {
        const char lower = static_cast<char>(byte | 0x20);
        return (lower >= 'a' && lower <= 'z') || (byte >= '0' && byte <= '9') || byte == '_' ||
               byte == '.' || byte == '-';
    });
}

constinit const OptionGroup watch_options = {"Finding and watching it:"_t, false, rows};

} // namespace launch
