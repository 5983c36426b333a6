/** `launch doctor`: what this host allows, what blocks each feature, and the remedy. */
#include "base/json.hpp"
#include "base/names.hpp"
#include "verbs/run.hpp"
#include "verbs/trials.hpp"

#include <cstring>

namespace launch {

namespace {

/** What is tried (see trials.hpp), and where the trial's failure has no hint: the remedy. */
struct Group {
    Literal rows; ///< name and trial of each, with a NUL behind both
    Literal remedy;
};

constexpr Group groups[] = {
    {"run\0--chdir=/\0" // the first one decides
     "user namespace run\0--unshare=user\0"
     "ranges of ids\0--map-auto\0"
     "overlay\0--mount=type=overlay,dst=/tmp,lowerdir=/usr:/tmp\0"
     "idmapped mounts\0--bind=/etc:/etc:idmap=0:0:1\0"
     "mount namespace\0:0\0pid namespace\0:1\0net namespace\0:2\0ipc namespace\0:3\0"
     "uts namespace\0:4\0cgroup namespace\0:5\0user namespace\0:6\0time namespace\0:7\0"
     "limits\0--pids=64\0veth\0--net=veth\0user network\0--net=user\0terminal\0--tty=yes\0"_t,
     ""_t},
    {"loop devices\0/dev/loop-control\0squashfs\0squashfs\0erofs\0erofs\0ext4\0ext4\0"_t,
     "be root, and load its module"_t},
    {"kernel\0=k\0pidfd\0=p\0openat2\0=o\0seccomp\0=s\0landlock\0=l\0"_t,
     "boot a newer kernel, or leave the filter that hides it"_t},
    {"cgroups\0=c\0"_t, "mount cgroup2 on /sys/fs/cgroup"_t},
    {"named runs\0=n\0"_t, "set $XDG_RUNTIME_DIR, or make /run writable"_t},
};

void tell_json(Json& json, const char* name, const char* verdict, const Finding& finding) {
    json.open().word("name", name).word("verdict", verdict);
    json.text("what", finding.what).text("remedy", finding.remedy).close();
}

[[gnu::noinline]] void tell_plainly(Text& out, const char* name, const char* verdict,
                                    const Finding& finding) {
    const std::size_t start = out.view().size();
    out.add(name);
    while (out.view().size() < start + 20) out.space();
    out.add(verdict);
    if (!finding.what.empty()) out.add(": ").add_printable(finding.what);
    if (!finding.remedy.empty()) out.add("\n  remedy: "_t).add_printable(finding.remedy);
    out.line();
}

/** Tries all rows; answers whether the first one, the default run, works. */
bool examine_all(Text& out, Json* json, SignalSet blocked) {
    bool runs = false;
    for (const Group& group : groups) {
        for (const char* name = group.rows.text(); *name != '\0'; name += std::strlen(name) + 1) {
            const char* const row = name;
            name += std::strlen(name) + 1;
            Finding finding;
            examine(finding, name, blocked);
            finding.settle(group.remedy);
            if (row == groups[0].rows.packed) runs = finding.verdict == Verdict::yes;
            const auto number = static_cast<unsigned>(finding.verdict);
            const char* const verdict = name_at("no\0limited\0yes\0", number);
            json == nullptr ? tell_plainly(out, row, verdict, finding)
                            : tell_json(*json, row, verdict, finding);
        }
    }
    return runs;
}

} // namespace

int examine_host(std::span<char* const> words, SignalSet blocked) {
    Stop why;
    const bool as_json = words.size() == 1 && std::strcmp(words[0], "--json") == 0;
    if (!words.empty() && !as_json) {
        return conclude(why, refuse("read words"_t, words[0], "not --json alone"_t));
    }
    block_signals(blocked); // it may be ended
    stop_ignoring_children();
    TextOf<32768> text;
    Json json(text);
    if (as_json) json.begin().list("features");
    const bool runs = examine_all(text, as_json ? &json : nullptr, blocked);
    if (as_json) json.close().truth("runs", runs).close();
    if (as_json) text.line();
    const int code = conclude(why, print_out(text));
    return code == 0 && !runs ? 1 : code;
}

} // namespace launch
