/** QEMU as people start it who want no wrapper: a kernel, an image, a command line. */
#pragma once

#include "vm.hpp"

#include <boost/test/unit_test.hpp>
#include <filesystem>

namespace launch_test {

/** The kernel that qemu/run has fetched; a boot through it makes sure that there is one. */
inline std::string kernel() {
    const std::string folder = setting("LAUNCH_SOURCE") + "/build/kernel";
    if (!std::filesystem::exists(folder)) vm({"--", "true"});
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
        const auto name = file.path().filename().string();
        if (name.starts_with("vmlinu")) return file.path().string();
    }
    return "(no kernel)";
}

/** Packs launch alone, but for what these words say. */
inline void pack_alone(const std::string& image, const Words& more = {}) {
    const auto packed = run(Words{setting("LAUNCH_SOURCE") + "/initramfs/pack.py", "--init",
                                  setting("LAUNCH"), "-o", image} +
                            more);
    BOOST_TEST_REQUIRE(packed.status == 0, packed.err);
}

inline void pack(const std::string& root, const std::string& place, const std::string& image,
                 const Words& more = {}) {
    pack_alone(image, Words{"--root", root, "--name", place} + more);
}

/** QEMU with this kernel command line; its serial lines are for other words to say. */
inline Words qemu(const std::string& image, const std::string& memory, const std::string& line) {
    return {"qemu-system-x86_64",
            "-accel",
            "tcg",
            "-machine",
            "q35",
            "-cpu",
            "max",
            "-m",
            memory,
            "-nodefaults",
            "-display",
            "none",
            "-no-reboot",
            "-kernel",
            kernel(),
            "-initrd",
            image,
            "-append",
            "panic=-1 " + line};
}

} // namespace launch_test
