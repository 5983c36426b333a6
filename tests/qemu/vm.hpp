/** What the QEMU tests share: a machine that runs one command, as `qemu/run` starts it. */
#pragma once

#include "support/files.hpp"
#include "support/process.hpp"
#include "support/words.hpp"

#include <string>

namespace launch_test {

/** `qemu/run` with these words. */
inline Words vm_words(const Words& words) {
    return Words{setting("LAUNCH_SOURCE") + "/qemu/run"} + words;
}

/** Boots, runs and waits. */
inline Outcome vm(const Words& words, Options options = {}) {
    options.timeout = Seconds(150);
    return run(vm_words(words), options);
}

/** A shell script inside, with these options of qemu/run. */
inline Outcome vm_script(const std::string& script, const Words& options = {}) {
    return vm(options + Words{"--", "/bin/sh", "-c", script});
}

/** PID 1's own binary as /launch inside, all doors open, and nothing isolated but the mounts. */
inline Words beside_pid_1() {
    return {"-o", "--privileged",           "-o", "--share=pid,net,ipc,uts,cgroup",
            "-o", "--ro-bind=/init:/launch"};
}

/** Types into a Unix socket, and hears it up to the line `mark`. */
inline Outcome talk(const std::string& socket, const std::string& mark, const std::string& typed) {
    return run(
        {"/usr/bin/python3", setting("LAUNCH_SOURCE") + "/tests/support/talk.py", socket, mark},
        {.input = typed});
}

/** Tells QEMU's monitor something, and waits until it has done so: on a line that is closed before, it
 *  may never be read. */
inline bool tell_monitor(const std::string& socket, const std::string& command) {
    return talk(socket, "VM status: running", command + "\ninfo status\n").status == 0;
}

/** What it said, but for the line about a root that had to be made because there was no Alpine. */
inline std::string without_note(const std::string& errors) {
    const std::string note = "qemu/run: root: ";
    return errors.starts_with(note) ? errors.substr(errors.find('\n') + 1) : errors;
}

/** What stands behind "KEY=" in a line of the output. */
inline std::string value(const std::string& output, const std::string& key) {
    const auto start = ("\n" + output).find("\n" + key + "=");
    if (start == std::string::npos) return "(no " + key + ")";
    const auto from = start + key.size() + 1;
    return output.substr(from, output.find('\n', from) - from);
}

} // namespace launch_test
