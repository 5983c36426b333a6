#include "steps/cgroup_limits.hpp"

#include "steps/tell.hpp"
#include "system/cgroups.hpp"

namespace launch {

namespace {

// By CgroupLimit: the words of a sentence, and the controller.
constexpr const char* limit_words = "memory \0memory and swap \0cpu \0pids \0";
constexpr std::uint8_t controllers[] = {memory_controller, memory_controller, cpu_controller,
                                        pids_controller};
// The file in each kind of hierarchy, by CgroupLimit, and from this row on by io_names.
constexpr unsigned io_row = 4;
constexpr const char* unified_files = "memory.max\0memory.swap.max\0cpu.max\0pids.max\0"
                                      "io.max\0io.max\0io.max\0io.max\0";
// Of the old kind: packed, as few need them.
constexpr NameList old_files =
    "memory.limit_in_bytes\0memory.memsw.limit_in_bytes\0cpu.cfs_quota_us\0pids.max\0"
    "blkio.throttle.read_bps_device\0blkio.throttle.write_bps_device\0"
    "blkio.throttle.read_iops_device\0blkio.throttle.write_iops_device\0"_list;

/**
 * Writes one limit, if there is one: "67108864", and of a device "254:0 rbps=1048576", which leaves
 * its others as they are, or "254:0 1048576" where each has a file.
 */
[[gnu::noinline]] bool set_limit(Attempt& attempt, const CgroupPlace& place, unsigned row,
                                 const char* device, std::uint64_t most) {
    TextOf<64> line;
    if (device != nullptr) {
        if (!attempt.ok(add_device_number(line, device))) return false;
        line.space();
        if (place.unified) line.add(name_at(io_names, row - io_row)).add("=");
    }
    line.number(most);
    const char* const file = name_at(place.unified ? unified_files : old_files.text(), row);
    auto written = write_in(place.path.data(), file, line.view());
    if (!written) written.error().set_action("limit by"_t);
    return attempt.ok(written);
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
    for (unsigned row = 0; row < io_row; ++row) {
        std::uint64_t most = wish.limits[row];
        if (most == 0 || (place.controllers & in_set(controllers[row])) == 0) continue;
        // Swap is counted by itself in cgroup2, and with the memory in the other kind.
        if (row == swap_limit && place.unified) most -= wish.limits[memory_limit];
        if (!set_limit(attempt, place, row, nullptr, most)) return false;
    }
    if ((place.controllers & in_set(io_controller)) == 0) return true;
    for (const IoWish& each : wish.devices) {
        for (unsigned kind = 0; kind < each.most.size(); ++kind) {
            if (each.most[kind] == 0) continue;
            if (!set_limit(attempt, place, io_row + kind, each.device, each.most[kind]))
                return false;
        }
    }
    return true;
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
        tell(out, "% %"_t, device.device, device.list);
        before = ", ";
    }
}

} // namespace launch
