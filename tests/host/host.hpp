/** What the host tests share: launch on the test root, and a scratch root of its own. */
#pragma once

#include "support/files.hpp"
#include "support/process.hpp"
#include "support/words.hpp"

#include <filesystem>
#include <string>

namespace launch_test {

/** `launch --root ROOT` with the probe at /mnt/probe, then these words. */
inline Words launch_words(const Words& words) {
    return Words{setting("LAUNCH"), "--root", setting("LAUNCH_ROOT")} + words;
}

inline Outcome launch(const Words& words) {
    return run(launch_words(words));
}

/** What makes a command line that of an ordinary user. */
inline Words as_user() {
    return {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};
}

/** What puts a command line under a filter that refuses one system call. */
inline Words without(long call) {
    return {setting("LAUNCH_PROBE"), "without", std::to_string(call)};
}

/** Runs a shell script inside, with these options, and with these arguments. */
inline Outcome inside(const std::string& script, const Words& options = {},
                      const Words& arguments = {}) {
    return launch(options + Words{"--", "/bin/sh", "-c", script, "sh"} + arguments);
}

/** Whether the root has a dynamic program, as Alpine has, and one made of busybox-static has not. */
inline bool has_apk() {
    return std::filesystem::exists(setting("LAUNCH_ROOT") + "/sbin/apk");
}

/** The option that brings the probe in; it is then `/probe`. */
inline const Words probe_option() {
    return {"--ro-bind", setting("LAUNCH_PROBE") + ":/probe"};
}

/** Runs the probe inside. */
inline Outcome probe(const Words& words, const Words& options = {}) {
    return launch(probe_option() + options + Words{"--", "/probe"} + words);
}

/** The first child of a process. */
inline std::string child_of(const std::string& process) {
    std::string text = read_file("/proc/" + process + "/task/" + process + "/children");
    return text.substr(0, text.find(' '));
}

} // namespace launch_test
