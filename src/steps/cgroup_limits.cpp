#include "steps/cgroup_limits.hpp"

#include "steps/tell.hpp"
#include "system/cgroups.hpp"

#include <algorithm>

namespace launch {

namespace {

// By CgroupLimit: the words of a sentence, the controller, and the file in each kind of hierarchy.
constexpr const char* limit_words = "memory \0memory and swap \0cpu \0pids \0";
constexpr std::uint8_t controllers[] = {memory_controller, memory_controller, cpu_controller,
                                        pids_controller};
constexpr const char* unified_files = "memory.max\0memory.swap.max\0cpu.max\0pids.max\0";
constexpr const char* old_files =
    "memory.limit_in_bytes\0memory.memsw.limit_in_bytes\0cpu.cfs_quota_us\0pids.max\0";
// By io_names.
constexpr const char* io_files = "io.max\0io.max\0io.max\0io.max\0";
constexpr const char* old_io_files =
    "blkio.throttle.read_bps_device\0blkio.throttle.write_bps_device\0"
    "blkio.throttle.read_iops_device\0blkio.throttle.write_iops_device\0";

/** A place, and how it went there. */
struct Setting {
    Attempt& attempt;
    const CgroupPlace& place;

    [[nodiscard]] bool write(const char* unified, const char* old, unsigned row,
                             const Text& value) const {
        const char* const file = name_at(place.unified ? unified : old, row);
        auto written = write_in(place.path.data(), file, value.view());
        if (!written) written.error().set_action("limit by");
        return attempt.ok(written);
    }
};

/** Swap is counted by itself in cgroup2, and with the memory in the other. */
std::uint64_t number_for(const CgroupWish& wish, const CgroupPlace& place, unsigned limit) {
    const bool by_itself = limit == swap_limit && place.unified;
    return wish.limits[limit] - (by_itself ? wish.limits[memory_limit] : 0);
}

/** Writes "254:0 rbps=1048576", or "254:0 1048576" where each has a file; others stay as they are. */
bool limit_device(const Setting& setting, const IoWish& wish) {
    for (unsigned kind = 0; kind < wish.most.size(); ++kind) {
        if (wish.most[kind] == 0) continue;
        TextOf<64> line;
        if (!setting.attempt.ok(add_device_number(line, wish.device))) return false;
        line.add(" ");
        if (setting.place.unified) line.add(name_at(io_names, kind)).add("=");
        line.number(wish.most[kind]);
        if (!setting.write(io_files, old_io_files, kind, line)) return false;
    }
    return true;
}

} // namespace

NameSet controllers_for(const CgroupWish& wish) {
    NameSet set = wish.devices.empty() ? 0 : in_set(io_controller);
    for (unsigned limit = 0; limit < wish.limits.size(); ++limit) {
        if (wish.limits[limit] != 0) set |= in_set(controllers[limit]);
    }
    return set;
}

bool set_limits(Attempt& attempt, const CgroupWish& wish, const CgroupPlace& place) {
    const Setting setting{attempt, place};
    for (unsigned limit = 0; limit < wish.limits.size(); ++limit) {
        const bool here = (place.controllers & in_set(controllers[limit])) != 0;
        if (!here || wish.limits[limit] == 0) continue;
        TextOf<24> value;
        value.number(number_for(wish, place, limit));
        if (!setting.write(unified_files, old_files, limit, value)) return false;
    }
    const bool here = (place.controllers & in_set(io_controller)) != 0;
    return !here || std::ranges::all_of(wish.devices, [&](const IoWish& device) {
        return limit_device(setting, device);
    });
}

void describe_limits(Text& out, const CgroupWish& wish) {
    const char* before = " with ";
    for (unsigned limit = 0; limit < wish.limits.size(); ++limit) {
        if (wish.limits[limit] == 0) continue;
        out.add(before).add(name_at(limit_words, limit)).add(wish.words[limit]);
        before = ", ";
    }
    for (const IoWish& device : wish.devices) {
        out.add(before);
        tell(out, "% %", device.device, device.list);
        before = ", ";
    }
}

} // namespace launch
