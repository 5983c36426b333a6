#include "life/timeline.hpp"

#include "base/names.hpp"
#include "system/system.hpp"

namespace launch {

void Timeline::reach(Stage stage) {
    std::uint64_t& time = began[static_cast<unsigned>(stage)];
    if (time == 0) time = microseconds_now();
}

void Timeline::record(Text& out) const {
    out.add("timeline");
    for (unsigned each = 0; each < began.size(); ++each) {
        if (began[each] == 0) continue;
        const char* const name =
            name_at("mounts\0modules\0root\0start\0command\0processes\0unmount\0off\0", each);
        out.space().add(name).space().number(began[each]);
    }
    out.line();
}

} // namespace launch
