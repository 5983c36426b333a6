#include "system/cgroups.hpp"

#include "system/check.hpp"
#include "system/system.hpp"

#include <linux/random.h>

namespace launch {

using namespace std::string_view_literals;

Result<> write_in(const char* cgroup, const char* file, std::string_view content) {
    Descriptor directory;
    const auto opened = open_path(cgroup, O_PATH | O_DIRECTORY, directory);
    return opened ? write_file(directory.get(), file, content) : opened;
}

Result<> freeze(int cgroup, bool frozen) {
    const auto done = write_file(cgroup, "cgroup.freeze", frozen ? "1"sv : "0"sv);
    if (done || !done.error().is(ENOENT)) return done;
    return write_file(cgroup, "freezer.state", frozen ? "FROZEN"sv : "THAWED"sv);
}

Result<> add_device_number(Text& out, const char* path) {
    struct statx entry;
    const long looked = look_at(here, path, 0, entry);
    if (looked < 0) return failed(looked, "open"_t, path);
    if (!S_ISBLK(entry.stx_mode)) return refuse("open"_t, path, "not a block device"_t);
    out.number(entry.stx_rdev_major).add(":").number(entry.stx_rdev_minor);
    return {};
}

std::uint64_t random_number() {
    std::uint64_t number = 0;
    call(SYS_getrandom, &number, sizeof number, GRND_INSECURE);
    return number;
}

} // namespace launch
