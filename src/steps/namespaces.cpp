#include "steps/namespaces.hpp"

#include "system/system.hpp"

namespace launch {

Result<> apply(const HostName& step, Context&) {
    return set_host_name(step.name);
}

void describe(Text& out, const HostName& step) {
    out.add("set the host name to "_t).add(step.name);
}

Result<> apply(const Loopback&, Context&) {
    return raise_loopback();
}

void describe(Text& out, const Loopback&) {
    out.add("bring the loopback interface up"_t);
}

} // namespace launch
