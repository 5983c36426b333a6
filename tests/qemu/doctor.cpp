/** `launch doctor` in a machine: with the kernel's own rights, and where it refuses them. */
#include "vm.hpp"

#include <boost/test/unit_test.hpp>

using namespace launch_test;

BOOST_AUTO_TEST_SUITE(doctor)

BOOST_AUTO_TEST_CASE(beside_PID_1_it_tells_what_this_kernel_has_and_forbids) {
    const auto outcome = vm_script(R"(
        /launch doctor > /tmp/root; echo root=$?
        sed 's/^/root: /' /tmp/root
        mount -t cgroup2 cgroup2 /sys/fs/cgroup
        /launch doctor | grep cgroups | sed 's/^/mounted: /'
        echo 0 > /proc/sys/kernel/unprivileged_userns_clone
        su nobody -s /bin/sh -c '/launch doctor'; echo user=$?
    )",
                                   beside_pid_1());
    const auto& out = outcome.out;
    BOOST_TEST(value(out, "root") == "0", out + outcome.err);
    for (const std::string name : {"run", "user namespace run", "mount namespace", "time namespace",
                                   "ext4", "pidfd", "openat2"}) {
        BOOST_TEST(out.contains("root: " + name + std::string(20 - name.size(), ' ') + "yes\n"),
                   out);
    }
    BOOST_TEST(out.contains("root: landlock            yes: version 2\n"), out);
    BOOST_TEST(out.contains("root: kernel              yes: 6.1."), out);
    // This machine's modules stayed with the host.
    const std::string missing = ": No such device\nroot:   remedy: load its module, if this kernel";
    for (const std::string type : {"overlay", "squashfs", "erofs"}) {
        BOOST_TEST(out.contains("open file system " + type + missing), out);
    }
    BOOST_TEST(out.contains("root:   remedy: mount cgroup2 on /sys/fs/cgroup\n"), out);
    BOOST_TEST(out.contains("mounted: cgroups             yes: version 2: cpuset cpu io memory"),
               out);
    BOOST_TEST(value(out, "user") == "1");
    BOOST_TEST(out.contains("\nrun                 no: clone: Operation not permitted\n  remedy: "
                            "the sysctl kernel.unprivileged_userns_clone is 0; root allows it by "
                            "sysctl -w kernel.unprivileged_userns_clone=1\n"),
               out);
}

BOOST_AUTO_TEST_SUITE_END()
