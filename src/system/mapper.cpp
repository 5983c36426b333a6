#include "system/mapper.hpp"

#include "system/check.hpp"
#include "system/system.hpp"

#include <cstring>
#include <linux/ioctl.h>

namespace launch {

namespace {

/** The head is both question and answer, so each question has a new one. */
bool ask_mapper(unsigned long command, MapRequest& request) {
    constexpr char name[] = "launch\0"; // 8 bytes
    Descriptor control;
    static_cast<void>(open_path("/dev/mapper/control", O_RDWR, control));
    request.head = {};
    request.head.version[0] = DM_VERSION_MAJOR;
    request.head.data_size = sizeof request;
    request.head.data_start = sizeof request.head;
    request.head.target_count = 1;
    request.head.flags = DM_READONLY_FLAG | DM_PERSISTENT_DEV_FLAG; // of the number 0, as dev is
    std::memcpy(request.head.name, name, sizeof name);
    return ask_device(control.get(), static_cast<unsigned>(command), &request) == 0;
}

} // namespace

bool map_device(MapRequest& request) {
    return ask_mapper(DM_DEV_CREATE, request) && ask_mapper(DM_TABLE_LOAD, request) &&
           ask_mapper(DM_DEV_SUSPEND, request);
}

void unmap_devices() {
    MapRequest request;
    ask_mapper(DM_REMOVE_ALL, request);
}

} // namespace launch
