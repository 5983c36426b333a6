/** The network of a machine: ip= of the kernel's line, and `qemu/run --net`. */
#include "vm.hpp"

#include <boost/test/unit_test.hpp>

using namespace launch_test;

namespace {

/** A server of this host, which a machine finds at 10.0.2.2; it holds /file. */
class Server {
public:
    Server()
        : files(), server({"python3", "-u", "-c", R"(
import functools, http.server, sys
handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=sys.argv[1])
server = http.server.HTTPServer(("127.0.0.1", 0), handler)
print(f"port={server.server_port}.")
server.serve_forever()
)",
                           files.path()},
                          {.timeout = Seconds(300)}) {
        files.write("file", "from the host\n");
        BOOST_TEST_REQUIRE(server.read_until(".\n"));
    }
    /** A command that fetches the file. */
    [[nodiscard]] std::string fetch() const {
        const auto port = server.seen().substr(5, server.seen().find('.') - 5);
        return "wget -q -O - http://10.0.2.2:" + port + "/file";
    }

private:
    TemporaryDirectory files;
    Running server;
};

const std::string show = "ip -o -4 addr show scope global | tr -s ' ' | cut -d ' ' -f 4; "
                         "ip route | grep -o 'default via [0-9.]*'; ";

} // namespace

BOOST_AUTO_TEST_SUITE(network_of_machines)

BOOST_AUTO_TEST_CASE(the_command_reaches_the_host_and_knows_who_resolves_names) {
    const Server server;
    const auto outcome = vm_script(show + "cat /etc/resolv.conf; " + server.fetch(), {"--net"});
    BOOST_TEST(outcome.status == 0, outcome.err);
    BOOST_TEST(outcome.out == "10.0.2.15/24\ndefault via 10.0.2.2\nnameserver 10.0.2.3\n"
                              "from the host\n");
    BOOST_TEST(without_note(outcome.err) == "");
}

BOOST_AUTO_TEST_CASE(a_microvm_has_one_too) {
    const Server server;
    const auto outcome = vm_script(server.fetch(), {"--net", "--machine", "microvm"});
    BOOST_TEST(outcome.out == "from the host\n", outcome.err);
}

BOOST_AUTO_TEST_CASE(the_roots_own_udhcpc_asks_for_an_address) {
    const Server server;
    const auto outcome =
        vm_script(show + "cat /etc/resolv.conf; " + server.fetch() + "; hostname; cat /proc/uptime",
                  {"--net", "--append", "ip=::::worker::dhcp"});
    BOOST_TEST(outcome.status == 0, outcome.err);
    BOOST_TEST(outcome.out.starts_with("10.0.2.15/24\ndefault via 10.0.2.2\nnameserver 10.0.2.3\n"
                                       "from the host\nworker\n"),
               outcome.out);
}

BOOST_AUTO_TEST_CASE(a_root_without_udhcpc_is_said_to_have_none_and_the_command_runs) {
    const TemporaryDirectory host;
    run({"sh", "-c", "cp -a \"$LAUNCH_ROOT\" \"$0/root\"; rm \"$0/root/sbin/udhcpc\"",
         host.path()});
    const auto outcome = vm_script(
        "echo runs", {"--verbose", "--net", "--append", "ip=dhcp", "--root", host.path("root")});
    BOOST_TEST(outcome.out == "runs\n");
    BOOST_TEST(outcome.err.contains("launch: execute /sbin/udhcpc: No such file or directory"),
               outcome.err);
}

BOOST_AUTO_TEST_CASE(what_is_wrong_with_it_is_said_and_the_command_runs_all_the_same) {
    const std::pair<std::string, std::string> wrong[] = {
        {"ip=10.0.2.15::x:255.255.255.0",
         "launch: ignore ip=: not dhcp, off or ADDRESS::GATEWAY:NETMASK:NAME:DEVICE\n"},
        {"ip=10.0.2.15:::255.255.255.0::eth7", "launch: find interface eth7: No such device\n"}};
    for (const auto& [word, sentence] : wrong) {
        const auto outcome = vm_script("echo runs", {"--verbose", "--net", "--append", word});
        BOOST_TEST(outcome.out == "runs\n");
        auto said = outcome.err;
        std::erase(said, '\r');
        BOOST_TEST(said.contains(" " + sentence), said);
    }
}

BOOST_AUTO_TEST_CASE(the_command_may_have_an_interface_of_its_own_on_it) {
    const Server server;
    const auto outcome = vm_script(show + "ip -o link | wc -l; " + server.fetch(),
                                   {"--net", "--module", "macvlan", "-o",
                                    "--net=macvlan:eth0,name=own0,ip=10.0.2.16/24,gw=10.0.2.2"});
    BOOST_TEST(outcome.status == 0, outcome.err);
    BOOST_TEST(outcome.out == "10.0.2.16/24\ndefault via 10.0.2.2\n2\nfrom the host\n");
}

BOOST_AUTO_TEST_CASE(without_a_share_of_it_the_command_has_its_loopback_alone) {
    const auto outcome =
        vm_script("ip -o link | wc -l; cat /etc/resolv.conf", {"--net", "-o", "--net=none"});
    BOOST_TEST(outcome.out == "1\nnameserver 10.0.2.3\n", outcome.err);
}

BOOST_AUTO_TEST_SUITE_END()
