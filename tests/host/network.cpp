/** The interface inside, and that nothing of it is left outside. All in a network of the test's own. */
#include "host.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <initializer_list>
#include <sched.h>
#include <thread>
#include <unistd.h>

using namespace launch_test;

namespace {

void must_run(const Words& words) {
    const auto outcome = run(words);
    BOOST_REQUIRE_MESSAGE(outcome.status == 0, outcome.err);
}

/** A network namespace that this process is in, with a bridge and a pair for macvlan to lie on. */
class OwnNetwork {
public:
    OwnNetwork() : before(open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC)) {
        require(before >= 0 && unshare(CLONE_NEWNET) == 0, "make a network namespace");
        must_run({"ip", "link", "add", "br0", "type", "bridge"});
        must_run({"ip", "address", "add", "10.9.0.1/24", "dev", "br0"});
        must_run({"ip", "link", "add", "wire0", "type", "veth", "peer", "name", "wire1"});
        for (const auto* each : {"lo", "br0", "wire0", "wire1"}) {
            must_run({"ip", "link", "set", each, "up"});
        }
        initial = interfaces();
    }
    OwnNetwork(const OwnNetwork&) = delete;
    OwnNetwork& operator=(const OwnNetwork&) = delete;
    ~OwnNetwork() {
        setns(before, CLONE_NEWNET);
        close(before);
    }

    /** The kernel takes a namespace down some time after its last process. */
    [[nodiscard]] bool is_as_before() const {
        for (int tries = 0; tries < 300; ++tries) {
            if (interfaces() == initial) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
        }
        BOOST_TEST_MESSAGE(interfaces());
        return false;
    }

    [[nodiscard]] bool has_more() const { return interfaces() != initial; }

private:
    static std::string interfaces() {
        return run({"sh", "-c", "ip -o link | sed 's/@.*//; s/: <.*//' | sort"}).out;
    }

    int before;
    std::string initial;
};

/** What listens at a port inside and says a word to whoever comes. */
Words server(const std::string& network) {
    return launch_words(
        {"--net=" + network, "--", "sh", "-c", "echo hello | nc -l -p 7; echo served"});
}

/** Whoever comes from inside and asks until somebody answers. */
Outcome client(const std::string& network, const std::string& address) {
    const std::string script = "for try in $(seq 100); do nc -w 5 " + address +
                               " 7 2> /dev/null && exit; sleep 0.1; done; exit 9";
    return inside(script, {"--net=" + network});
}

/** Lets everybody open /dev/net/tun for as long as this lives. */
class OpenTunnels {
public:
    OpenTunnels() {
        must_run({"mount", "-t", "tmpfs", "tunnels", "/dev/net"});
        must_run({"mknod", "-m", "666", "/dev/net/tun", "c", "10", "200"});
    }
    OpenTunnels(const OpenTunnels&) = delete;
    OpenTunnels& operator=(const OpenTunnels&) = delete;
    ~OpenTunnels() { run({"umount", "-l", "/dev/net"}); }
};

/** Programs in /usr/bin that are not there for as long as this lives. */
class Hidden {
public:
    explicit Hidden(const Words& programs) {
        must_run({"mount", "-t", "tmpfs", "layers", files.path()});
        must_run({"mkdir", files.path("upper"), files.path("work")});
        for (const auto& each : programs) { // overlayfs takes such a node for what was deleted
            must_run({"mknod", files.path("upper/" + each), "c", "0", "0"});
        }
        must_run(
            {"mount", "-t", "overlay", "hidden", "-o",
             "lowerdir=/usr/bin,upperdir=" + files.path("upper") + ",workdir=" + files.path("work"),
             "/usr/bin"});
    }
    Hidden(const Hidden&) = delete;
    Hidden& operator=(const Hidden&) = delete;
    ~Hidden() {
        run({"umount", "-l", "/usr/bin"});
        run({"umount", "-l", files.path()});
    }

private:
    TemporaryDirectory files;
};

/** The network of the test has a way out, or the programs would find nothing to pass on. */
void make_way_out() {
    must_run({"ip", "address", "add", "192.0.2.2/24", "dev", "wire0"});
    must_run({"ip", "route", "add", "default", "via", "192.0.2.1"});
}

const Words user_networks = {"--net=user", "--", "sh", "-c",
                             "ip -o -4 address show eth0 | grep -c inet; ip route"};

/** The numbers of all programs that serve users, but for those that have ended. */
std::string programs() {
    return run({"sh", "-c", "pgrep -r R,S,D -x 'pasta|passt|passt.avx2|slirp4netns'"}).out;
}

bool no_program_is_left(const std::string& before) {
    for (int tries = 0; tries < 50; ++tries) {
        if (programs() == before) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return false;
}

} // namespace

BOOST_AUTO_TEST_SUITE(network)

BOOST_AUTO_TEST_CASE(host_is_the_callers_and_none_a_new_one_with_a_loopback) {
    const auto outer = run({"readlink", "/proc/self/ns/net"}).out;
    BOOST_TEST(inside("readlink /proc/self/ns/net", {"--net=host"}).out == outer);
    const auto alone = inside("readlink /proc/self/ns/net; ls /sys/class/net", {"--net=none"}).out;
    BOOST_TEST(!alone.contains(outer));
    BOOST_TEST(alone.ends_with("\nlo\n"));
}

BOOST_AUTO_TEST_CASE(addresses_and_gateways_of_both_kinds_are_set) {
    const OwnNetwork network;
    const auto outcome =
        inside("ip -o address show dev eth0 | grep -v fe80 | awk '{ print $2, $4 }'; "
               "ip route; ip -6 route | grep default",
               {"--net=veth:br0,ip=10.9.0.2/24,gw=10.9.0.1,ip=fd09::2/64,gw=fd09::1"});
    BOOST_TEST(outcome.err == "");
    BOOST_TEST(outcome.out == "eth0 10.9.0.2/24\n"
                              "eth0 fd09::2/64\n"
                              "default via 10.9.0.1 dev eth0 \n"
                              "10.9.0.0/24 dev eth0 scope link  src 10.9.0.2 \n"
                              "default via fd09::1 dev eth0  metric 1024 \n");
    BOOST_TEST(network.is_as_before());
}

BOOST_AUTO_TEST_CASE(two_containers_on_one_bridge_talk) {
    const OwnNetwork network;
    Running serving(server("veth:br0,ip=10.9.0.2/24,ip=fd09::2/64"));
    BOOST_TEST(client("veth:br0,ip=10.9.0.3/24", "10.9.0.2").out == "hello\n");
    BOOST_TEST(serving.wait().out == "served\n");
    // Until the kernel has taken its namespace down, the first server still answers for its address.
    BOOST_TEST(network.is_as_before());
    Running again(server("veth:br0,ip=fd09::2/64"));
    BOOST_TEST(client("veth:br0,ip=fd09::3/64", "fd09::2").out == "hello\n");
    BOOST_TEST(again.wait().status == 0);
    BOOST_TEST(network.is_as_before());
}

BOOST_AUTO_TEST_CASE(without_a_bridge_the_host_is_the_gateway) {
    const OwnNetwork network;
    Running serving(server("host"));
    BOOST_TEST(client("veth,ip=10.8.0.2/24,gw=10.8.0.1", "10.8.0.1").out == "hello\n");
    BOOST_TEST(serving.wait().status == 0);
    BOOST_TEST(network.is_as_before());
}

BOOST_AUTO_TEST_CASE(two_macvlans_of_one_interface_talk) {
    const OwnNetwork network;
    Running serving(server("macvlan:wire0,ip=10.7.0.2/24"));
    BOOST_TEST(client("macvlan:wire0,ip=10.7.0.3/24,name=lan", "10.7.0.2").out == "hello\n");
    BOOST_TEST(serving.wait().out == "served\n");
    const auto names = inside("ls /sys/class/net", {"--net=macvlan:wire0,name=lan"});
    BOOST_TEST(names.out == "lan\nlo\n");
    BOOST_TEST(network.is_as_before());
}

BOOST_AUTO_TEST_CASE(root_of_a_user_namespace_gets_an_interface_too) {
    const OwnNetwork network;
    const auto outcome = inside("ip -o -4 address show dev eth0 | awk '{ print $4 }'",
                                {"--unshare=user", "--net=veth:br0,ip=10.9.0.2/24"});
    BOOST_TEST(outcome.out == "10.9.0.2/24\n");
    BOOST_TEST(outcome.err == "");
}

BOOST_AUTO_TEST_CASE(a_failure_half_way_leaves_no_interface) {
    const OwnNetwork network;
    const std::string unreachable = ": Network unreachable (hint: it is in no network of ip=)\n";
    const auto gateway = launch({"--net=veth:br0,ip=10.9.0.2/24,gw=10.1.1.1", "true"});
    BOOST_TEST(gateway.status == 125);
    BOOST_TEST(gateway.err ==
               "launch: set eth0 up, address 10.9.0.2/24, gateway 10.1.1.1" + unreachable);
    BOOST_TEST(launch({"--net=veth,ip=10.9.0.2/24,gw=10.9.0.1", "missing"}).status == 127);
    BOOST_TEST(launch({"--net=macvlan:wire0,name=lo", "true"}).err ==
               "launch: make macvlan lo of wire0: File exists (hint: in there or out here one is "
               "called so: choose another name=)\n");
    BOOST_TEST(launch({"--net=veth:wire0", "true"}).err ==
               "launch: make a veth pair to eth0 on bridge wire0: Not supported (hint: it is no "
               "bridge, or this kernel has no such interfaces)\n");
    BOOST_TEST(network.is_as_before());
}

BOOST_AUTO_TEST_CASE(what_does_not_exist_is_named) {
    const OwnNetwork network;
    BOOST_TEST(launch({"--net=veth:br7", "true"}).err ==
               "launch: make a veth pair to eth0 on bridge br7: find interface br7: No such "
               "device\n");
    BOOST_TEST(launch({"--net=macvlan:eth7", "true"}).err ==
               "launch: make macvlan eth0 of eth7: find interface eth7: No such device\n");
}

BOOST_AUTO_TEST_CASE(nothing_is_left_after_kill_9) {
    const OwnNetwork network;
    {
        const Running first(launch_words({"--net=veth:br0", "--", "sleep", "60"}));
        const Running second(launch_words({"--net=macvlan:wire0", "--", "sleep", "60"}));
        Running third(launch_words(
            {"--net=veth,ip=10.8.0.2/24,gw=10.8.0.1", "--", "sh", "-c", "echo up; sleep 60"}));
        BOOST_TEST(third.read_until("up"));
        BOOST_TEST(network.has_more());
        for (const Running* each : std::initializer_list<const Running*>{&first, &second, &third}) {
            each->kill(SIGKILL);
        }
    }
    BOOST_TEST(network.is_as_before());
}

BOOST_AUTO_TEST_CASE(fifty_at_once_do_not_collide) {
    const OwnNetwork network;
    const std::string script = R"(
        for n in $(seq 50); do
            "$0" --root "$1" --net=veth:br0,ip=10.9.0.$((n + 100))/24 -- \
                sh -c 'ip -o -4 address show dev eth0 | awk "{ print \$4 }"; sleep 1' &
        done
        wait)";
    const auto outcome = run({"sh", "-c", script, setting("LAUNCH"), setting("LAUNCH_ROOT")});
    BOOST_TEST(outcome.err == "");
    std::string sorted = run({"sort", "-u"}, {.input = outcome.out}).out;
    BOOST_TEST(std::ranges::count(sorted, '\n') == 50);
    BOOST_TEST(network.is_as_before());
}

BOOST_AUTO_TEST_CASE(an_ordinary_user_is_told_of_net_user) {
    const OwnNetwork network;
    const auto outcome = run(as_user() + launch_words({"--net=veth:br0", "true"}));
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err ==
               "launch: make a veth pair to eth0 on bridge br0: Operation not permitted (hint: "
               "this takes CAP_NET_ADMIN out here; --net=user does not)\n");
}

BOOST_AUTO_TEST_CASE(a_user_has_a_network_by_pasta) {
    const OwnNetwork network;
    const OpenTunnels tunnels;
    make_way_out();
    const Hidden other({"slirp4netns"});
    const auto before = programs();
    const auto outcome = run(as_user() + launch_words(user_networks));
    BOOST_TEST(outcome.err == "");
    BOOST_TEST(outcome.out == "1\ndefault via 192.0.2.1 dev eth0 \n"
                              "192.0.2.0/24 dev eth0 scope link  src 192.0.2.2 \n");
    BOOST_TEST(no_program_is_left(before));
}

BOOST_AUTO_TEST_CASE(a_user_has_a_network_by_slirp4netns) {
    const OwnNetwork network;
    const OpenTunnels tunnels;
    const Hidden other({"pasta"});
    const auto before = programs();
    for (const auto& who : {Words{}, as_user()}) { // root has it by this one alone
        const auto outcome = run(who + launch_words(user_networks));
        BOOST_TEST(outcome.err == "");
        BOOST_TEST(outcome.out == "1\ndefault via 10.0.2.2 dev eth0 \n"
                                  "10.0.2.0/24 dev eth0 scope link  src 10.0.2.100 \n");
    }
    BOOST_TEST(no_program_is_left(before));
}

BOOST_AUTO_TEST_CASE(the_hosts_loopback_is_out_of_a_users_reach) {
    const OwnNetwork network;
    const OpenTunnels tunnels;
    make_way_out();
    Running serving({"python3", "-c",
                     "import socket\n"
                     "server = socket.create_server(('127.0.0.1', 7))\n"
                     "while True:\n"
                     "    server.accept()[0].sendall(b'secret\\n')\n"});
    const auto reach = [](const std::string& gateway) {
        return run(as_user() + launch_words({"--net=user", "--", "sh", "-c",
                                             "nc -w 2 " + gateway + " 7; nc -w 2 127.0.0.1 7"}))
            .out;
    };
    BOOST_TEST(client("host", "127.0.0.1").out == "secret\n"); // it serves
    BOOST_TEST(reach("192.0.2.1") == "");
    const Hidden other({"pasta"});
    BOOST_TEST(reach("10.0.2.2") == "");
}

BOOST_AUTO_TEST_CASE(a_users_network_ends_with_launch) {
    const OwnNetwork network;
    const OpenTunnels tunnels;
    make_way_out();
    const auto before = programs();
    for (const auto& hidden : {"pasta", "slirp4netns"}) {
        const Hidden other({hidden});
        Running running(as_user() +
                        launch_words({"--net=user", "--", "sh", "-c", "echo up; sleep 60"}));
        BOOST_TEST(running.read_until("up"));
        BOOST_TEST(programs() != before);
        running.kill(SIGKILL);
        BOOST_TEST(no_program_is_left(before));
    }
    BOOST_TEST(run(as_user() + launch_words({"--net=user", "missing"})).status == 127);
    BOOST_TEST(no_program_is_left(before));
}

BOOST_AUTO_TEST_CASE(the_packages_are_named_where_neither_program_is) {
    const OwnNetwork network;
    const Hidden both({"pasta", "slirp4netns"});
    const auto outcome = run(as_user() + launch_words({"--net=user", "true"}));
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err ==
               "launch: connect eth0 by pasta or slirp4netns: run pasta: neither it nor "
               "slirp4netns is there: the packages are passt and slirp4netns\n");
}

BOOST_AUTO_TEST_CASE(what_a_program_says_when_it_ends_is_told) {
    const OwnNetwork network;
    must_run({"mount", "-t", "tmpfs", "nothing", "/dev/net"});
    const auto outcome = launch({"--net=user", "true"});
    must_run({"umount", "/dev/net"});
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err == "launch: connect eth0 by slirp4netns or pasta: run slirp4netns: it "
                              "has ended (open(\"/dev/net/tun\"): No such file or "
                              "directory;child failed(1))\n");
}

BOOST_AUTO_TEST_CASE(resolver_and_hosts_are_private_copies_over_links_too) {
    const TemporaryDirectory files;
    files.write("names", "192.0.2.7 seven\n");
    must_run({"cp", "-a", setting("LAUNCH_ROOT"), files.path("root")});
    const auto etc = files.path("root/etc/");
    must_run({"ln", "-sf", "../run/nowhere/resolv.conf", etc + "resolv.conf"});
    must_run({"ln", "-sf", "hostname", etc + "hosts"});
    const auto name = read_file(etc + "hostname");
    const auto outcome = run({setting("LAUNCH"), "--root", files.path("root"), "--resolv=host",
                              "--hosts", files.path("names"), "--", "sh", "-c",
                              "cat /etc/resolv.conf /etc/hosts; echo more > /etc/hosts; "
                              "cat /etc/hosts /etc/hostname"});
    BOOST_TEST(outcome.err == "");
    BOOST_TEST(outcome.out ==
               read_file("/etc/resolv.conf") + "192.0.2.7 seven\n" + "more\n" + name);
    BOOST_TEST(files.read("names") == "192.0.2.7 seven\n");
    BOOST_TEST(read_file(etc + "hostname") == name);
    BOOST_TEST(run({"readlink", etc + "resolv.conf"}).out == "../run/nowhere/resolv.conf\n");
}

BOOST_AUTO_TEST_SUITE_END()
