#include "steps/usage.hpp"

#include "system/cgroups.hpp"
#include "system/procfs.hpp"
#include "system/system.hpp"

#include <fcntl.h>

namespace launch {

namespace {

// By UsageCount: the file in each kind of hierarchy, and the word before the number in there, if
// it does not stand alone.
constexpr const char* unified_files =
    "memory.events\0memory.events\0pids.events\0cpu.stat\0memory.peak\0";
// Of the old kind: packed, as few need them.
constexpr NameList old_files =
    "memory.oom_control\0memory.failcnt\0pids.events\0cpu.stat\0memory.max_usage_in_bytes\0"_list;
constexpr const char* keys = "oom_kill \0max \0max \0nr_throttled \0-\0";

} // namespace

Usage read_usage(const CgroupPlaces& places, bool all) {
    Usage usage;
    const unsigned wanted = all ? usage.counts.size() : oom_kills + 1;
    std::array<char, 1024> memory;
    for (const CgroupPlace& place : places) {
        Descriptor cgroup;
        if (!open_path(place.path.data(), O_PATH, cgroup)) continue;
        const char* const files = place.unified ? unified_files : old_files.text();
        for (unsigned count = 0; count < wanted; ++count) {
            const auto text = read_in(cgroup.get(), name_at(files, count), memory);
            const bool alone = behind(text, " ").data() == nullptr;
            if (!text.empty())
                usage.counts[count] = find_number(text, alone ? "" : name_at(keys, count));
        }
    }
    return usage;
}

} // namespace launch
