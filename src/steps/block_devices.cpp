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

using namespace std::string_view_literals;

constexpr std::string_view nul("\0", 1);

/** The uevent of a device in /sys/class/block, or of the disk that it is a part of. */
class Uevent {
public:
    Uevent(const char* name, const char* file) {
        TextOf<320> path;
        path.add("/sys/class/block/").add(name).add(file);
        text = read_in(here, path.c_str(), memory);
    }
    [[nodiscard]] std::string_view value(std::string_view key) const {
        return find_value(text, key);
    }
    /** Adds "/dev/NAME", which a name in /sys need not be: there / is !. */
    void add_path(Text& out) const { out.add("/dev/").add(value("\nDEVNAME="sv)); }

private:
    std::array<char, 2048> memory;
    std::string_view text;
};

void open_device(const Uevent& uevent, Descriptor& device) {
    TextOf<320> path;
    uevent.add_path(path);
    static_cast<void>(open_at(here, path.c_str(), O_RDONLY | O_NONBLOCK, device));
}

void add_file_system(Text& tags, const Uevent& uevent) {
    std::array<char, super_block_bytes> head;
    Descriptor device;
    open_device(uevent, device);
    const bool read = read_at(device, 0, head);
    add_super_block(tags, std::span(head).first(read ? head.size() : 0));
}

/** Kernels tell the number and the name, but only new ones the id. */
void add_partition(Text& tags, const Uevent& uevent, const char* name) {
    const std::uint64_t number = find_number(uevent.value("\nPARTN="sv), {});
    if (number == 0) return;
    const auto label = uevent.value("\nPARTNAME="sv);
    if (!label.empty()) tags.add("PARTLABEL=").add(label).add(nul);
    Descriptor disk;
    open_device(Uevent(name, "/../uevent"), disk);
    tags.add("PARTUUID=");
    add_partition_id(tags, disk, number);
    tags.add(nul);
}

void add_tags(Text& tags, const char* name) {
    const Uevent uevent(name, "/uevent");
    uevent.add_path(tags);
    tags.add(nul);
    add_file_system(tags, uevent);
    add_partition(tags, uevent, name);
}

struct Search {
    const char* wanted;
    Text& out;
    bool found = false;
};

bool note_if_wanted(void* argument, const char* name) {
    Search& search = *static_cast<Search*>(argument);
    DeviceTags tags;
    add_tags(tags, name);
    search.found = has_tag(tags.view(), search.wanted);
    if (search.found) search.out.add(tags.view());
    return !search.found;
}

bool list(void* argument, const char* name) {
    Search& search = *static_cast<Search*>(argument);
    DeviceTags tags;
    add_tags(tags, name);
    search.out.add(search.found ? "; " : " ");
    search.found = true;
    auto rest = tags.view();
    search.out.add_printable(take(rest, '\0'));
    while (!rest.empty()) {
        const auto tag = take(rest, '\0');
        if (!tag.empty()) search.out.add(" ").add_printable(tag);
    }
    return true;
}

void each_device(Search& search, bool (*each)(void*, const char*)) {
    Descriptor directory;
    const bool open =
        open_at(here, "/sys/class/block", O_RDONLY | O_DIRECTORY, directory).has_value();
    if (open) static_cast<void>(each_entry(directory, each, &search));
}

} // namespace

const char* next_tag(const char* tag) {
    return tag + std::string_view(tag).size() + 1;
}

bool has_tag(std::string_view tags, std::string_view wanted) {
    const char upper = wanted.starts_with("UUID="sv) || wanted.starts_with("PARTUUID="sv) ? ' ' : 0;
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
    Search search{wanted, tags};
    each_device(search, note_if_wanted);
    return search.found;
}

void list_devices(Text& out) {
    Search search{nullptr, out};
    out.add(" (block devices:"_t);
    each_device(search, list);
    out.add(search.found ? ")" : " none)");
}

} // namespace launch
