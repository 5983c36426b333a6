/** The command line: what each option sets, and what is refused with which sentence. */
#include "spec/options.hpp"

#include "arguments.hpp"
#include "sentences.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <functional>
#include <linux/mount.h>
#include <string>
#include <sys/resource.h>
#include <vector>

using namespace launch;
using launch_test::Parsed;
using launch_test::sentence;

namespace {

using Words = std::vector<std::string>;

std::string told(const char* text) {
    return text == nullptr ? "(null)" : text;
}

/** The parameters of the first mount's file system, with spaces in between. */
std::string parameters(const Spec& spec) {
    std::string all;
    for (auto rest = spec.mounts[0].parameters; !rest.empty();) {
        const auto word = take(rest, '\0');
        if (!word.starts_with(',')) all += (all.empty() ? "" : " ") + std::string(word);
    }
    return all;
}

struct SettingRow {
    std::string_view option, value; // strings would take the compiler half a minute
    bool (*is_set)(const Spec&);
};

CapabilitySet set_of(int number) {
    return capability(number);
}

/** Whether there is one limit, and this is it. */
bool is_limit(const Spec& spec, unsigned resource, std::uint64_t soft, std::uint64_t hard) {
    const Limit& limit = spec.limits[0];
    return spec.limits.size() == 1 && limit.resource == resource && limit.soft == soft &&
           limit.hard == hard;
}

constexpr std::uint64_t without_net = default_namespaces & ~std::uint64_t{CLONE_NEWNET};

bool is(const std::optional<ClockOffset>& offset, std::int64_t seconds, std::uint32_t nanoseconds) {
    return offset && offset->seconds == seconds && offset->nanoseconds == nanoseconds;
}

constexpr SettingRow with_value[] = {
    {"--root", "/r", [](const Spec& spec) { return told(spec.root) == "/r"; }},
    {"--copy", "[64m]",
     [](const Spec& spec) { return spec.copy.wanted && told(spec.copy.size) == "64m"; }},
    {"--ephemeral", "[50%]",
     [](const Spec& spec) { return spec.ephemeral.wanted && told(spec.ephemeral.size) == "50%"; }},
    {"--overlay", "/l:/u:/w",
     [](const Spec& spec) {
         return told(spec.overlay.lower) == "/l" && told(spec.overlay.upper) == "/u" &&
                told(spec.overlay.work) == "/w";
     }},
    {"--overlay", ":u,\"\\:w",
     [](const Spec& spec) {
         return spec.overlay.lower == nullptr && told(spec.overlay.upper) == "u,\"\\" &&
                told(spec.overlay.work) == "w";
     }},
    {"--chroot", "/c", [](const Spec& spec) { return told(spec.chroot) == "/c"; }},
    {"--bind", "/s:/d",
     [](const Spec& spec) {
         const MountWish& wish = spec.mounts[0];
         return told(wish.source) == "/s" && told(wish.target) == "/d" && wish.set == 0;
     }},
    {"--bind", "/s:/d:ro,rnoexec,noatime,suid",
     [](const Spec& spec) {
         const MountWish& wish = spec.mounts[0];
         return told(wish.target) == "/d" &&
                wish.set == (MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOEXEC | MOUNT_ATTR_NOATIME) &&
                wish.clear == (MOUNT_ATTR_NOSUID | MOUNT_ATTR__ATIME);
     }},
    {"--bind", "/s:/d:idmap",
     [](const Spec& spec) { return spec.mounts[0].ids.kind == IdShift::Kind::own_namespace; }},
    {"--bind", "/s:/d:idmap=1000:0:2",
     [](const Spec& spec) {
         const IdShift& ids = spec.mounts[0].ids;
         return ids.kind == IdShift::Kind::range && ids.disk == 1000 && ids.seen == 0 &&
                ids.count == 2;
     }},
    {"--bind", "/s:/d:idmap=0:4294967293:2",
     [](const Spec& spec) { return spec.mounts[0].ids.seen == 4294967293; }},
    {"--ro-bind", "s:d",
     [](const Spec& spec) {
         const MountWish& wish = spec.mounts[0];
         return told(wish.source) == "s" && told(wish.target) == "d" &&
                wish.set == MOUNT_ATTR_RDONLY;
     }},
    {"--ro-bind", "s:d:rw",
     [](const Spec& spec) {
         return spec.mounts[0].set == 0 && spec.mounts[0].clear == MOUNT_ATTR_RDONLY;
     }},
    {"--tmpfs", "/t",
     [](const Spec& spec) {
         const MountWish& wish = spec.mounts[0];
         return wish.source == nullptr && told(wish.target) == "/t" && told(wish.type) == "tmpfs" &&
                wish.parameters.empty();
     }},
    {"--tmpfs", "/t:size=1G,ro,mode=0700,nr_inodes=2k,noexec",
     [](const Spec& spec) {
         return told(spec.mounts[0].target) == "/t" &&
                parameters(spec) == "size=1G mode=0700 nr_inodes=2k" &&
                spec.mounts[0].set == (MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOEXEC);
     }},
    {"--tmpfs", "/t:size=9223372036854775807,uid=1,gid=2,noswap",
     [](const Spec& spec) {
         return parameters(spec) == "size=9223372036854775807 uid=1 gid=2 noswap";
     }},
    {"--tmpfs", "/t:size=100%", [](const Spec& spec) { return parameters(spec) == "size=100%"; }},
    {"--mount", "type=bind,src=/a:b\\,c\\\\d,dst=/x,readonly",
     [](const Spec& spec) {
         const MountWish& wish = spec.mounts[0];
         return wish.kind == MountWish::Kind::tree && wish.alone &&
                told(wish.source) == "/a:b,c\\d" && told(wish.target) == "/x" &&
                wish.set == MOUNT_ATTR_RDONLY;
     }},
    {"--mount", "target=/x,idmap=1:2:3,source=s,type=rbind",
     [](const Spec& spec) {
         const MountWish& wish = spec.mounts[0];
         return wish.kind == MountWish::Kind::tree && !wish.alone && told(wish.source) == "s" &&
                told(wish.target) == "/x" && wish.ids.count == 3;
     }},
    {"--mount", "lowerdir=/a\\:b,type=overlay,upperdir=u,nosuid,destination=/x,volatile,workdir=",
     [](const Spec& spec) {
         const MountWish& wish = spec.mounts[0];
         return told(wish.type) == "overlay" && told(wish.target) == "/x" &&
                wish.kind == MountWish::Kind::file_system && wish.set == MOUNT_ATTR_NOSUID &&
                parameters(spec) == "lowerdir=/a\\:b upperdir=u volatile workdir=";
     }},
    {"--mount", "type=devpts,dst=/x,newinstance,ptmxmode=666,max=3,gid=5",
     [](const Spec& spec) { return parameters(spec) == "newinstance ptmxmode=666 max=3 gid=5"; }},
    {"--mount", "type=proc,hidepid=invisible,dst=/x",
     [](const Spec& spec) { return parameters(spec) == "hidepid=invisible"; }},
    {"--file", "/s:/d",
     [](const Spec& spec) {
         const MountWish& wish = spec.mounts[0];
         return wish.kind == MountWish::Kind::file && told(wish.source) == "/s" &&
                told(wish.target) == "/d" && wish.mode == 0644;
     }},
    {"--file", "/s:/d:mode=400,ro",
     [](const Spec& spec) {
         return spec.mounts[0].mode == 0400 && spec.mounts[0].set == MOUNT_ATTR_RDONLY;
     }},
    {"--symlink", "../t:/l",
     [](const Spec& spec) {
         const MountWish& wish = spec.mounts[0];
         return wish.kind == MountWish::Kind::link && told(wish.source) == "../t" &&
                told(wish.target) == "/l";
     }},
    {"--dir", "/d",
     [](const Spec& spec) {
         const MountWish& wish = spec.mounts[0];
         return wish.kind == MountWish::Kind::directory && told(wish.target) == "/d" &&
                wish.mode == 0755;
     }},
    {"--dir", "/d:mode=1777", [](const Spec& spec) { return spec.mounts[0].mode == 01777; }},
    {"--propagation", "private",
     [](const Spec& spec) { return spec.propagation == Propagation::isolated; }},
    {"--propagation", "slave",
     [](const Spec& spec) { return spec.propagation == Propagation::slave; }},
    {"--propagation", "shared",
     [](const Spec& spec) { return spec.propagation == Propagation::shared; }},
    {"--propagation", "unchanged",
     [](const Spec& spec) { return spec.propagation == Propagation::unchanged; }},
    {"--propagation", "left",
     [](const Spec& spec) { return spec.propagation == Propagation::left; }},
    {"--share", "net", [](const Spec& spec) { return spec.namespaces == without_net; }},
    {"--share", "pid,net,ipc,uts,cgroup",
     [](const Spec& spec) { return spec.namespaces == CLONE_NEWNS; }},
    {"--unshare", "user,time",
     [](const Spec& spec) {
         return spec.namespaces == (default_namespaces | CLONE_NEWUSER | CLONE_NEWTIME);
     }},
    {"--unshare", "mount", [](const Spec& spec) { return spec.namespaces == default_namespaces; }},
    {"--share", "user",
     [](const Spec& spec) {
         return spec.namespaces == default_namespaces && spec.shared == CLONE_NEWUSER;
     }},
    {"--join", "net:/run/netns/blue",
     [](const Spec& spec) {
         return spec.joined[0].kind->flag == CLONE_NEWNET &&
                told(spec.joined[0].place) == "/run/netns/blue" && spec.namespaces == without_net;
     }},
    {"--join", "mount:12",
     [](const Spec& spec) {
         return told(spec.joined[0].place) == "12" && spec.namespaces == default_namespaces;
     }},
    {"--persist", "uts:kept",
     [](const Spec& spec) {
         return spec.kept[0].kind->flag == CLONE_NEWUTS && told(spec.kept[0].place) == "kept";
     }},
    {"--monotonic", "86400", [](const Spec& spec) { return is(spec.monotonic, 86400, 0); }},
    {"--monotonic", "-1", [](const Spec& spec) { return is(spec.monotonic, -1, 0); }},
    {"--monotonic", "-0.25", [](const Spec& spec) { return is(spec.monotonic, -1, 750'000'000); }},
    {"--boottime", "4294967295.999999999",
     [](const Spec& spec) { return is(spec.boottime, 4294967295, 999'999'999); }},
    {"--boottime", "-3.000000001",
     [](const Spec& spec) { return is(spec.boottime, -4, 999'999'999); }},
    {"--boottime", "0.05",
     [](const Spec& spec) {
         return is(spec.boottime, 0, 50'000'000) && (spec.namespaces & CLONE_NEWTIME) != 0;
     }},
    {"--map-uid", "0:100000:65536",
     [](const Spec& spec) {
         const IdRange& range = spec.user_ranges[0];
         return range.inside == 0 && range.outside == 100000 && range.count == 65536 &&
                (spec.namespaces & CLONE_NEWUSER) != 0;
     }},
    {"--map-gid", "0:0:4294967295",
     [](const Spec& spec) { return spec.group_ranges[0].count == 4294967295; }},
    {"--hostname", "box", [](const Spec& spec) { return told(spec.hostname) == "box"; }},
    {"--net", "none", [](const Spec& spec) { return spec.namespaces == default_namespaces; }},
    {"--net", "host",
     [](const Spec& spec) {
         return spec.namespaces == without_net && spec.shared == CLONE_NEWNET;
     }},
    {"--net", "user,name=tap7",
     [](const Spec& spec) {
         return spec.network.kind == NetworkWish::Kind::user && told(spec.network.name) == "tap7";
     }},
    {"--net", "veth:br0,ip=10.0.0.2/24,gw=fd00::1,ip=fd00::2/64",
     [](const Spec& spec) {
         const NetworkWish& wish = spec.network;
         return wish.kind == NetworkWish::Kind::veth && told(wish.device) == "br0" &&
                told(wish.name) == "eth0" && told(wish.addresses[0].text) == "10.0.0.2/24" &&
                told(wish.addresses[1].text) == "fd00::2/64" && wish.addresses[2].size == 0 &&
                told(wish.addresses[3].text) == "fd00::1";
     }},
    {"--net", "macvlan:eth1",
     [](const Spec& spec) {
         return spec.network.kind == NetworkWish::Kind::macvlan &&
                told(spec.network.device) == "eth1";
     }},
    {"--resolv", "host",
     [](const Spec& spec) {
         const MountWish& wish = spec.mounts[0];
         return wish.kind == MountWish::Kind::file && wish.over &&
                told(wish.source) == "/etc/resolv.conf" && told(wish.target) == "/etc/resolv.conf";
     }},
    {"--hosts", "names",
     [](const Spec& spec) {
         return told(spec.mounts[0].source) == "names" &&
                told(spec.mounts[0].target) == "/etc/hosts";
     }},
    {"--env", "A=", [](const Spec& spec) { return told(spec.environment[0]) == "A="; }},
    {"--env", "A=b=c", [](const Spec& spec) { return told(spec.environment[0]) == "A=b=c"; }},
    {"--chdir", "/w", [](const Spec& spec) { return told(spec.directory) == "/w"; }},
    {"--uid", "0", [](const Spec& spec) { return spec.user == 0U && !spec.group; }},
    {"--uid", "4294967294", [](const Spec& spec) { return spec.user == 4294967294U; }},
    {"--gid", "7", [](const Spec& spec) { return spec.group == 7U && !spec.user; }},
    {"--device", "/dev/a/b",
     [](const Spec& spec) {
         return told(spec.devices[0].source) == "/dev/a/b" && told(spec.devices[0].name) == "a/b";
     }},
    {"--device", "x:/dev/y",
     [](const Spec& spec) {
         return told(spec.devices[0].source) == "x" && told(spec.devices[0].name) == "y";
     }},
    {"--seccomp", "none", [](const Spec& spec) { return told(spec.filter) == "none"; }},
    {"--landlock-ro", "/p",
     [](const Spec& spec) {
         return told(spec.path_rules[0].path) == "/p" && !spec.path_rules[0].writable;
     }},
    {"--landlock-rw", "p",
     [](const Spec& spec) {
         return told(spec.path_rules[0].path) == "p" && spec.path_rules[0].writable;
     }},
    {"--user", "app", [](const Spec& spec) { return told(spec.user_name) == "app" && !spec.user; }},
    {"--user", "_a.b-7:adm",
     [](const Spec& spec) {
         return told(spec.user_name) == "_a.b-7" && told(spec.group_name) == "adm" && !spec.group;
     }},
    {"--user", "1:2",
     [](const Spec& spec) {
         return spec.user == 1U && spec.group == 2U && spec.user_name == nullptr && spec.looks_up;
     }},
    {"--user", "app:0", [](const Spec& spec) { return !spec.user && spec.group == 0U; }},
    {"--groups", "adm,7",
     [](const Spec& spec) {
         return spec.groups.size() == 2 && told(spec.groups[0].name) == "adm" &&
                spec.groups[1].name == nullptr && spec.groups[1].number == 7;
     }},
    {"--caps", "CAP_KILL,setuid",
     [](const Spec& spec) {
         const CapabilityWish& wish = spec.capabilities;
         return wish.base == 0 && wish.added == (set_of(CAP_KILL) | set_of(CAP_SETUID));
     }},
    {"--caps", "None", [](const Spec& spec) { return spec.capabilities.base == 0; }},
    {"--caps", "all", [](const Spec& spec) { return spec.capabilities.base == all_capabilities; }},
    {"--cap-add", "net_admin,cap_bpf",
     [](const Spec& spec) {
         const CapabilityWish& wish = spec.capabilities;
         return wish.base == default_capabilities &&
                wish.added == (set_of(CAP_NET_ADMIN) | set_of(CAP_BPF));
     }},
    {"--cap-add", "all",
     [](const Spec& spec) { return spec.capabilities.base == all_capabilities; }},
    {"--cap-drop", "chown", [](const Spec& spec) { return spec.capabilities.dropped == 1; }},
    {"--cap-drop", "all", [](const Spec& spec) { return spec.capabilities.base == 0; }},
    {"--ambient", "net_raw",
     [](const Spec& spec) {
         const CapabilityWish& wish = spec.capabilities;
         return wish.ambient == set_of(CAP_NET_RAW) && wish.added == wish.ambient;
     }},
    {"--name", "a.B_9-", [](const Spec& spec) { return told(spec.name) == "a.B_9-"; }},
    {"--pid-file", "p", [](const Spec& spec) { return told(spec.pid_file) == "p"; }},
    {"--info-fd", "3", [](const Spec& spec) { return spec.info == 3 && spec.record == -1; }},
    {"--report-fd", "0", [](const Spec& spec) { return spec.record == 0; }},
    {"--umask", "027", [](const Spec& spec) { return spec.umask == 027U; }},
    {"--umask", "0777", [](const Spec& spec) { return spec.umask == 0777U; }},
    {"--rlimit", "nofile=64",
     [](const Spec& spec) { return is_limit(spec, RLIMIT_NOFILE, 64, 64); }},
    {"--rlimit", "core=0:unlimited",
     [](const Spec& spec) { return is_limit(spec, RLIMIT_CORE, 0, RLIM_INFINITY); }},
    {"--rlimit", "rttime=unlimited",
     [](const Spec& spec) { return is_limit(spec, RLIMIT_RTTIME, RLIM_INFINITY, RLIM_INFINITY); }},
    {"--rlimit", "as=18446744073709551614",
     [](const Spec& spec) {
         return is_limit(spec, RLIMIT_AS, RLIM_INFINITY - 1, RLIM_INFINITY - 1);
     }},
    {"--memory", "64M",
     [](const Spec& spec) { return spec.cgroup.limits[memory_limit] == 64 << 20; }},
    {"--memory-swap", "1g",
     [](const Spec& spec) { return spec.cgroup.limits[swap_limit] == 1 << 30; }},
    {"--cpu", "2", [](const Spec& spec) { return spec.cgroup.limits[cpu_limit] == 200'000; }},
    {"--cpu", "0.01", [](const Spec& spec) { return spec.cgroup.limits[cpu_limit] == 1'000; }},
    {"--cpu", "1.23456", [](const Spec& spec) { return spec.cgroup.limits[cpu_limit] == 123'456; }},
    {"--pids", "4194304",
     [](const Spec& spec) { return spec.cgroup.limits[pids_limit] == 4194304; }},
    {"--cgroup", "_A-z.9",
     [](const Spec& spec) { return spec.cgroup.name == std::string("_A-z.9"); }},
    {"--io", "/dev/a:b:wiops=2,rbps=1k",
     [](const Spec& spec) {
         const IoWish& wish = spec.cgroup.devices[0];
         return wish.device == std::string("/dev/a:b") && wish.most[0] == 1024 &&
                wish.most[1] == 0 && wish.most[3] == 2 && spec.cgroup.wanted;
     }},
    {"--oom-score-adj", "-1000", [](const Spec& spec) { return spec.oom_score == -1000; }},
    {"--oom-score-adj", "1000", [](const Spec& spec) { return spec.oom_score == 1000; }},
    {"--cpu-affinity", "0-2,64,1023",
     [](const Spec& spec) {
         return spec.processors[0] == 7 && spec.processors[1] == 1 &&
                spec.processors[15] == std::uint64_t{1} << 63 &&
                told(spec.processor_list) == "0-2,64,1023";
     }},
    {"--nice", "-20", [](const Spec& spec) { return spec.nice == -20; }},
    {"--nice", "19", [](const Spec& spec) { return spec.nice == 19; }},
    {"--personality", "linux", [](const Spec& spec) { return spec.personality == 1U; }},
    {"--personality", "linux32,addr-no-randomize",
     [](const Spec& spec) { return spec.personality == 6U; }},
    {"--on-failure", "poweroff",
     [](const Spec& spec) { return spec.on_failure == Policy::poweroff; }},
    {"--on-failure", "reboot", [](const Spec& spec) { return spec.on_failure == Policy::reboot; }},
    {"--on-failure", "halt", [](const Spec& spec) { return spec.on_failure == Policy::halt; }},
    {"--on-failure", "kexec", [](const Spec& spec) { return spec.on_failure == Policy::kexec; }},
    {"--on-failure", "panic", [](const Spec& spec) { return spec.on_failure == Policy::panic; }},
    {"--on-failure", "shell", [](const Spec& spec) { return spec.on_failure == Policy::shell; }},
    {"--respawn", "[always]",
     [](const Spec& spec) { return spec.respawn.wanted && !spec.respawn.on_failure; }},
    {"--respawn", "[on-failure,delay=0.5,max=0,window=2]",
     [](const Spec& spec) {
         const Respawn& respawn = spec.respawn;
         return respawn.on_failure && respawn.delay == 500 && respawn.max == 0 &&
                respawn.window == 2000;
     }},
    {"--respawn", "[max=7]",
     [](const Spec& spec) { return spec.respawn.max == 7 && spec.respawn.delay == 1000; }},
    {"--watchdog", "[10]", [](const Spec& spec) { return spec.watchdog == 10; }},
    {"--seed", "/s", [](const Spec& spec) { return told(spec.seed) == "/s"; }},
    {"--shutdown-timeout", "1.5", [](const Spec& spec) { return spec.down_within == 1500; }},
    {"--signals", "busybox",
     [](const Spec& spec) { return spec.life.dialect == Dialect::busybox; }},
    {"--signals", "systemd",
     [](const Spec& spec) { return spec.life.dialect == Dialect::systemd; }},
    {"--signals", "workload",
     [](const Spec& spec) { return spec.life.dialect == Dialect::workload; }},
    {"--debug-shell", "/dev/a",
     [](const Spec& spec) { return told(spec.debug_shell) == "/dev/a"; }},
    {"--report", "/dev/a", [](const Spec& spec) { return told(spec.report) == "/dev/a"; }},
    {"--input", "/dev/b", [](const Spec& spec) { return told(spec.input) == "/dev/b"; }},
    {"--output", "/dev/c", [](const Spec& spec) { return told(spec.output) == "/dev/c"; }},
    {"--errors", "/dev/d", [](const Spec& spec) { return told(spec.errors) == "/dev/d"; }},
    {"--tty", "[no]", [](const Spec& spec) { return spec.life.tty == Tty::no; }},
    {"--tty", "[auto]", [](const Spec& spec) { return spec.life.tty == Tty::automatic; }},
    {"--timeout", "1.5", [](const Spec& spec) { return spec.life.timeout == 1500; }},
    {"--timeout", "4000000", [](const Spec& spec) { return spec.life.timeout == 4'000'000'000; }},
    {"--timeout", "0.0019", [](const Spec& spec) { return spec.life.timeout == 1; }},
    {"--grace", "0", [](const Spec& spec) { return spec.life.grace == 0; }},
    {"--grace", "60.05", [](const Spec& spec) { return spec.life.grace == 60'050; }},
    {"--init", "no", [](const Spec& spec) { return spec.life.no_init; }},
    {"--init", "yes", [](const Spec& spec) { return !spec.life.no_init; }},
};

std::vector<Option> all_options() {
    std::vector<Option> all;
    for (EachOption each; each.next();) all.push_back(each.option);
    return all;
}

struct FlagRow {
    std::string option;
    std::function<bool(const Spec&)> flag;
};

const FlagRow flags[] = {
    {"--readonly", &Spec::readonly},
    {"--writable", &Spec::writable},
    {"--privileged", &Spec::privileged},
    {"--suid", &Spec::set_id_files},
    {"--allow-userns", &Spec::user_namespaces},
    {"--new-privs", &Spec::new_privileges},
    {"--clear-env", &Spec::clear_environment},
    {"--map-auto", &Spec::map_auto},
    {"--dry-run", &Spec::dry_run},
    {"--verbose", &Spec::verbose},
    {"--timings", &Spec::timings},
    {"--help", &Spec::help},
    {"--version", &Spec::version},
    {"--die-with-parent", [](const Spec& spec) { return spec.life.dies_with_parent; }},
    {"--linger", [](const Spec& spec) { return spec.life.lingers; }},
    {"--subreaper", [](const Spec& spec) { return spec.life.subreaper; }},
    {"--detach", [](const Spec& spec) { return spec.life.detached; }},
    {"--exec", &Spec::hands_over},
};

struct RefusalRow {
    std::initializer_list<const char*> words;
    std::string_view sentence, reason = ""; // which follows it
};

constexpr std::string_view sizes = "not a number above 0, perhaps with k, m, g or %";
constexpr std::string_view ids = "not a number from 0 to 4294967294";
constexpr std::string_view below_dev = "its place inside is not below /dev";
constexpr std::string_view kinds = "the kinds are mount, pid, net, ipc, uts, cgroup, user, time";

constexpr std::string_view modes = "not an octal number up to 7777";
constexpr std::string_view amounts =
    "not a number from 1, with k, m, g or t behind it and below 2^63, nor 1% to 100%";
constexpr std::string_view shifts = "not idmap=DISK:SEEN:COUNT with ids from 0 to 4294967294";

constexpr std::string_view id_or_name = "neither a name nor a number from 0 to 4294967294";
constexpr std::string_view capabilities =
    "not a list of capabilities(7) such as net_admin,sys_ptrace";
constexpr std::string_view limits = "not NAME=SOFT[:HARD] with a name of prlimit(1)";
constexpr std::string_view bounds = "neither a number nor unlimited";
constexpr std::string_view no_size = "not a size such as 64m or 2g";
constexpr std::string_view cpus = "not a number of processors from 0.01 to 8192";
constexpr std::string_view counts = "not a number from 1 to 4194304";
constexpr std::string_view names = "not 1 to 64 of A-Z, a-z, 0-9, _, . and -";
constexpr std::string_view devices = "not DEVICE:KEY=N,... with rbps, wbps, riops, wiops";
constexpr std::string_view processors = "not a list such as 0-3,5, up to 1023";
constexpr std::string_view personalities = "the kinds are linux, linux32, addr-no-randomize";
constexpr std::string_view clocks = "not [-]SECONDS[.FRACTION] up to 4294967295.999999999";
constexpr std::string_view ranges = "not INSIDE:OUTSIDE:COUNT with ids from 0 to 4294967294";

constexpr std::string_view networks =
    "not none, host, user, veth, veth:BRIDGE or macvlan:INTERFACE";
constexpr std::string_view network_words =
    "not ip=ADDRESS/LENGTH or gw=ADDRESS of veth and macvlan, or name=NAME";
constexpr std::string_view addresses = "not as ip=10.0.0.2/24, ip=fd00::2/64 or gw=10.0.0.1";

#define BYTES_65 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdefg"

constexpr RefusalRow refusals[] = {
    {{"--timeout=0"}, "read --timeout 0: no time at all"},
    {{"--timeout=0.0009"}, "read --timeout 0.0009: no time at all"},
    {{"--timeout="}, "read --timeout : not SECONDS, up to 4000000, as in 1.5"},
    {{"--timeout=1."}, "read --timeout 1.: not SECONDS, up to 4000000, as in 1.5"},
    {{"--timeout=.5"}, "read --timeout .5: not SECONDS, up to 4000000, as in 1.5"},
    {{"--timeout=4000001"}, "read --timeout 4000001: not SECONDS, up to 4000000, as in 1.5"},
    {{"--timeout=99999999999999999999"},
     "read --timeout 99999999999999999999: not SECONDS, up to 4000000, as in 1.5"},
    {{"--grace=-1"}, "read --grace -1: not SECONDS, up to 4000000, as in 1.5"},
    {{"--grace=1.2.3"}, "read --grace 1.2.3: not SECONDS, up to 4000000, as in 1.5"},
    {{"--grace=1s"}, "read --grace 1s: not SECONDS, up to 4000000, as in 1.5"},
    {{"--init=maybe"}, "read --init maybe: not yes or no"},
    {{"--tty=maybe"}, "read --tty maybe: not auto, yes or no"},
    {{"--net", ""}, "read --net : ", networks},
    {{"--net", "bridge"}, "read --net bridge: ", networks},
    {{"--net", "macvlan"}, "read --net macvlan: ", networks},
    {{"--net", "host:eth0"}, "read --net host: ", networks},
    {{"--net", "user:eth0"}, "read --net user: ", networks},
    {{"--net", "none,name=x"}, "read --net name: ", network_words},
    {{"--net", "host,"}, "read --net : ", network_words},
    {{"--net", "user,ip=10.0.0.2/24"}, "read --net ip: ", network_words},
    {{"--net", "veth,mtu=9000"}, "read --net mtu: ", network_words},
    {{"--net", "veth,name"}, "read --net name: ", network_words},
    {{"--net", "veth,ip=10.0.0.2"}, "read --net 10.0.0.2: ", addresses},
    {{"--net", "veth,gw=10.0.0.1/24"}, "read --net 10.0.0.1/24: ", addresses},
    {{"--net", "veth,ip=10.0.0.2/24,ip=10.0.0.3/24"},
     "read --net 10.0.0.3/24: the second address of its kind"},
    {{"--net", "veth:"}, "read --net : not the name of an interface"},
    {{"--net", "veth:a/b"}, "read --net a/b: not the name of an interface"},
    {{"--net", "veth,name=%d"}, "read --net %d: not the name of an interface"},
    {{"--net", "veth,name=a b"}, "read --net a b: not the name of an interface"},
    {{"--net", "veth,name=0123456789abcdef"},
     "read --net 0123456789abcdef: not the name of an interface"},
    {{"--join", "net"}, "read --join net: not KIND:PLACE"},
    {{"--join", "net:"}, "read --join net:: not KIND:PLACE"},
    {{"--join", ":1"}, "read --join :1: ", kinds},
    {{"--join", "mnt:1"}, "read --join mnt:1: ", kinds},
    {{"--join", "net:1", "--join", "net:2"},
     "read --join net:2: one of this kind is named already"},
    {{"--persist", "net"}, "read --persist net: not KIND:PLACE"},
    {{"--persist", "net:a", "--persist", "net:b"},
     "read --persist net:b: one of this kind is named already"},
    {{"--monotonic", ""}, "read --monotonic : ", clocks},
    {{"--monotonic", "-"}, "read --monotonic -: ", clocks},
    {{"--monotonic", "+1"}, "read --monotonic +1: ", clocks},
    {{"--monotonic", "--1"}, "read --monotonic --1: ", clocks},
    {{"--monotonic", "1."}, "read --monotonic 1.: ", clocks},
    {{"--monotonic", ".5"}, "read --monotonic .5: ", clocks},
    {{"--monotonic", "1.-5"}, "read --monotonic 1.-5: ", clocks},
    {{"--monotonic", "1.0000000001"}, "read --monotonic 1.0000000001: ", clocks},
    {{"--boottime", "4294967296"}, "read --boottime 4294967296: ", clocks},
    {{"--boottime", "1s"}, "read --boottime 1s: ", clocks},
    {{"--map-uid", "0:1"}, "read --map-uid 0:1: ", ranges},
    {{"--map-uid", "0:1:0"}, "read --map-uid 0:1:0: ", ranges},
    {{"--map-uid", "0:1:-1"}, "read --map-uid 0:1:-1: ", ranges},
    {{"--map-uid", "0:1:1:1"}, "read --map-uid 0:1:1:1: ", ranges},
    {{"--map-uid", " 0:1:1"}, "read --map-uid  0:1:1: ", ranges},
    {{"--map-uid", "1:0:4294967295"}, "read --map-uid 1:0:4294967295: ", ranges},
    {{"--map-gid", "0:1:4294967295"}, "read --map-gid 0:1:4294967295: ", ranges},
    {{"--map-gid", "4294967295:0:1"}, "read --map-gid 4294967295:0:1: ", ranges},
    {{"--map-uid=0:0:10", "--map-uid=9:100:1"},
     "read --map-uid 9:100:1: it overlaps an earlier one"},
    {{"--map-uid=0:0:10", "--map-uid=100:9:1"},
     "read --map-uid 100:9:1: it overlaps an earlier one"},
    {{"--hostnam", "x"}, "read option --hostnam: unknown (did you mean --hostname?)"},
    {{"--hostnam=x"}, "read option --hostnam=x: unknown (did you mean --hostname?)"},
    {{"--rooot", "/"}, "read option --rooot: unknown (did you mean --root?)"},
    {{"--ro_bind", "a:b"}, "read option --ro_bind: unknown (did you mean --ro-bind?)"},
    {{"--Verbose"}, "read option --Verbose: unknown (did you mean --verbose?)"},
    {{"--what-on-earth-is-this-supposed-to-be"},
     "read option --what-on-earth-is-this-supposed-to-be: unknown (did you mean --help?)"},
    {{"--root"}, "read option --root: needs a value"},
    {{"--verbose", "--env"}, "read option --env: needs a value"},
    {{"--readonly=yes"}, "read option --readonly=yes: takes no value"},
    {{"--help="}, "read option --help=: takes no value"},
    {{"--root", ""}, "read --root : no root is named"},
    {{"--root="}, "read --root : no root is named"},
    {{"--copy="}, "read --copy : ", sizes},
    {{"--copy=0"}, "read --copy 0: ", sizes},
    {{"--copy=0k"}, "read --copy 0k: ", sizes},
    {{"--copy=-1"}, "read --copy -1: ", sizes},
    {{"--copy= 1"}, "read --copy  1: ", sizes},
    {{"--copy=m"}, "read --copy m: ", sizes},
    {{"--copy=1mm"}, "read --copy 1mm: ", sizes},
    {{"--copy=0x10"}, "read --copy 0x10: ", sizes},
    {{"--copy=1.5g"}, "read --copy 1.5g: ", sizes},
    {{"--copy=9223372036854775808"}, "read --copy 9223372036854775808: ", sizes},
    {{"--copy=18446744073709551617"}, "read --copy 18446744073709551617: ", sizes},
    {{"--ephemeral=9007199254740992k"}, "read --ephemeral 9007199254740992k: ", sizes},
    {{"--ephemeral=17179869184g"}, "read --ephemeral 17179869184g: ", sizes},
    {{"--ephemeral=101%"}, "read --ephemeral 101%: ", sizes},
    {{"--ephemeral=0%"}, "read --ephemeral 0%: ", sizes},
    {{"--overlay", "/l:/u"}, "read --overlay /l:/u: not LOWER:UPPER:WORK, or :UPPER:WORK"},
    {{"--overlay", "/l::/w"}, "read --overlay /l::/w: not LOWER:UPPER:WORK, or :UPPER:WORK"},
    {{"--overlay", "/l:/u:"}, "read --overlay /l:/u:: not LOWER:UPPER:WORK, or :UPPER:WORK"},
    {{"--overlay", "/l:/u:/w:/x"},
     "read --overlay /l:/u:/w:/x: more than two colons, so it is unclear where to cut"},
    {{"--chroot="}, "read --chroot : no directory is named"},
    {{"--hostname", ""}, "read --hostname : not 1 to 64 bytes"},
    {{"--hostname", BYTES_65}, "read --hostname " BYTES_65 ": not 1 to 64 bytes"},
    {{"--uid", ""}, "read --uid : ", ids},
    {{"--uid", ":"}, "read --uid :: ", ids},
    {{"--uid", "1:"}, "read --uid 1:: ", ids},
    {{"--uid", "-1"}, "read --uid -1: ", ids},
    {{"--uid", " 1"}, "read --uid  1: ", ids},
    {{"--uid", "1 "}, "read --uid 1 : ", ids},
    {{"--uid", "root"}, "read --uid root: ", ids},
    {{"--uid", "4294967295"}, "read --uid 4294967295: ", ids},
    {{"--uid", "4294967296"}, "read --uid 4294967296: ", ids},
    {{"--gid", "+0"}, "read --gid +0: ", ids},
    {{"--gid", "4294967295"}, "read --gid 4294967295: ", ids},
    {{"--bind", "/a"}, "read --bind /a: not SOURCE:DESTINATION"},
    {{"--bind", ""}, "read --bind : not SOURCE:DESTINATION"},
    {{"--bind", ":/b"}, "read --bind :/b: not SOURCE:DESTINATION"},
    {{"--user", ""}, "read --user : ", id_or_name},
    {{"--user", ":"}, "read --user : ", id_or_name},
    {{"--user", "1:"}, "read --user : ", id_or_name},
    {{"--user", ":1"}, "read --user : ", id_or_name},
    {{"--user", "a:"}, "read --user : ", id_or_name},
    {{"--user", "1:2:3"}, "read --user 2:3: ", id_or_name},
    {{"--user", "-1"}, "read --user -1: ", id_or_name},
    {{"--user", "+1"}, "read --user +1: ", id_or_name},
    {{"--user", " 1"}, "read --user  1: ", id_or_name},
    {{"--user", "1 "}, "read --user 1 : ", id_or_name},
    {{"--user", "0x1"}, "read --user 0x1: ", id_or_name},
    {{"--user", "1e3"}, "read --user 1e3: ", id_or_name},
    {{"--user", "4294967295"}, "read --user 4294967295: ", id_or_name},
    {{"--user", "@root"}, "read --user @root: ", id_or_name},
    {{"--user", "app:4294967295"}, "read --user 4294967295: ", id_or_name},
    {{"--groups", ""}, "read --groups : ", id_or_name},
    {{"--groups", "adm,"}, "read --groups : ", id_or_name},
    {{"--groups", ",adm"}, "read --groups : ", id_or_name},
    {{"--groups", "1,-1"}, "read --groups -1: ", id_or_name},
    {{"--caps", ""}, "read --caps : ", capabilities},
    {{"--caps", "chown,"}, "read --caps chown,: ", capabilities},
    {{"--caps", "cap_"}, "read --caps : ", capabilities},
    {{"--caps", "cap_cap_kill"}, "read --caps cap_kill: ", capabilities},
    {{"--caps", "all,chown"}, "read --caps all,chown: ", capabilities},
    {{"--cap-add", "none"}, "read --cap-add none: ", capabilities},
    {{"--cap-add", "64"}, "read --cap-add 64: ", capabilities},
    {{"--cap-drop", "sys-admin"}, "read --cap-drop sys-admin: ", capabilities},
    {{"--ambient", "all"}, "read --ambient all: ", capabilities},
    {{"--name", "../a"}, "read --name ../a: not 1 to 64 of A-Z a-z 0-9 _ . -, the first no . or -"},
    {{"--pid-file", ""}, "read --pid-file : no file is named"},
    {{"--info-fd", "-1"}, "read --info-fd -1: not a decimal number"},
    {{"--report-fd", "2147483648"}, "read --report-fd 2147483648: not a decimal number"},
    {{"--umask", ""}, "read --umask : not an octal number from 0 to 777"},
    {{"--umask", "8"}, "read --umask 8: not an octal number from 0 to 777"},
    {{"--umask", "1000"}, "read --umask 1000: not an octal number from 0 to 777"},
    {{"--memory", "0"}, "read --memory 0: ", no_size},
    {{"--memory", "9223372036854775808"}, "read --memory 9223372036854775808: ", no_size},
    {{"--memory-swap", "-1"}, "read --memory-swap -1: ", no_size},
    {{"--cpu", "0.009"}, "read --cpu 0.009: ", cpus},
    {{"--cpu", "1."}, "read --cpu 1.: ", cpus},
    {{"--cpu", ".5"}, "read --cpu .5: ", cpus},
    {{"--cpu", "1.234567"}, "read --cpu 1.234567: ", cpus},
    {{"--cpu", "8193"}, "read --cpu 8193: ", cpus},
    {{"--pids", "0"}, "read --pids 0: ", counts},
    {{"--pids", "4194305"}, "read --pids 4194305: ", counts},
    {{"--cgroup", ""}, "read --cgroup : ", names},
    {{"--cgroup", ".."}, "read --cgroup ..: ", names},
    {{"--cgroup", "a/b"}, "read --cgroup a/b: ", names},
    {{"--cgroup", BYTES_65}, "read --cgroup " BYTES_65 ": ", names},
    {{"--io", "/dev/sda"}, "read --io /dev/sda: ", devices},
    {{"--io", "/dev/sda:"}, "read --io /dev/sda:: ", devices},
    {{"--io", "/dev/sda:rbps"}, "read --io /dev/sda:rbps: ", devices},
    {{"--io", "/dev/sda:bps=1"}, "read --io /dev/sda:bps=1: ", devices},
    {{"--rlimit", "nofile"}, "read --rlimit nofile: ", limits},
    {{"--rlimit", "=1"}, "read --rlimit =1: ", limits},
    {{"--rlimit", "NOFILE=1"}, "read --rlimit NOFILE=1: ", limits},
    {{"--rlimit", "nofile="}, "read --rlimit nofile=: ", bounds},
    {{"--rlimit", "nofile=1:"}, "read --rlimit nofile=1:: ", bounds},
    {{"--rlimit", "nofile=:1"}, "read --rlimit nofile=:1: ", bounds},
    {{"--rlimit", "nofile=-1"}, "read --rlimit nofile=-1: ", bounds},
    {{"--rlimit", "nofile=1k"}, "read --rlimit nofile=1k: ", bounds},
    {{"--rlimit", "nofile=1:2:3"}, "read --rlimit nofile=1:2:3: ", bounds},
    {{"--rlimit", "as=18446744073709551615"}, "read --rlimit as=18446744073709551615: ", bounds},
    {{"--rlimit", "as=18446744073709551616"}, "read --rlimit as=18446744073709551616: ", bounds},
    {{"--rlimit", "nofile=2:1"}, "read --rlimit nofile=2:1: the soft limit is above the hard one"},
    {{"--oom-score-adj", "1001"}, "read --oom-score-adj 1001: not from -1000 to 1000"},
    {{"--oom-score-adj", "-1001"}, "read --oom-score-adj -1001: not from -1000 to 1000"},
    {{"--oom-score-adj", "-"}, "read --oom-score-adj -: not from -1000 to 1000"},
    {{"--oom-score-adj", "--1"}, "read --oom-score-adj --1: not from -1000 to 1000"},
    {{"--cpu-affinity", ""}, "read --cpu-affinity : ", processors},
    {{"--cpu-affinity", "1,"}, "read --cpu-affinity 1,: ", processors},
    {{"--cpu-affinity", "3-1"}, "read --cpu-affinity 3-1: ", processors},
    {{"--cpu-affinity", "1-"}, "read --cpu-affinity 1-: ", processors},
    {{"--cpu-affinity", "-1"}, "read --cpu-affinity -1: ", processors},
    {{"--cpu-affinity", "1-2-3"}, "read --cpu-affinity 1-2-3: ", processors},
    {{"--cpu-affinity", "1024"}, "read --cpu-affinity 1024: ", processors},
    {{"--nice", "20"}, "read --nice 20: not a number from -20 to 19"},
    {{"--nice", "-21"}, "read --nice -21: not a number from -20 to 19"},
    {{"--nice", "+1"}, "read --nice +1: not a number from -20 to 19"},
    {{"--personality", ""}, "read --personality : ", personalities},
    {{"--personality", "bsd"}, "read --personality bsd: ", personalities},
    {{"--bind", "/a:"}, "read --bind /a: no place inside is named"},
    {{"--bind", "/a::ro"}, "read --bind /a: no place inside is named"},
    {{"--ro-bind", "/a:/b:/c"}, "read --ro-bind /c: unknown (did you mean ro?)"},
    {{"--bind", "/a:/b:"}, "read --bind : unknown (did you mean ro?)"},
    {{"--bind", "/a:/b:ro,"}, "read --bind : unknown (did you mean ro?)"},
    {{"--bind", "/a:/b:nosiud"}, "read --bind nosiud: unknown (did you mean nosuid?)"},
    {{"--bind", "/a:/b:ro=1"}, "read --bind ro=1: unknown (did you mean ro?)"},
    {{"--bind", "/a:/b:mode=7"}, "read --bind mode=7: unknown (did you mean nodev?)"},
    {{"--bind", "/a:/b:idmp"}, "read --bind idmp: unknown (did you mean idmap?)"},
    {{"--bind", "/a:/b:idmap="}, "read --bind idmap=: ", shifts},
    {{"--bind", "/a:/b:idmap=1:2"}, "read --bind idmap=1:2: ", shifts},
    {{"--bind", "/a:/b:idmap=1:2:3:4"}, "read --bind idmap=1:2:3:4: ", shifts},
    {{"--bind", "/a:/b:idmap=1:2:0"}, "read --bind idmap=1:2:0: ", shifts},
    {{"--bind", "/a:/b:idmap=a:2:3"}, "read --bind idmap=a:2:3: ", shifts},
    {{"--bind", "/a:/b:idmap=0:4294967294:2"}, "read --bind idmap=0:4294967294:2: ", shifts},
    {{"--bind", "/a:/b:idmap=4294967294:0:2"}, "read --bind idmap=4294967294:0:2: ", shifts},
    {{"--tmpfs", ""}, "read --tmpfs : no place inside is named"},
    {{"--tmpfs", ":size=1m"}, "read --tmpfs : no place inside is named"},
    {{"--tmpfs", "/t:size=0"}, "read --tmpfs size=0: ", amounts},
    {{"--tmpfs", "/t:size=-1"}, "read --tmpfs size=-1: ", amounts},
    {{"--tmpfs", "/t:size=9223372036854775808"},
     "read --tmpfs size=9223372036854775808: ",
     amounts},
    {{"--tmpfs", "/t:size=18446744073709551617"},
     "read --tmpfs size=18446744073709551617: ",
     amounts},
    {{"--tmpfs", "/t:size=8388608t"}, "read --tmpfs size=8388608t: ", amounts},
    {{"--tmpfs", "/t:size=1.5g"}, "read --tmpfs size=1.5g: ", amounts},
    {{"--tmpfs", "/t:size=k"}, "read --tmpfs size=k: ", amounts},
    {{"--tmpfs", "/t:size=1kk"}, "read --tmpfs size=1kk: ", amounts},
    {{"--tmpfs", "/t:size=0%"}, "read --tmpfs size=0%: ", amounts},
    {{"--tmpfs", "/t:size=101%"}, "read --tmpfs size=101%: ", amounts},
    {{"--tmpfs", "/t:size"}, "read --tmpfs size: ", amounts},
    {{"--tmpfs", "/t:size="}, "read --tmpfs size=: ", amounts},
    {{"--tmpfs", "/t:nr_inodes=0"}, "read --tmpfs nr_inodes=0: ", amounts},
    {{"--tmpfs", "/t:mode=8"}, "read --tmpfs mode=8: ", modes},
    {{"--tmpfs", "/t:mode=10000"}, "read --tmpfs mode=10000: ", modes},
    {{"--tmpfs", "/t:mode=-1"}, "read --tmpfs mode=-1: ", modes},
    {{"--tmpfs", "/t:uid=-1"}, "read --tmpfs uid=-1: ", ids},
    {{"--tmpfs", "/t:sise=1m"}, "read --tmpfs sise=1m: unknown (did you mean size?)"},
    {{"--tmpfs", "/t:src=x"}, "read --tmpfs src=x: unknown (did you mean ro?)"},
    {{"--mount", ""}, "read --mount : no type=... is named"},
    {{"--mount", "bind"}, "read --mount bind: no type=... is named"},
    {{"--mount", "type=bind,dst=/x"}, "read --mount bind: no src=... is named"},
    {{"--mount", "type=bind,src=/x"}, "read --mount bind: no place inside is named"},
    {{"--mount", "type=proc"}, "read --mount proc: no place inside is named"},
    {{"--mount", "type=bind,dts=/x"}, "read --mount dts=/x: unknown (did you mean dst?)"},
    {{"--mount", "type=sysfs,dst=/x,size=1"}, "read --mount size=1: unknown (did you mean type?)"},
    {{"--mount", "type=odd,dst=/x,=1"}, "read --mount =1: unknown (did you mean ro?)"},
    {{"--mount", "type=odd,dst=/x,\\,=1"}, "read --mount ,=1: unknown (did you mean ro?)"},
    {{"--file", "/s"}, "read --file /s: not SOURCE:DESTINATION"},
    {{"--file", "/s:/d:mode=999"}, "read --file mode=999: ", modes},
    {{"--file", "/s:/d:size=1"}, "read --file size=1: unknown (did you mean mode?)"},
    {{"--symlink", "/l"}, "read --symlink /l: not SOURCE:DESTINATION"},
    {{"--symlink", "a:b:c"}, "read --symlink c: a second colon, so it is unclear where to cut"},
    {{"--dir", ""}, "read --dir : no place inside is named"},
    {{"--dir", "/d:ro"}, "read --dir ro: unknown (did you mean mode?)"},
    {{"--dir", "/d:mode"}, "read --dir mode: ", modes},
    {{"--propagation", "rprivate"},
     "read --propagation rprivate: not private, slave, shared, unchanged or left"},
    {{"--env", "A"}, "read --env A: not NAME=VALUE"},
    {{"--env", "=b"}, "read --env =b: not NAME=VALUE"},
    {{"--env", ""}, "read --env : not NAME=VALUE"},
    {{"--device", "/tmp/x"}, "read --device /tmp/x: ", below_dev},
    {{"--device", ""}, "read --device : ", below_dev},
    {{"--device", "/dev/"}, "read --device /dev/: ", below_dev},
    {{"--device", "/dev/x:"}, "read --device /dev/x:: ", below_dev},
    {{"--device", "/dev/x:y"}, "read --device /dev/x:y: ", below_dev},
    {{"--device", "/dev/x:/dev/../y"}, "read --device /dev/x:/dev/../y: ", below_dev},
    {{"--device", "/dev/x:/dev/a//y"}, "read --device /dev/x:/dev/a//y: ", below_dev},
    {{"--device", "/dev/x:/dev/./y"}, "read --device /dev/x:/dev/./y: ", below_dev},
    {{"--seccomp", ""}, "read --seccomp : not default, none or a file"},
    {{"--landlock-ro", ""}, "read --landlock-ro : no path is named"},
    {{"--landlock-rw", ""}, "read --landlock-rw : no path is named"},
    {{"--share", "network"}, "read --share network: ", kinds},
    {{"--share", ""}, "read --share : ", kinds},
    {{"--unshare", "user,"}, "read --unshare user,: ", kinds},
    {{"--unshare", ",user"}, "read --unshare ,user: ", kinds},
    {{"--share", "net,mount"}, "read --share net,mount: a root needs a mount namespace of its own"},
    {{"--respawn=sometimes"},
     "read --respawn sometimes: not always or on-failure, or delay, max or window with =NUMBER"},
    {{"--respawn=delay"},
     "read --respawn delay: not always or on-failure, or delay, max or window with =NUMBER"},
    {{"--respawn=always=1"},
     "read --respawn always: not always or on-failure, or delay, max or window with =NUMBER"},
    {{"--respawn=max=x"}, "read --respawn max: max is no number"},
    {{"--respawn=window=-1"}, "read --respawn window: not SECONDS, up to 4000000, as in 1.5"},
    {{"--shutdown-timeout", "soon"},
     "read --shutdown-timeout soon: not SECONDS, up to 4000000, as in 1.5"},
    {{"--signals", "sysv"}, "read --signals sysv: not busybox, systemd or workload"},
    {{"--on-failure", "explode"},
     "read --on-failure explode: not poweroff, reboot, halt, kexec, panic or shell"},
    {{"--watchdog=soon"}, "read --watchdog soon: not a number of seconds up to 999999"},
};

std::string joined(const Words& words) {
    std::string all;
    for (const std::string& word : words) all += (all.empty() ? "" : " ") + word;
    return all;
}

Words command_of(const Spec& spec) {
    return {spec.command.begin(), spec.command.end()};
}

/** `count` times `--option value`. */
Words repeated(const std::string& option, const std::string& value, int count) {
    Words words;
    for (int index = 0; index < count; ++index) words.insert(words.end(), {option, value});
    return words;
}

} // namespace

BOOST_AUTO_TEST_SUITE(options)

BOOST_AUTO_TEST_CASE(an_option_takes_its_value_from_the_next_word_or_behind_an_equals_sign) {
    for (const SettingRow& row : with_value) {
        if (row.value.starts_with('[')) continue; // a value that may be left out
        const std::string option(row.option), value(row.value);
        const Parsed apart({option, value, "command"});
        BOOST_TEST(sentence(apart.result) == "no error");
        BOOST_TEST(row.is_set(apart.spec), row.option << " " << row.value);
        const Parsed joint({option + "=" + value, "command"});
        BOOST_TEST(sentence(joint.result) == "no error");
        BOOST_TEST(row.is_set(joint.spec), row.option << "=" << row.value);
        BOOST_TEST(joined(command_of(joint.spec)) == "command");
    }
}

BOOST_AUTO_TEST_CASE(a_value_that_may_be_left_out_comes_behind_an_equals_sign_only) {
    for (const SettingRow& row : with_value) {
        if (!row.value.starts_with('[')) continue;
        const std::string option(row.option), value(row.value.substr(1, row.value.size() - 2));
        const Parsed with({option + "=" + value, "command"});
        BOOST_TEST(sentence(with.result) == "no error");
        BOOST_TEST(row.is_set(with.spec), row.option);
        const Parsed without({option, value});
        BOOST_TEST(sentence(without.result) == "no error");
        BOOST_TEST(joined(command_of(without.spec)) == value);
    }
    const Parsed plain({"--copy", "--ephemeral"});
    BOOST_TEST((plain.spec.copy.wanted && plain.spec.copy.size == nullptr));
    BOOST_TEST((Parsed({"--tty"}).spec.life.tty == Tty::yes));
    BOOST_TEST((plain.spec.ephemeral.wanted && plain.spec.ephemeral.size == nullptr));
}

BOOST_AUTO_TEST_CASE(a_flag_is_down_until_it_is_given) {
    for (const FlagRow& row : flags) {
        const Parsed parsed({row.option});
        BOOST_TEST(parsed.result.has_value());
        for (const FlagRow& other : flags) {
            BOOST_TEST((other.flag(parsed.spec) == (other.option == row.option)),
                       other.option << " after " << row.option);
        }
    }
}

BOOST_AUTO_TEST_CASE(every_option_of_the_table_is_tried_here) {
    for (const Option& option : all_options()) {
        const auto names_it = [&](const auto& row) { return row.option == option.name; };
        BOOST_TEST(
            (std::ranges::any_of(with_value, names_it) || std::ranges::any_of(flags, names_it)),
            option.name);
    }
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_refused_in_one_sentence) {
    for (const RefusalRow& row : refusals) {
        const Parsed parsed(Words(row.words.begin(), row.words.end()));
        BOOST_TEST(sentence(parsed.result) == std::string(row.sentence).append(row.reason));
    }
}

BOOST_AUTO_TEST_CASE(the_command_starts_at_the_first_word_that_is_no_option) {
    BOOST_TEST(joined(command_of(Parsed({}).spec)).empty());
    BOOST_TEST(joined(command_of(Parsed({"ls", "--help"}).spec)) == "ls --help");
    BOOST_TEST(joined(command_of(Parsed({"--verbose", "ls", "--"}).spec)) == "ls --");
    BOOST_TEST(!Parsed({"ls", "--help"}).spec.help);
}

BOOST_AUTO_TEST_CASE(two_dashes_end_the_options_once) {
    BOOST_TEST(joined(command_of(Parsed({"--"}).spec)).empty());
    BOOST_TEST(joined(command_of(Parsed({"--", "--help"}).spec)) == "--help");
    BOOST_TEST(joined(command_of(Parsed({"--", "--", "x"}).spec)) == "-- x");
    BOOST_TEST(told(Parsed({"--root", "--", "x"}).spec.root) == "--");
}

BOOST_AUTO_TEST_CASE(an_empty_word_is_a_command) {
    BOOST_TEST(Parsed({"--verbose", "", "x"}).spec.command.size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_null_pointer_follows_the_command) {
    const Parsed parsed({"--verbose", "ls", "-l"});
    BOOST_TEST((*parsed.spec.command.end() == nullptr));
}

BOOST_AUTO_TEST_CASE(mounts_keep_their_order) {
    const Parsed parsed(
        {"--tmpfs", "/a", "--bind", "/b:/c", "--readonly", "--ro-bind", "d:/e", "--tmpfs=/f"});
    std::string order;
    for (const MountWish& wish : parsed.spec.mounts) {
        order += told(wish.source) + ">" + told(wish.target) + (wish.set != 0 ? "r " : " ");
    }
    BOOST_TEST(order == "(null)>/a /b>/c d>/er (null)>/f ");
}

BOOST_AUTO_TEST_CASE(up_to_1024_mounts_are_taken) {
    BOOST_TEST(Parsed(repeated("--tmpfs", "/t", 1024)).spec.mounts.size() == 1024U);
    BOOST_TEST(sentence(Parsed(repeated("--tmpfs", "/t", 1025)).result) ==
               "read --tmpfs /t: more than 1024 mounts");
    BOOST_TEST(sentence(Parsed(repeated("--bind", "/s:/t", 1025)).result) ==
               "read --bind /s: more than 1024 mounts");
}

BOOST_AUTO_TEST_CASE(up_to_16_ranges_of_ids_are_taken) {
    Words words;
    for (int index = 0; index < 16; ++index) {
        words.push_back("--map-uid=" + std::to_string(index) + ":" + std::to_string(index) + ":1");
    }
    BOOST_TEST(Parsed(words).spec.user_ranges.size() == 16U);
    words.push_back("--map-uid=16:16:1");
    BOOST_TEST(sentence(Parsed(words).result) == "read --map-uid 16:16:1: more than 16 ranges");
}

BOOST_AUTO_TEST_CASE(one_namespace_of_each_kind_can_be_joined_and_kept) {
    Words words;
    for (const NamespaceKind& kind : namespace_kinds) {
        words.push_back("--join=" + std::string(kind.name) + ":1");
        words.push_back("--persist=" + std::string(kind.name) + ":f");
    }
    const Parsed parsed(words);
    BOOST_TEST(parsed.spec.joined.full());
    BOOST_TEST(parsed.spec.kept.full());
    BOOST_TEST((parsed.spec.namespaces == CLONE_NEWNS)); // a copy of the joined one
}

BOOST_AUTO_TEST_CASE(up_to_512_variables_are_taken) {
    BOOST_TEST(Parsed(repeated("--env", "A=b", 512)).spec.environment.size() == 512U);
    BOOST_TEST(sentence(Parsed(repeated("--env", "A=b", 513)).result) ==
               "read --env A=b: more than 512 variables");
}

BOOST_AUTO_TEST_CASE(up_to_32_devices_and_paths_are_taken) {
    BOOST_TEST(Parsed(repeated("--device", "/dev/x", 32)).spec.devices.size() == 32U);
    BOOST_TEST(sentence(Parsed(repeated("--device", "/dev/x", 33)).result) ==
               "read --device /dev/x: more than 32 devices");
    BOOST_TEST(Parsed(repeated("--landlock-ro", "/x", 32)).spec.path_rules.size() == 32U);
    BOOST_TEST(sentence(Parsed(repeated("--landlock-rw", "/x", 33)).result) ==
               "read --landlock-rw /x: more than 32 paths for Landlock");
}

BOOST_AUTO_TEST_CASE(a_host_name_has_up_to_64_bytes) {
    BOOST_TEST(Parsed({"--hostname", std::string(64, 'h')}).result.has_value());
}

BOOST_AUTO_TEST_CASE(the_last_of_two_values_counts) {
    const Parsed parsed({"--uid", "1", "--uid", "2", "--root", "/a", "--root", "/b"});
    BOOST_TEST((parsed.spec.user == 2U));
    BOOST_TEST(told(parsed.spec.root) == "/b");
}

BOOST_AUTO_TEST_CASE(uid_and_user_replace_one_another) {
    const Parsed named({"--uid", "1", "--user", "app"});
    BOOST_TEST((!named.spec.user && told(named.spec.user_name) == "app" && named.spec.looks_up));
    const Parsed plain({"--user", "app:adm", "--uid", "1", "--gid", "2"});
    BOOST_TEST((plain.spec.user == 1U && plain.spec.group == 2U && !plain.spec.looks_up));
    BOOST_TEST((plain.spec.user_name == nullptr && plain.spec.group_name == nullptr));
}

BOOST_AUTO_TEST_CASE(up_to_32_groups_are_taken) {
    std::string list = "0";
    for (int group = 1; group < 32; ++group) list += "," + std::to_string(group);
    BOOST_TEST(Parsed({"--groups", list}).spec.groups.size() == 32U);
    BOOST_TEST(sentence(Parsed({"--groups", list + ",99"}).result) ==
               "read --groups 99: more than 32 groups");
}

BOOST_AUTO_TEST_CASE(capabilities_are_changed_in_the_order_given) {
    const auto wish = [](const Words& words) { return Parsed(words).spec.capabilities; };
    const auto later = wish({"--cap-drop=kill", "--cap-add=kill"});
    BOOST_TEST((later.added == set_of(CAP_KILL) && later.dropped == 0));
    const auto dropped = wish({"--ambient=kill", "--cap-drop=kill"});
    BOOST_TEST((dropped.added == 0 && dropped.ambient == 0 && dropped.dropped == set_of(CAP_KILL)));
    const auto again = wish({"--cap-add=bpf", "--cap-drop=all", "--cap-add=kill"});
    BOOST_TEST((again.base == 0 && again.added == set_of(CAP_KILL)));
    const auto exactly = wish({"--cap-add=bpf", "--caps=kill"});
    BOOST_TEST((exactly.base == 0 && exactly.added == set_of(CAP_KILL)));
}

BOOST_AUTO_TEST_CASE(every_capability_of_the_kernel_has_its_name) {
    const Words some = {"chown", "setpcap", "sys_admin", "setfcap", "checkpoint_restore"};
    const int numbers[] = {CAP_CHOWN, CAP_SETPCAP, CAP_SYS_ADMIN, CAP_SETFCAP,
                           CAP_CHECKPOINT_RESTORE};
    for (std::size_t index = 0; index < some.size(); ++index) {
        BOOST_TEST(Parsed({"--caps", some[index]}).spec.capabilities.added ==
                   set_of(numbers[index]));
    }
}

BOOST_AUTO_TEST_CASE(a_later_limit_of_a_resource_replaces_the_earlier) {
    const Parsed parsed({"--rlimit=nofile=8", "--rlimit=core=0", "--rlimit=nofile=4:9"});
    BOOST_TEST(parsed.spec.limits.size() == 2U);
    BOOST_TEST(parsed.spec.limits[0].hard == 9U);
    BOOST_TEST(parsed.spec.limits[1].resource == unsigned{RLIMIT_CORE});
}

BOOST_AUTO_TEST_CASE(of_share_and_unshare_the_last_one_counts) {
    BOOST_TEST(Parsed({"--share=net", "--unshare=net"}).spec.namespaces == default_namespaces);
    BOOST_TEST(Parsed({"--unshare=net", "--share=net"}).spec.namespaces == without_net);
}

BOOST_AUTO_TEST_CASE(what_was_read_before_an_error_counts) {
    const Parsed parsed({"--on-failure", "shell", "--report", "/dev/x", "--nonsense", "--verbose"});
    BOOST_TEST(!parsed.result.has_value());
    BOOST_TEST((parsed.spec.on_failure == Policy::shell));
    BOOST_TEST(told(parsed.spec.report) == "/dev/x");
    BOOST_TEST(!parsed.spec.verbose);
}

BOOST_AUTO_TEST_CASE(help_has_a_line_of_at_most_100_columns_for_each_option) {
    const std::string help = launch_test::text_of(describe_options);
    BOOST_TEST(help.size() < 8000U); // it is printed from 8192 bytes
    for (const Option& option : all_options()) {
        const bool may_do_without = option.argument == can_have_one;
        const auto start =
            help.find("\n  " + std::string(option.name) + (may_do_without ? "[=" : " "));
        BOOST_REQUIRE_MESSAGE(start != std::string::npos, option.name);
        BOOST_TEST(help.find('\n', start + 1) - start <= 101U, option.name);
    }
}

BOOST_AUTO_TEST_SUITE_END()
