#include "life/port.hpp"

#include "base/names.hpp"
#include "system/system.hpp"
#include "system/trees.hpp"

#include <array>
#include <fcntl.h>

namespace launch {

namespace {

constexpr const char* ports = "/sys/class/virtio-ports";

/** No udev makes /dev/virtio-ports/NAME: what /sys calls the port is its name in /dev. */
bool look(void* port, const char* device) {
    TextOf<320> path;
    std::array<char, 32> name;
    path.add(ports).add("/").add(device).add("/name");
    if (!is_same(read_in(here, path.c_str(), name), "launch.record\n")) return true;
    TextOf<320> place;
    place.add("/dev/").add(device);
    static_cast<void>(
        open_path(place.c_str(), O_WRONLY | O_NONBLOCK, *static_cast<Descriptor*>(port)));
    return false;
}

} // namespace

void open_record_port(Descriptor& port) {
    Descriptor directory;
    if (!open_path(ports, O_RDONLY | O_DIRECTORY, directory)) return;
    static_cast<void>(each_entry(directory, look, &port));
}

} // namespace launch
