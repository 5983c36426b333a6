/**
 * Plans as --dry-run tells them, against the texts in golden/; and what no plan is made of.
 * After a change that is meant, `tests/unit/golden/renew` writes the texts anew: read the diff.
 */
#include "plan/plan.hpp"

#include "arguments.hpp"
#include "planned.hpp"
#include "sentences.hpp"
#include "support/files.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <string>
#include <vector>

using namespace launch;
using launch_test::Parsed;
using launch_test::planned;
using launch_test::PlanPointer;
using launch_test::sentence;
using launch_test::text_of;

namespace {

using Words = std::vector<std::string>;

/** Who starts launch, and where. */
struct Starter {
    std::uint32_t user = 0;
    bool machine = false;
    const char* console = nullptr;
    RootKind kind = RootKind::directory;
    bool on_terminal = false;
};

constexpr Starter root_user{};
constexpr Starter ordinary_user{.user = 1000};
constexpr Starter machine{.machine = true, .console = "/dev/ttyS0"};
constexpr Starter squashfs{.kind = RootKind::squashfs};
constexpr Starter erofs{.kind = RootKind::erofs};
constexpr Starter ext4{.kind = RootKind::ext4};
constexpr Starter tar{.kind = RootKind::tar};
constexpr Starter gzip{.kind = RootKind::gzip};
constexpr Starter user_with_gzip{.user = 1000, .kind = RootKind::gzip};
constexpr Starter user_with_image{.user = 1000, .kind = RootKind::ext4};
constexpr Starter unknown{.kind = RootKind::unknown};
constexpr Starter blind_machine{.machine = true};
constexpr Starter image_machine{.machine = true, .kind = RootKind::squashfs};
constexpr Starter at_terminal{.on_terminal = true};

struct GoldenRow {
    const char* name;
    Starter starter;
    Words words;
};

std::ostream& operator<<(std::ostream& out, const GoldenRow& row) {
    return out << row.name;
}

const Words lines = {"--report=/dev/ttyS1", "--input=/dev/ttyS1", "--output=/dev/ttyS2",
                     "--errors=/dev/ttyS3"};

Words operator+(Words left, const Words& right) {
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

const GoldenRow goldens[] = {
    {"default", root_user, {"--root", "/images/alpine/", "/bin/true"}},
    {"propagation-left",
     root_user,
     {"--root=/r", "--propagation=left", "--tmpfs=/tmp", "--bind=/s:/d", "--ro-bind=/s:/e",
      "--dir=/new", "true"}},
    {"readonly", root_user, {"--root=/r", "--readonly", "true"}},
    {"privileged", root_user, {"--root=/r", "--privileged", "--bind=/s:/d", "true"}},
    {"share-net", root_user, {"--root=/r", "--share=net", "true"}},
    {"net-host", root_user, {"--root=/r", "--net=host", "true"}},
    {"net-veth",
     root_user,
     {"--root=/r", "--net=veth:br0,ip=10.0.0.2/24,ip=fd00::2/64,gw=10.0.0.1,name=lan", "true"}},
    {"net-macvlan", root_user, {"--root=/r", "--net=macvlan:eth1", "true"}},
    {"net-user", ordinary_user, {"--root=/r", "--net=user", "true"}},
    {"net-user-of-root",
     root_user,
     {"--root=/r", "--net=user,name=x", "--resolv=host", "--hosts=/h", "true"}},
    {"share-pid", root_user, {"--root=/r", "--share=pid", "true"}},
    {"share-all", root_user, {"--root=/r", "--share=pid,net,ipc,uts,cgroup", "true"}},
    {"user-of-root", root_user, {"--root=/r", "--unshare=user,time", "true"}},
    {"user-of-1000", ordinary_user, {"--root=/r", "true"}},
    {"user-of-1000-shares-pid-and-ipc", ordinary_user, {"--root=/r", "--share=pid,ipc", "true"}},
    {"map-auto-of-1000", ordinary_user, {"--root=/r", "--map-auto", "--uid=7", "true"}},
    {"map-auto-of-root", root_user, {"--root=/r", "--map-auto", "true"}},
    {"map-ranges",
     root_user,
     {"--root=/r", "--map-uid=0:0:1", "--map-uid=1:100000:9", "--map-gid=0:0:10", "true"}},
    {"map-one-id-by-name", ordinary_user, {"--root=/r", "--map-uid=5:1000:1", "true"}},
    {"join-of-root",
     root_user,
     {"--root=/r", "--join=user:7", "--join=mount:7", "--join=net:/n", "--join=pid:7",
      "--boottime=-1.5", "true"}},
    {"join-of-1000",
     ordinary_user,
     {"--root=/r", "--join=ipc:7", "--join=user:7", "--join=net:7", "--join=uts:7", "true"}},
    {"persist", root_user, {"--root=/r", "--persist=net:/n", "--persist=mount:m", "true"}},
    {"clocks-of-1000",
     ordinary_user,
     {"--root=/r", "--monotonic=-0.000000001", "--boottime=3600", "true"}},
    {"user-of-1000-as-7",
     ordinary_user,
     {"--root=/r", "--share=net", "--uid=7", "--gid=8", "true"}},
    {"mounts-in-order",
     root_user,
     {"--root=/r", "--tmpfs=/a", "--bind=/b:/a/b", "--ro-bind=c:d", "--tmpfs=/e", "true"}},
    {"mounts-with-words",
     root_user,
     {"--root=/r", "--tmpfs=/a:size=1m,mode=750,noexec", "--bind=/b:/c:ro,dev,noatime",
      "--mount=type=proc,dst=/p,hidepid=2,rw", "--mount=type=bind,src=/b,dst=/e",
      "--mount=type=overlay,dst=/o,lowerdir=/l,upperdir=u,workdir=w,nosuid",
      "--mount=type=ext4,src=/dev/x,dst=/x", "--file=/f:/etc/f:mode=400,ro",
      "--symlink=/etc/f:/etc/g", "--dir=/d:mode=1777", "true"}},
    {"idmapped",
     root_user,
     {"--root=/r", "--unshare=user", "--bind=/a:/b:idmap", "--bind=/c:/d",
      "--mount=type=bind,src=/e,dst=/f,ro,idmap=1000:0:1", "true"}},
    {"propagation-unchanged",
     root_user,
     {"--root=/r", "--propagation=unchanged", "--tmpfs=/a", "--bind=/b:/c:noexec",
      "--bind=/d:/e:idmap=0:1:2", "true"}},
    {"propagation-slave-idmapped",
     root_user,
     {"--root=/r", "--propagation=slave", "--bind=/d:/e:idmap=0:1:2", "true"}},
    {"chroot", root_user, {"--chroot=/r", "--uid=7", "--chdir=/w", "true"}},
    {"terminal", at_terminal, {"--root=/r", "--uid=7", "true"}},
    {"terminal-of-none", at_terminal, {"--root=/r", "--tty=no", "true"}},
    {"terminal-detached", at_terminal, {"--root=/r", "--detach", "--timeout=1", "true"}},
    {"terminal-by-name", root_user, {"--chroot=/r", "--tty=yes", "--user=app", "true"}},
    {"init-no", root_user, {"--root=/r", "--init=no", "--grace=1", "true"}},
    {"init-no-on-terminal", at_terminal, {"--root=/r", "--init=no", "--die-with-parent", "true"}},
    {"subreaper", at_terminal, {"--subreaper", "--chdir=/w", "--nice=3", "--linger", "true"}},
    {"subreaper-of-1000", ordinary_user, {"--subreaper", "true"}},
    {"propagation-slave", root_user, {"--root=/r", "--propagation=slave", "true"}},
    {"propagation-shared", root_user, {"--root=/r", "--propagation=shared", "true"}},
    {"identity",
     root_user,
     {"--root=/r", "--uid=1000", "--chdir=/home", "--hostname=box", "--clear-env", "--env=A=b",
      "true"}},
    {"user", root_user, {"--root=/r", "--user=app", "true"}},
    {"user-and-group", root_user, {"--root=/r", "--user=7:adm", "--groups=wheel,8", "true"}},
    {"user-by-number-of-1000", ordinary_user, {"--root=/r", "--unshare=user", "--user=7", "true"}},
    {"capabilities",
     root_user,
     {"--root=/r", "--cap-add=net_admin", "--cap-drop=chown,kill", "--ambient=net_raw", "--uid=7",
      "true"}},
    {"capabilities-none", root_user, {"--root=/r", "--caps=none", "--new-privs", "true"}},
    {"limits",
     root_user,
     {"--root=/r", "--umask=7", "--oom-score-adj=-5", "--cpu-affinity=0-1,3", "--nice=-3",
      "--personality=linux32,addr-no-randomize", "--rlimit=nofile=64:unlimited", "--rlimit=core=0",
      "true"}},
    {"watched",
     root_user,
     {"--root=/r", "--name=a", "--pid-file=/p", "--info-fd=3", "--report-fd=4", "true"}},
    {"cgroup",
     root_user,
     {"--root=/r", "--cgroup=web", "--memory=64m", "--memory-swap=96m", "--cpu=0.5", "--pids=20",
      "--io=/dev/sda:rbps=1m,wiops=9", "--io=/dev/sdb:riops=1", "true"}},
    {"cgroup-of-1000", ordinary_user, {"--root=/r", "--memory=64m", "--share=cgroup", "true"}},
    {"group-only", root_user, {"--root=.", "--gid=5", "true"}},
    {"no-root", root_user, {"true"}},
    {"image-squashfs", squashfs, {"--root=/i/alpine.squashfs", "true"}},
    {"image-writable", ext4, {"--root=/i/alpine.ext4", "--writable", "--privileged", "true"}},
    {"image-ephemeral", erofs, {"--root=/i/alpine.img", "--ephemeral", "--unshare=user", "true"}},
    {"archive", tar, {"--root=a.tar", "--copy=64m", "--readonly", "true"}},
    {"archive-of-1000", user_with_gzip, {"--root=/i/alpine.tar.gz", "--unshare=user", "true"}},
    {"archive-ephemeral", gzip, {"--root=/i/alpine.tgz", "--ephemeral=50%", "true"}},
    {"copy", root_user, {"--root=/r", "--copy", "true"}},
    {"copy-ephemeral", root_user, {"--root=/r", "--copy=1g", "--ephemeral=1m", "true"}},
    {"overlay", root_user, {"--overlay=/l:/u:/w", "true"}},
    {"overlay-over-root", ordinary_user, {"--root=/r", "--overlay=:u:w", "--unshare=user", "true"}},
    {"devices",
     root_user,
     {"--root=/r", "--device=/dev/kvm", "--device=fuse:/dev/deep/fuse", "--tmpfs=/a", "true"}},
    {"suid", root_user, {"--root=/r", "--suid", "--bind=/s:/d", "true"}},
    {"new-privileges",
     root_user,
     {"--root=/r", "--new-privs", "--landlock-ro=/", "--uid=7", "--chdir=/home", "true"}},
    {"seccomp-none", root_user, {"--root=/r", "--seccomp=none", "true"}},
    {"seccomp-file", root_user, {"--root=/r", "--privileged", "--seccomp=./filter", "true"}},
    {"allow-userns", root_user, {"--root=/r", "--allow-userns", "--seccomp=default", "true"}},
    {"landlock",
     root_user,
     {"--root=/r", "--landlock-ro=/usr", "--landlock-rw=home", "--chdir=/home", "true"}},
    {"machine-with-console", machine, {"--root=/alpine"}},
    {"machine-without-console", blind_machine, {"--root=/alpine", "/bin/sh"}},
    {"machine-with-report", machine, {"--root=/alpine", "--report=/dev/ttyS1", "cat"}},
    {"machine-that-hands-over", machine, {"--root=/alpine", "--exec"}},
    {"machine-that-hands-an-image-over",
     image_machine,
     {"--root=/alpine.squashfs", "--ephemeral", "--chdir=/srv", "--exec", "--", "/bin/init", "-s"}},
    {"machine-with-relays", machine, Words{"--root=/alpine"} + lines + Words{"cat", "-"}},
};

struct RefusalRow {
    Starter starter;
    Words words;
    std::string sentence;
};

const std::string only_a_machine = "only the PID 1 of a machine has such a line";
const std::string only_ext4 = "read option --writable: only an ext4 image is read-only by itself";
const std::string together = "read option --output: --input, --output and --errors go together";

const std::string only_chroot = "a chroot has no mounts and namespaces of its own";
const Words nine_mapped(9, "--bind=/s:/d:idmap=0:1:1");

const std::string no_new_user =
    "read option --share: ids are mapped into a new user namespace only";
const std::string no_rights = "read option --join: a new user namespace has no rights over a "
                              "joined pid or ipc: join its user, too";
const std::string no_clocks =
    "read option --monotonic: only a new time namespace has clocks to set";

const std::string only_watches = "it changes neither the command nor its view";
const std::string no_terminal =
    "the command of a machine, of --subreaper and of --detach gets none";
const std::string no_machine = "it is not for the PID 1 of a machine";
const std::string no_process_1 = "only a new pid namespace has a process 1";
const std::string swap = "it counts memory and swap, so it needs a --memory that is not above it";

const RefusalRow refusals[] = {
    {root_user,
     {"--root=/r", "--net=veth", "--share=net"},
     "read option --net: only a new net namespace gets an interface"},
    {root_user,
     {"--root=/r", "--net=user", "--join=net:7"},
     "read option --net: only a new net namespace gets an interface"},
    {unknown,
     {"--root=/r"},
     "open root /r: it is no directory, no image of squashfs, erofs or ext4, and no archive of "
     "tar, "
     "plain or in gzip"},
    {user_with_image,
     {"--root=/r", "--unshare=user"},
     "open root /r: an image needs a loop device, and so root"},
    {root_user, {"--root=/r", "--memory-swap=1m"}, "read --memory-swap 1m: " + swap},
    {root_user, {"--root=/r", "--memory=2m", "--memory-swap=1m"}, "read --memory-swap 1m: " + swap},
    {root_user,
     {"--subreaper", "--pids=2"},
     "read option --subreaper: its command gets no cgroup: use --chroot"},
    {root_user,
     {"--root=/r", "--pids=2", "--persist=cgroup:/n"},
     "keep namespace /n: with limits, its cgroup goes with the run"},
    {root_user, {"--root=/r", "--writable"}, only_ext4},
    {squashfs, {"--root=/r", "--writable"}, only_ext4},
    {erofs, {"--root=/r", "--writable"}, only_ext4},
    {gzip, {"--root=/r", "--writable"}, only_ext4},
    {ext4, {"--root=/r", "--writable", "--readonly"}, only_ext4},
    {root_user,
     {"--root=/r", "--overlay=/l:/u:/w"},
     "read option --overlay: with --root it is :UPPER:WORK, for that is LOWER"},
    {root_user,
     {"--copy", "--overlay=/l:/u:/w"},
     "read option --copy: LOWER of --overlay is no root to copy"},
    {machine, {"true"}, "find root: there is neither /alpine nor exactly one directory in /roots"},
    {root_user,
     {"--root=/r", "--share=uts", "--hostname=x"},
     "read option --hostname: it would change for others, too: the uts namespace is no new one"},
    {ordinary_user, {"--root=/r", "--map-auto", "--share=user"}, no_new_user},
    {root_user, {"--root=/r", "--map-uid=0:0:1", "--share=user"}, no_new_user},
    {root_user, {"--root=/r", "--map-gid=0:0:1", "--join=user:7"}, no_new_user},
    {root_user,
     {"--root=/r", "--map-uid=1:1:1"},
     "read option --map-uid: neither the caller's ids nor 0 inside are mapped, so nobody could "
     "start it"},
    {root_user,
     {"--root=/r", "--join=net:7", "--unshare=net"},
     "join namespace 7: of this kind, a new one is asked for, too"},
    {root_user, {"--root=/r", "--join=pid:7", "--unshare=user"}, no_rights},
    {ordinary_user, {"--root=/r", "--join=ipc:7"}, no_rights},
    {root_user,
     {"--root=/r", "--join=mount:7", "--unshare=user", "--boottime=1"},
     "read option --join: with a joined mount and a new user namespace no clock can be set"},
    {root_user, {"--root=/r", "--boottime=1", "--share=time"}, no_clocks},
    {root_user, {"--root=/r", "--boottime=1", "--join=time:7"}, no_clocks},
    {root_user, {"--root=/r", "--persist=user:/f"}, "keep namespace /f: it is no new one"},
    {root_user,
     {"--root=/r", "--tmpfs=/"},
     "read mount /: not a place below the root, without \"..\""},
    {root_user,
     {"--root=/r", "--bind=/s:."},
     "read mount .: not a place below the root, without \"..\""},
    {root_user,
     {"--root=/r", "--bind=/s://../."},
     "read mount //../.: not a place below the root, without \"..\""},
    {root_user,
     {"--root=/r", "--dir=/a/../b"},
     "read mount /a/../b: not a place below the root, without \"..\""},
    {root_user,
     {"--root=/r", "--bind=/s:/d:idmap"},
     "map the ids of /s: this takes --unshare=user, or a map: idmap=DISK:SEEN:COUNT"},
    {ordinary_user,
     {"--root=/r", "--unshare=user", "--bind=/s:/d:idmap"},
     "map the ids of /s: only root can do that"},
    {ordinary_user,
     {"--root=/r", "--unshare=user", "--bind=/s:/d:idmap=0:1:1"},
     "map the ids of /s: only root can do that"},
    {root_user, Words{"--root=/r"} + nine_mapped, "map the ids of /s: more than 8 such binds"},
    {root_user, {"--chroot=/r", "--root=/r"}, "combine --chroot with --root: " + only_chroot},
    {root_user, {"--chroot=/r", "--readonly"}, "combine --chroot with --readonly: " + only_chroot},
    {root_user, {"--chroot=/r", "--tmpfs=/t"}, "combine --chroot with --tmpfs: " + only_chroot},
    {root_user,
     {"--chroot=/r", "--propagation=slave"},
     "combine --chroot with --propagation: " + only_chroot},
    {root_user,
     {"--chroot=/r", "--hostname=h"},
     "combine --chroot with --hostname: " + only_chroot},
    {root_user, {"--chroot=/r", "--share=net"}, "combine --chroot with --share: " + only_chroot},
    {root_user,
     {"--chroot=/r", "--unshare=user"},
     "combine --chroot with --unshare: " + only_chroot},
    {root_user, {"--subreaper", "--root=/r"}, "combine --subreaper with --root: " + only_watches},
    {root_user, {"--subreaper", "--uid=1"}, "combine --subreaper with --uid: " + only_watches},
    {root_user, {"--subreaper", "--caps=all"}, "combine --subreaper with --caps: " + only_watches},
    {root_user,
     {"--subreaper", "--chroot=/"},
     "combine --subreaper with --chroot: " + only_watches},
    {root_user, {"--subreaper", "--init=no"}, "combine --subreaper with --init: " + only_watches},
    {machine,
     {"--root=/r", "--subreaper"},
     "read option --subreaper: the command of a machine has namespaces"},
    {root_user, {"--subreaper", "--tty=yes"}, "read option --tty: " + no_terminal},
    {root_user, {"--detach", "--tty"}, "read option --tty: " + no_terminal},
    {machine, {"--root=/r", "--tty"}, "read option --tty: " + no_terminal},
    {machine, {"--root=/r", "--detach"}, "read option --detach: " + no_machine},
    {machine, {"--root=/r", "--init=no"}, "read option --init: " + no_machine},
    {root_user,
     {"--root=/r", "--exec"},
     "read option --exec: only the PID 1 of a machine has it to give"},
    {root_user,
     {"--root=/r", "--respawn"},
     "read option --respawn: it is for a machine whose command has the console"},
    {machine,
     {"--root=/r", "--exec", "--tmpfs=/x"},
     "combine --exec with --tmpfs: nothing is isolated, limited, relayed or watched then"},
    {machine,
     {"--root=/r", "--user=7", "--exec"},
     "combine --exec with --user: nothing is isolated, limited, relayed or watched then"},
    {machine,
     {"--root=/r", "--exec", "--memory=9m"},
     "combine --exec with --memory: nothing is isolated, limited, relayed or watched then"},
    {machine,
     {"--root=/r", "--exec", "--umask=7"},
     "combine --exec with --umask: nothing is isolated, limited, relayed or watched then"},
    {machine,
     {"--root=/r", "--exec", "--timeout=7"},
     "combine --exec with --timeout: nothing is isolated, limited, relayed or watched then"},
    {machine,
     {"--root=/r", "--exec", "--debug-shell=/dev/x"},
     "combine --exec with --debug-shell: nothing is isolated, limited, relayed or watched then"},
    {machine,
     {"--root=/r", "--exec", "--watchdog"},
     "combine --exec with --watchdog: nothing is isolated, limited, relayed or watched then"},
    {machine,
     {"--root=/r", "--exec", "init"},
     "execute init: --exec wants a path from the root on"},
    {machine, {"--root=/r", "--die-with-parent"}, "read option --die-with-parent: " + no_machine},
    {root_user, {"--init=no", "--share=pid"}, "read option --init: " + no_process_1},
    {root_user, {"--init=no", "--chroot=/r"}, "read option --init: " + no_process_1},
    {root_user,
     {"--init=no", "--linger"},
     "read option --linger: without an init nobody waits for the rest"},
    {root_user,
     {"--detach", "--die-with-parent"},
     "read option --die-with-parent: with --detach the parent is left behind"},
    {machine, {"--chroot=/r"}, "read option --chroot: the command of a machine has namespaces"},
    {root_user,
     {"--root=/r", "--allow-userns", "--seccomp=/f"},
     "read option --allow-userns: it is for the default filter only"},
    {ordinary_user,
     {"--root=/r", "--unshare=user", "--user=app"},
     "read option --user app: where one id is mapped, it must be a number"},
    {ordinary_user,
     {"--root=/r", "--unshare=user", "--user=0:adm"},
     "read option --user adm: where one id is mapped, it must be a number"},
    {ordinary_user,
     {"--root=/r", "--unshare=user", "--groups=1"},
     "read option --groups: where one id is mapped, there is no setgroups"},
    {root_user, {"--root=/r", "--report=/dev/x"}, "read option --report: " + only_a_machine},
    {root_user, {"--root=/r", "--input=/dev/x"}, "read option --input: " + only_a_machine},
    {root_user, {"--root=/r", "--output=/dev/x"}, "read option --output: " + only_a_machine},
    {root_user, {"--root=/r", "--errors=/dev/x"}, "read option --errors: " + only_a_machine},
    {machine, {"--root=/r", "--output=/dev/x"}, "read option --output: it needs --report, too"},
    {machine, {"--root=/r", "--report=/dev/x", "--input=/dev/x"}, together},
    {machine, {"--root=/r", "--report=/dev/x", "--output=/dev/x", "--errors=/dev/x"}, together},
};

Facts facts_of(const Starter& starter, const Spec& spec) {
    Facts facts;
    facts.machine = starter.machine;
    facts.user = starter.user;
    facts.group = starter.user;
    facts.root = spec.chroot != nullptr ? spec.chroot : spec.root;
    if (facts.root == nullptr) facts.root = spec.overlay.lower;
    if (facts.root == nullptr && !starter.machine) facts.root = "/";
    facts.kind = starter.kind;
    facts.console = starter.console;
    facts.on_terminal = starter.on_terminal;
    // What the survey finds: all ids of root's, or the subordinate ones.
    const bool all = starter.user == 0 && !spec.map_auto;
    const IdRange range = all ? IdRange{0, 0, 0xffffffff} : IdRange{0, 100000, 65536};
    static_cast<void>(facts.users.push(range));
    static_cast<void>(facts.groups.push(range));
    return facts;
}

/** The plan of words as that starter's. */
Result<PlanPointer> plan_of(Parsed& parsed, const Starter& starter) {
    const Facts facts = facts_of(starter, parsed.spec);
    settle(parsed.spec, facts);
    return planned(parsed.spec, facts);
}

/** Compares with the text in golden/NAME.txt. When told to renew, writes that, and fails all the
 *  same: a run that renews proves nothing. */
void check_golden(const std::string& name, const std::string& found) {
    const char* const source = std::getenv("LAUNCH_SOURCE");
    const std::string path =
        std::string(source == nullptr ? "." : source) + "/tests/unit/golden/" + name + ".txt";
    if (std::getenv("LAUNCH_RENEW_GOLDENS") != nullptr) {
        launch_test::write_file(path, found);
        BOOST_ERROR("wrote " << path);
    }
    BOOST_TEST(found == launch_test::read_file(path));
}

} // namespace

BOOST_AUTO_TEST_SUITE(plans)

BOOST_DATA_TEST_CASE(it_is_told_as_in_the_golden_text, boost::unit_test::data::make(goldens), row) {
    Parsed parsed(row.words);
    BOOST_REQUIRE(parsed.result.has_value());
    const auto steps = plan_of(parsed, row.starter);
    BOOST_REQUIRE_MESSAGE(steps, sentence(steps));
    check_golden(row.name, text_of([&](Text& out) { describe_plan(out, **steps); }));
}

BOOST_AUTO_TEST_CASE(the_hosts_mounts_are_left_only_when_all_that_is_wanted_of_them_can_be_held) {
    const auto can_leave = [](const Words& words, const Starter& starter) {
        Parsed parsed(Words{"--propagation=left"} + words);
        BOOST_REQUIRE_MESSAGE(parsed.result.has_value(), words[0]);
        const Facts facts = facts_of(starter, parsed.spec);
        settle(parsed.spec, facts);
        return can_leave_mounts(parsed.spec, facts);
    };
    for (const std::string word :
         {"--share=net", "--bind=/s:/d", "--tmpfs=/tmp", "--mount=type=proc,dst=/d", "--dir=/d",
          "--symlink=a:/b", "--ephemeral", "--privileged", "--readonly", "--init=no",
          "--bind=/s:/d:idmap=0:1:1"}) {
        BOOST_TEST(can_leave({word, "--root=/r"}, root_user), word);
    }
    for (const std::string word :
         {"--copy", "--device=/dev/x", "--file=/s:/d", "--unshare=user", "--propagation=private",
          "--mount=type=ext4,src=/s,dst=/d", "--mount=type=overlay,dst=/d,lowerdir=/a:/b",
          "--persist=mount:/f", "--persist=net:/f", "--overlay=:/u:/w", "--join=ipc:1",
          "--cap-add=mknod"}) {
        BOOST_TEST(!can_leave({word, "--root=/r"}, root_user), word);
    }
    BOOST_TEST(!can_leave({"--root=/r"}, ordinary_user));
    for (const Starter& other : {squashfs, tar, machine})
        BOOST_TEST(!can_leave({"--root=/r"}, other));
}

BOOST_AUTO_TEST_CASE(a_contradiction_is_refused_in_one_sentence) {
    for (const RefusalRow& row : refusals) {
        Parsed parsed(row.words);
        BOOST_REQUIRE(parsed.result.has_value());
        BOOST_TEST(sentence(plan_of(parsed, row.starter)) == row.sentence);
    }
}

BOOST_AUTO_TEST_CASE(a_directory_whose_name_is_made_of_dots_is_not_the_root) {
    Parsed parsed({"--root=/r", "--tmpfs=/..."});
    BOOST_TEST(sentence(plan_of(parsed, root_user)) == "no error");
}

BOOST_AUTO_TEST_CASE(the_host_name_is_the_roots_base_name) {
    struct Row {
        std::string root, name;
    };
    const Row rows[] = {{"/images/alpine", "alpine"},
                        {"/images/alpine///", "alpine"},
                        {"alpine", "alpine"},
                        {"./x/alpine.d", "alpine.d"},
                        {"/", "launch"},
                        {".", "launch"},
                        {"..", "launch"},
                        {"x/..", "launch"},
                        {"/" + std::string(80, 'n'), std::string(64, 'n')}};
    for (const Row& row : rows) {
        Parsed parsed({"--root", row.root});
        const auto steps = plan_of(parsed, root_user);
        BOOST_REQUIRE(steps.has_value());
        const auto text = text_of([&](Text& out) { describe_plan(out, **steps); });
        BOOST_TEST(text.contains("  set the host name to " + row.name + "\n"), row.root);
    }
}

BOOST_AUTO_TEST_CASE(the_host_name_of_a_file_is_its_name_without_suffixes) {
    const std::pair<std::string, std::string> rows[] = {{"/i/alpine.tar.gz", "alpine"},
                                                        {"alpine-3.20.3.tgz", "alpine-3.20.3"},
                                                        {"a.tar", "a"},
                                                        {"a.img", "a"},
                                                        {"a.squashfs", "a"},
                                                        {"a.erofs", "a"},
                                                        {"a.ext4", "a"},
                                                        {".tar", "launch"}};
    for (const auto& [root, name] : rows) {
        const Parsed parsed({"--root", root});
        const auto steps = planned(parsed.spec, facts_of(tar, parsed.spec));
        BOOST_REQUIRE(steps.has_value());
        const auto text = text_of([&](Text& out) { describe_plan(out, **steps); });
        BOOST_TEST(text.contains("  set the host name to " + name + "\n"), root);
    }
}

BOOST_AUTO_TEST_CASE(the_largest_spec_loses_no_step) {
    Words words = {"--root=/r", "--propagation=unchanged", "--unshare=user"};
    for (int index = 0; index < 64; ++index) {
        const std::string ids = index < 8 ? ":idmap" : "";
        words.push_back("--bind=/s" + std::to_string(index) + ":/d" + std::to_string(index) + ids);
    }
    for (int index = 0; index < 32; ++index)
        words.push_back("--device=/dev/x" + std::to_string(index));
    const std::string limits = "cpu fsize data stack core rss nproc nofile memlock as locks "
                               "sigpending msgqueue nice rtprio rttime ";
    for (std::size_t start = 0; start < limits.size(); start = limits.find(' ', start) + 1) {
        words.push_back("--rlimit=" + limits.substr(start, limits.find(' ', start) - start) + "=1");
    }
    words.insert(words.end(), {"--umask=0", "--oom-score-adj=0", "--cpu-affinity=0", "--nice=0",
                               "--personality=linux", "--user=app", "--chdir=/", "--unshare=user"});
    Parsed parsed(words + lines);
    const auto steps = plan_of(parsed, machine);
    BOOST_REQUIRE(steps.has_value());
    const auto text = text_of([&](Text& out) { describe_plan(out, **steps); });
    BOOST_TEST(text.contains("  bind /s63 on /d63 (nosuid,nodev)\n"));
    BOOST_TEST(text.contains("  pivot into the root and detach the old one\n"));
    BOOST_TEST(
        text.contains("  hold /s7 (nosuid,nodev), its ids mapped as the user namespace maps them"));
    BOOST_TEST(text.contains("  hold /s63 (nosuid,nodev)\n"));
    BOOST_TEST((*steps)->outside.size() < most_steps);
    BOOST_TEST(text.contains("  limit rttime to 1:1\n"));
    BOOST_TEST((*steps)->init.size() < most_init_steps);
    BOOST_TEST((*steps)->command.size() < most_steps);
}

BOOST_AUTO_TEST_CASE(privileged_keeps_every_capability_but_what_is_dropped) {
    const auto limited = [](const Words& words) {
        Parsed parsed(Words{"--root=/r", "--privileged"} + words);
        const auto steps = plan_of(parsed, root_user);
        const auto text = text_of([&](Text& out) { describe_plan(out, **steps); });
        const auto start = text.find("limit capabilities to ");
        return text.substr(start + 22, text.find('\n', start) - start - 22);
    };
    BOOST_TEST(limited({}) == "all that there are");
    BOOST_TEST(limited({"--cap-add=bpf"}) == "all that there are");
    BOOST_TEST(limited({"--caps=none"}) == "none");
    BOOST_TEST(limited({"--caps=bpf"}) == "bpf");
    BOOST_TEST(limited({"--cap-drop=chown"}).starts_with("dac_override,dac_read_search,fowner"));
    BOOST_TEST(limited({"--cap-drop=chown"}).ends_with("checkpoint_restore"));
}

BOOST_AUTO_TEST_CASE(the_steps_of_a_place_are_found_by_its_name) {
    Parsed parsed({"--root=/r", "--unshare=user"});
    const auto steps = plan_of(parsed, root_user);
    BOOST_REQUIRE(steps.has_value());
    BOOST_TEST(((*steps)->steps(Place::prepare).data() == (*steps)->prepare.begin()));
    BOOST_TEST(((*steps)->steps(Place::outside).data() == (*steps)->outside.begin()));
    BOOST_TEST(((*steps)->steps(Place::init).data() == (*steps)->init.begin()));
    BOOST_TEST(((*steps)->steps(Place::command).data() == (*steps)->command.begin()));
}

BOOST_AUTO_TEST_SUITE_END()
