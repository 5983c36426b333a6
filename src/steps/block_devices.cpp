#include "steps/block_devices.hpp"

#include "steps/partitions.hpp"
#include "steps/superblock.hpp"
#include "system/procfs.hpp"
#include "system/system.hpp"
#include "system/trees.hpp"

#include <array>
#include <fcntl.h>

namespace launch {

namespace {

using UeventMemory = std::array<char, 2048>; // the kernel has no larger ones

std::string_view read_uevent(const char* name, const char* file, UeventMemory& memory) {
    TextOf<320> path;
    path.add("/sys/class/block/").add(name).add(file);
    return read_in(here, path.c_str(), memory);
}

/** "/dev/NAME" and a NUL; in /sys / is ! in a name. */
void add_path(Text& out, std::string_view uevent) {
    add_word(out, "/dev/", find_value(uevent, "\nDEVNAME="));
}

/** Opens the device of which this is the uevent. */
void open_device(std::string_view uevent, Descriptor& device) {
    TextOf<320> path;
    add_path(path, uevent);
    static_cast<void>(open_path(path.c_str(), O_RDONLY | O_NONBLOCK, device));
}

void add_tags(Text& tags, const char* name) {
    UeventMemory memory;
    std::array<char, super_block_bytes> head;
    Descriptor device;
    const auto uevent = read_uevent(name, "/uevent", memory);
    add_path(tags, uevent);
    open_device(uevent, device);
    const bool read = read_at(device, 0, head);
    add_super_block(tags, std::span(head).first(read ? head.size() : 0));
    const std::uint64_t number = find_number(uevent, "\nPARTN=");
    add_tag(tags, "PARTLABEL=", find_value(uevent, "\nPARTNAME="));
    if (number == 0) return;
    // Only new kernels tell the id, too.
    Descriptor disk;
    open_device(read_uevent(name, "/../uevent", memory), disk);
    add_partition_id(tags, disk, number);
}

/** Looking for a device, or listing all of them when none is wanted. */
struct Search {
    const char* wanted;
    Text& out;
    bool found = false;
};

void list(Search& search, std::string_view tags) {
    search.out.add(search.found ? ";" : "");
    search.found = true;
    while (!tags.empty()) {
        const auto tag = take(tags, '\0');
        if (!tag.empty()) search.out.space().add_printable(tag);
    }
}

bool look(void* argument, const char* name) {
    Search& search = *static_cast<Search*>(argument);
    DeviceTags tags;
    add_tags(tags, name);
    if (search.wanted == nullptr) {
        list(search, tags.view());
        return true;
    }
    search.found = has_tag(tags.view(), sized(search.wanted));
    if (search.found) search.out.add(tags.view());
    return !search.found;
}

bool look_at_all(const char* wanted, Text& out) {
    Search search{wanted, out};
    Descriptor directory;
    const auto opened = open_path("/sys/class/block", O_RDONLY | O_DIRECTORY, directory);
    if (opened) static_cast<void>(each_entry(directory, look, &search));
    return search.found;
}

} // namespace

const char* next_tag(const char* tag) {
    return tag + std::string_view(tag).size() + 1;
}

bool has_tag(std::string_view tags, std::string_view wanted) {
    const char upper = begins(wanted, "UUID=") || begins(wanted, "PARTUUID=") ? ' ' : 0;
    while (!tags.empty()) {
        const auto tag = take(tags, '\0');
        std::size_t same = 0;
        while (same < tag.size() && same < wanted.size() &&
               (tag[same] | upper) == (wanted[same] | upper)) {
            ++same;
        }
        if (same == tag.size() && same == wanted.size()) return true;
    }
    return false;
}

bool find_device(const char* wanted, Text& tags) {
    return look_at_all(wanted, tags);
}

void list_devices(Text& out) {
    out.add(" (block devices:"_t);
    out.add(look_at_all(nullptr, out) ? ")" : " none)");
}

} // namespace launch
