/** What only the machine's PID 1 may be asked for. */
#include "plan/parts.hpp"

#include <cstring>

namespace launch {

Result<> check_machine(const Spec& spec, const Facts& facts) {
    const char* const given = spec.report != nullptr   ? "--report"
                              : spec.input != nullptr  ? "--input"
                              : spec.output != nullptr ? "--output"
                              : spec.errors != nullptr ? "--errors"
                                                       : nullptr;
    if (given != nullptr && !facts.machine) {
        return refuse("read option", given, "only the PID 1 of a machine has such a line");
    }
    const bool all = spec.report != nullptr && spec.input != nullptr && spec.output != nullptr &&
                     spec.errors != nullptr;
    if (given != nullptr && std::strcmp(given, "--report") != 0) {
        return refuse("read option", given, "it needs --report, too");
    }
    const bool some = spec.input != nullptr || spec.output != nullptr || spec.errors != nullptr;
    if (some && !all) {
        return refuse("read option", "--output", "--input, --output and --errors go together");
    }
    return {};
}

} // namespace launch
