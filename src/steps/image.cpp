#include "steps/image.hpp"

#include "steps/mounts.hpp"
#include "system/loops.hpp"
#include "system/system.hpp"

#include <fcntl.h>
#include <string_view>

namespace launch {

Result<> apply(const Image& step, Context& context) {
    const auto file = open_at(here, step.path, step.writable ? O_RDWR : O_RDONLY);
    if (!file) return std::unexpected(file.error());
    TextOf<32> device;
    const auto loop = attach_loop(*file, !step.writable, device);
    if (!loop) return std::unexpected(loop.error());
    // ext4 would write its journal's content back first, and refuse when it cannot.
    const bool journal = !step.writable && std::string_view(step.type) == "ext4";
    using namespace std::string_view_literals;
    const auto options = step.writable ? ""sv : journal ? "ro\0noload"sv : "ro"sv;
    auto tree = detached_mount(step.type, options, step.attributes, device.c_str());
    if (!tree) return std::unexpected(tree.error());
    context.root = std::move(*tree);
    return {};
}

void describe(Text& out, const Image& step) {
    out.add("mount the ").add(step.type).add(" image ").add(step.path);
    describe_flags(out, step.attributes);
}

Result<> apply(const Prepared&, Context& context) {
    return move_tree(context.root, here, "/");
}

void describe(Text& out, const Prepared&) {
    out.add("take the mounted image as the root");
}

} // namespace launch
