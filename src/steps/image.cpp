#include "steps/image.hpp"

#include "steps/mounts.hpp"
#include "steps/tell.hpp"
#include "system/loops.hpp"
#include "system/system.hpp"

#include <cstring>
#include <fcntl.h>
#include <string_view>

namespace launch {

Result<> apply(const Image& step, Context& context) {
    Descriptor file;
    Descriptor loop;
    TextOf<64> device;
    // ext4 would write its journal's content back first, and refuse when it cannot.
    const bool journal = std::strcmp(step.type, "ext4") == 0;
    using namespace std::string_view_literals;
    const auto options = step.writable ? ""sv : journal ? "ro\0noload"sv : "ro"sv;
    Result<> done = open_path(step.path, step.writable ? O_RDWR : O_RDONLY, file);
    if (done) done = attach_loop(file, !step.writable, device, loop);
    if (!done) return done;
    return detached_mount(step.type, options, step.attributes, context.root, device.c_str());
}

void describe(Text& out, const Image& step) {
    tell(out, "mount the % image %"_t, step.type, step.path);
    describe_flags(out, step.attributes);
}

Result<> apply(const Prepared&, Context& context) {
    return move_tree(context.root, here, "/");
}

void describe(Text& out, const Prepared&) {
    out.add("take the mounted image as the root"_t);
}

} // namespace launch
