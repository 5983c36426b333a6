/** A machine as people start it who want no wrapper: QEMU, a kernel, an image, a command line. */
#include "plain.hpp"

#include <algorithm>

using namespace launch_test;

namespace {

/** The tree of the kernel's modules. */
std::string modules() {
    vm({"--module", "virtiofs", "--", "true"}); // which unpacks them, if nobody has yet
    const auto trees =
        run({"sh", "-c", "echo \"$0\"/build/kernel/modules/*", setting("LAUNCH_SOURCE")});
    return trees.out.substr(0, trees.out.size() - 1);
}

/** QEMU with the console on its own input and output. */
Words machine(const std::string& image, const std::string& memory, const std::string& line) {
    return qemu(image, memory, "console=ttyS0 quiet " + line) + Words{"-serial", "stdio"};
}

Outcome boot(const std::string& image, const std::string& memory, const std::string& line) {
    return run(machine(image, memory, line), {.timeout = Seconds(60)});
}

} // namespace

BOOST_AUTO_TEST_SUITE(plain_machines)

BOOST_AUTO_TEST_CASE(words_behind_two_dashes_are_launchs_command_line) {
    const TemporaryDirectory host;
    pack(setting("LAUNCH_ROOT"), "/roots/only", host.path("image"));
    const auto outcome = boot(
        host.path("image"), "256M",
        R"(launch=ignored -- --root /roots/only --env="A=b c" /bin/sh -c "echo said:$A; tty; exit 3")");
    BOOST_TEST(outcome.out.contains("said:b c\r\n/dev/console\r\n"));
    BOOST_TEST(outcome.out.contains("launch: the command exited with status 3\r\n"));
}

BOOST_AUTO_TEST_CASE(the_consoles_last_lines_are_complete_after_a_burst_of_a_megabyte) {
    const TemporaryDirectory host;
    pack(setting("LAUNCH_ROOT"), "/alpine", host.path("image"));
    // What follows the mark fills our pipe, so that the end waits in the line until we read on.
    const std::string command = R"(-- /bin/sh -c "yes xxxxxxxxx | head -c 1000000; echo mark; )"
                                R"(yes y | tr -d '\n' | head -c 67500; echo; echo end")";
    Running running(machine(host.path("image"), "256M", command), {.timeout = Seconds(60)});
    BOOST_REQUIRE(running.read_until("mark\r\n", Seconds(50)));
    pause_microseconds(1'000'000); // less than PID 1 waits
    const auto outcome = running.wait();
    BOOST_TEST(std::ranges::count(outcome.out, 'x') >= 900'000);
    BOOST_TEST(std::ranges::count(outcome.out, 'y') == 67'500);
    BOOST_TEST(outcome.out.contains("y\r\nend\r\n["));
    BOOST_TEST(outcome.out.contains("] launch: the command exited with status 0\r\n"));
}

BOOST_AUTO_TEST_CASE(without_words_the_only_root_gets_a_login_shell) {
    const TemporaryDirectory host;
    pack(setting("LAUNCH_ROOT"), "/roots/only", host.path("image"));
    Running shell(machine(host.path("image"), "256M", ""), {.timeout = Seconds(60)});
    BOOST_TEST(shell.read_until("# ", Seconds(40)));
    shell.write("echo $0; exit 4\r");
    BOOST_TEST(shell.read_until("/bin/sh\r\n"));
    BOOST_TEST(shell.read_until("launch: the command exited with status 4\r\n", Seconds(20)));
    BOOST_TEST(shell.wait().status == 0);
}

BOOST_AUTO_TEST_CASE(an_image_that_did_not_fit_into_memory_is_said_to_be_cut_short) {
    const TemporaryDirectory host;
    run({"sh", "-c", "mkdir -p \"$0/root/bin\" && head -c 80M /dev/urandom > \"$0/root/bin/big\"",
         host.path()});
    pack(host.path("root"), "/alpine", host.path("image"));
    const auto outcome = boot(host.path("image"), "200M", "-- /bin/true");
    BOOST_TEST(outcome.out.contains("launch: unpack initramfs: it does not fit into half of the "
                                    "memory and was cut short\r\n"));
    BOOST_TEST(outcome.status == 0); // powered off
}

BOOST_AUTO_TEST_CASE(a_command_line_that_is_too_long_ends_in_one_sentence) {
    const TemporaryDirectory host;
    pack(setting("LAUNCH_ROOT"), "/alpine", host.path("image"));
    // A word of more than 128 KiB (execve(2), MAX_ARG_STRLEN) cannot come by way of our own.
    const auto added =
        run({"python3", "-c",
             "import sys; sys.path.insert(0, sys.argv[1]); import pack; "
             "open(sys.argv[2], 'ab').write(pack.words([b'--', b'/bin/true', b'x' * 200000]))",
             setting("LAUNCH_SOURCE") + "/initramfs", host.path("image")});
    BOOST_TEST_REQUIRE(added.status == 0, added.err);
    const auto outcome = boot(host.path("image"), "256M", "");
    BOOST_TEST(outcome.out.contains("launch: execute /bin/true: "));
    BOOST_TEST(outcome.out.contains("rgument list too long"));
    BOOST_TEST(outcome.status == 0); // powered off
}

BOOST_AUTO_TEST_CASE(a_disk_that_comes_late_is_waited_for) {
    const TemporaryDirectory host;
    pack(setting("LAUNCH_ROOT"), "/alpine", host.path("image"));
    const auto made = run(
        {"sh", "-c", "/sbin/mke2fs -q -L late -d \"$LAUNCH_ROOT\" \"$0/disk\" 24M", host.path()});
    BOOST_TEST_REQUIRE(made.status == 0, made.err);
    const Words hot_plug = {"-device",  "pcie-root-port,id=slot1",
                            "-drive",   "if=none,id=late,format=raw,file=" + host.path("disk"),
                            "-monitor", "unix:" + host.path("monitor") + ",server=on,wait=off"};
    Running running(machine(host.path("image"), "256M",
                            "loglevel=7 root=LABEL=late rootwait -- sh -c \"mount | grep ext4\"") +
                        hot_plug,
                    {.timeout = Seconds(60)});
    BOOST_REQUIRE(running.read_until("Run /init", Seconds(40)));
    pause_microseconds(1'000'000); // by then it waits
    BOOST_TEST(
        tell_monitor(host.path("monitor"), "device_add nvme,drive=late,serial=late,bus=slot1"));
    BOOST_TEST(running.read_until("/dev/nvme0n1 on / type ext4 (ro,", Seconds(20)));
    BOOST_TEST(running.wait().out.contains("launch: the command exited with status 0\r\n"));
}

BOOST_AUTO_TEST_CASE(an_image_without_a_root_is_small_and_boots_one_from_a_disk) {
    const TemporaryDirectory host;
    const auto made =
        run({"sh", "-c", "/sbin/mke2fs -q -d \"$LAUNCH_ROOT\" \"$0/disk\" 24M", host.path()});
    BOOST_TEST_REQUIRE(made.status == 0, made.err);
    for (const std::string name : {"image.xz", "image.gz"}) {
        pack_alone(host.path(name));
        if (name.ends_with(".xz")) {
            BOOST_TEST(std::filesystem::file_size(host.path(name)) <= 80U << 10);
        }
        const auto outcome =
            run(machine(host.path(name), "128M",
                        "root=/dev/nvme0n1 -- sh -c \"mount | grep ext4; exit 3\"") +
                    Words{"-drive", "if=none,id=disk,format=raw,file=" + host.path("disk"),
                          "-device", "nvme,drive=disk,serial=disk"},
                {.timeout = Seconds(60)});
        BOOST_TEST(outcome.out.contains("/dev/nvme0n1 on / type ext4 (ro,"), outcome.out);
        BOOST_TEST(outcome.out.contains("launch: the command exited with status 3\r\n"));
    }
}

BOOST_AUTO_TEST_CASE(
    what_devices_need_is_loaded_for_them_and_of_types_the_first_that_fits_is_taken) {
    const TemporaryDirectory host;
    run({"mkdir", host.path("nothing")});
    pack(host.path("nothing"), "/nothing", host.path("image"),
         {"--modules", modules(), "--coldplug", "storage,network"});
    const auto made =
        run({"sh", "-c", "/sbin/mke2fs -q -d \"$LAUNCH_ROOT\" \"$0/disk\" 24M", host.path()});
    BOOST_TEST_REQUIRE(made.status == 0, made.err);
    const Words devices = {"-drive",  "if=none,id=disk,format=raw,file=" + host.path("disk"),
                           "-device", "virtio-blk-pci,drive=disk",
                           "-netdev", "user,id=net",
                           "-device", "virtio-net-pci,netdev=net,romfile="};
    const auto outcome =
        run(machine(host.path("image"), "256M",
                    "root=/dev/vda rootfstype=none,squashfs,ext4,vfat -- "
                    "--share=net sh -c \"grep ' / ' /proc/mounts; "
                    "echo /sys/class/net/*; cut -d ' ' -f 1 /proc/modules | sort\"") +
                devices,
            {.timeout = Seconds(60)});
    auto said = outcome.out;
    std::erase(said, '\r');
    BOOST_TEST(said.contains("/dev/vda / ext4 ro,"), said);
    BOOST_TEST(said.contains("/sys/class/net/eth0 /sys/class/net/lo\n"), said);
    BOOST_TEST(said.contains("virtio\nvirtio_blk\nvirtio_net\nvirtio_pci\n"), said);
    BOOST_TEST(!said.contains("virtio_scsi\n"), said);
    BOOST_TEST(!said.contains("launch: load module"), said);
}

BOOST_AUTO_TEST_CASE(init_on_the_kernels_line_is_handed_the_machine_unless_launch_has_a_command) {
    const TemporaryDirectory host;
    run({"cp", "-a", setting("LAUNCH_ROOT"), host.path("root")});
    host.write("root/init.sh", "#!/bin/sh\necho pid=$$ is=$0\nexec poweroff -f\n", 0755);
    pack(host.path("root"), "/roots/only", host.path("image"));
    const auto given = boot(host.path("image"), "256M", "init=/init.sh");
    BOOST_TEST(given.out.contains("pid=1 is=/init.sh\r\n"), given.out);
    const auto launchs = boot(host.path("image"), "256M", "init=/init.sh -- sh -c \"echo own\"");
    BOOST_TEST((launchs.out.contains("own\r\n") &&
                launchs.out.contains("launch: the command exited with status 0\r\n")),
               launchs.out);
}

BOOST_AUTO_TEST_CASE(a_shared_directory_is_a_root_with_its_modules) {
    const TemporaryDirectory host;
    const std::string tree = modules();
    run({"sh", "-c", "cp -a \"$LAUNCH_ROOT\" \"$0/share\"; mkdir \"$0/nothing\"", host.path()});
    pack(host.path("nothing"), "/nothing", host.path("image"),
         {"--modules", tree, "--load", "virtio-pci,virtiofs"});
    const Running daemon({"/usr/lib/qemu/virtiofsd", "--socket-path=" + host.path("socket"), "-o",
                          "source=" + host.path("share"), "-o", "sandbox=chroot"});
    BOOST_TEST_REQUIRE(
        eventually(5000, [&] { return std::filesystem::exists(host.path("socket")); }));
    const Words shared = {"-object",  "memory-backend-memfd,id=memory,size=256M,share=on",
                          "-machine", "memory-backend=memory",
                          "-chardev", "socket,id=share,path=" + host.path("socket"),
                          "-device",  "vhost-user-fs-pci,chardev=share,tag=my_share"};
    const auto outcome =
        run(machine(host.path("image"), "256M",
                    "root=my_share rootfstype=virtiofs rw -- sh -c \"mount; echo text > /new\"") +
                shared,
            {.timeout = Seconds(60)});
    BOOST_TEST(outcome.out.contains("my_share on / type virtiofs (rw,"), outcome.out);
    BOOST_TEST(host.read("share/new") == "text\n");
}

BOOST_AUTO_TEST_CASE(no_root_at_all_ends_in_one_sentence) {
    const TemporaryDirectory host;
    run({"mkdir", host.path("root")});
    pack(host.path("root"), "/elsewhere", host.path("image"));
    const auto outcome = boot(host.path("image"), "256M", "");
    BOOST_TEST(outcome.out.contains("launch: find root: there is neither /alpine nor exactly one "
                                    "directory in /roots\r\n"));
}

BOOST_AUTO_TEST_SUITE_END()
