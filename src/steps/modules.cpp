#include "steps/modules.hpp"

#include "base/names.hpp"
#include "base/text.hpp"
#include "system/modules.hpp"
#include "system/system.hpp"
#include "system/trees.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <string_view>

namespace launch {

namespace {

/** Each of them may be on one before it: a driver of virtio's on PCI makes devices of virtio's. */
constexpr const char* buses =
    "/sys/bus/acpi/devices\0/sys/bus/pci/devices\0/sys/bus/virtio/devices\0";

struct Bus {
    Descriptor devices;
    std::span<char* const> words;
};

Result<> load_file(std::string_view name, std::span<char* const> words) {
    TextOf<128> path;
    TextOf<2048> parameters;
    Descriptor file;
    path.add("/lib/modules/").add(name).add(".ko");
    for (const char* const word : words) {
        auto rest = sized(word);
        if (take(rest, '.') == name) parameters.add(rest).space();
    }
    Result<> done = open_path(path.c_str(), O_RDONLY, file);
    if (done.error().is(ENOENT)) return {}; // it is loaded
    if (done) done = insert_module(file, parameters.c_str());
    if (done) static_cast<void>(remove_entry(here, path.c_str()));
    return done;
}

bool load_for_device(void* argument, const char* device) {
    const Bus& bus = *static_cast<const Bus*>(argument);
    TextOf<128> path;
    std::array<char, 512> name{};
    path.add(device).add("/modalias");
    read_in(bus.devices.get(), path.c_str(), name);
    name.back() = '\0';
    static_cast<void>(load_module(name.data(), bus.words));
    return true;
}

} // namespace

// NOLINTNEXTLINE(misc-no-recursion): as deep as a pattern has *
bool is_like(const char* pattern, const char* name) {
    for (; *pattern != '*'; ++pattern, ++name) {
        if (*pattern == ' ') return *name == '\0';
        if (*pattern != *name || *name == '\0') return false;
    }
    do {
        if (is_like(pattern + 1, name)) return true;
    } while (*name++ != '\0');
    return false;
}

Result<> load_module(const char* name, std::span<char* const> words) {
    std::span<char> text;
    static_cast<void>(map_file("/lib/modules/modules.dep", text)); // without it there is none
    std::string_view lines(text.data(), text.size());
    Result<> done = refuse("load module"_t, name, "the image has none of this name"_t);
    while (!lines.empty()) {
        auto line = take_line(lines);
        if (!is_like(line.data(), name)) continue;
        done = {};
        take_word(line);
        while (done && !line.empty()) done = load_file(take_word(line), words);
        if (!done) done.error().object = name;
    }
    release_memory(text);
    return done;
}

void load_for_devices(std::span<char* const> words) {
    for (const char* path = buses; *path != '\0'; path = name_at(path, 1)) {
        Bus bus{{}, words};
        const auto opened = open_path(path, O_RDONLY | O_DIRECTORY, bus.devices);
        if (opened) static_cast<void>(each_entry(bus.devices, load_for_device, &bus));
    }
}

} // namespace launch
