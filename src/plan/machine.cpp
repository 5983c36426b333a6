/** What only the machine's PID 1 may be asked for. */
#include "plan/parts.hpp"

#include <array>

namespace launch {

Result<> check_machine(const Spec& spec, const Facts& facts) {
    const std::array<const char*, 4> lines = {spec.report, spec.input, spec.output, spec.errors};
    static constexpr std::array<const char*, 4> names = {"--report", "--input", "--output",
                                                         "--errors"};
    std::size_t count = 0;
    std::size_t first = 0;
    for (std::size_t each = lines.size(); each-- > 0;) {
        if (lines[each] == nullptr) continue;
        ++count;
        first = each;
    }
    if (count == 0) return {};
    if (!facts.machine) {
        return contradicts(names[first], "only the PID 1 of a machine has such a line"_t);
    }
    if (first != 0) return contradicts(names[first], "it needs --report, too"_t);
    if (count != 1 && count != lines.size()) {
        return contradicts("--output", "--input, --output and --errors go together"_t);
    }
    return {};
}

} // namespace launch
