/** behaviours.md 12, 19, 20: mounts with words of their own, and what is made in the root. */
#include "host.hpp"

#include <boost/test/unit_test.hpp>

using namespace launch_test;

namespace {

/** The line of /proc/self/mounts about a place, with these options. */
std::string mount_line(const std::string& place, const Words& options) {
    return inside("grep ' " + place + " ' /proc/self/mounts", options).out;
}

bool exists(const std::string& path) {
    return run({"test", "-e", path, "-o", "-L", path}).status == 0;
}

const Words scratch = {"--tmpfs", "/tmp"};

} // namespace

BOOST_AUTO_TEST_SUITE(making)

BOOST_AUTO_TEST_CASE(a_tmpfs_has_the_size_the_mode_and_the_flags_that_were_asked_for) {
    const Words options = {"--tmpfs", "/tmp:size=64k,mode=750,nr_inodes=9,noexec,noatime"};
    BOOST_TEST(mount_line("/tmp", options).contains("rw,nosuid,nodev,noexec,noatime,size=64k"));
    const auto outcome = inside("stat -c %a /tmp; head -c 70000 /dev/zero > /tmp/x; "
                                "stat -c %s /tmp/x; touch /tmp/1 /tmp/2 /tmp/3 /tmp/4 /tmp/5 "
                                "/tmp/6 /tmp/7 /tmp/8",
                                options);
    BOOST_TEST(outcome.out == "750\n65536\n");
    BOOST_TEST(outcome.err.contains("No space left on device"));
    BOOST_TEST(outcome.status == 1);
    BOOST_TEST(inside("touch /tmp/x", {"--tmpfs", "/tmp:ro"}).status == 1);
}

BOOST_AUTO_TEST_CASE(a_tmpfs_size_is_taken_as_it_is_or_refused) {
    for (const std::string size : {"0", "-1", "9223372036854775808", "18446744073709555712", "1q",
                                   "k", "", "0%", "101%", "1 k", "8388608t"}) {
        const auto outcome = launch({"--tmpfs", "/tmp:size=" + size, "true"});
        BOOST_TEST(outcome.status == 125, size);
        BOOST_TEST(outcome.err.starts_with("launch: read --tmpfs size=" + size + ": not a "));
    }
    const auto size_of = [](const std::string& size) {
        return mount_line("/tmp", {"--tmpfs", "/tmp:size=" + size});
    };
    BOOST_TEST(size_of("8k").contains("size=8k"));
    BOOST_TEST(size_of("1M").contains("size=1024k"));
    BOOST_TEST(size_of("2g").contains("size=2097152k"));
    BOOST_TEST(size_of("1t").contains("size=1073741824k"));
    BOOST_TEST(size_of("9223372036854771712").contains("size=9007199254740988k"));
}

BOOST_AUTO_TEST_CASE(any_kind_of_file_system_is_mounted_with_its_own_words) {
    struct Row {
        std::string words, line;
    };
    const Row rows[] = {
        {"type=tmpfs,dst=/mnt,size=1m", "tmpfs rw,nosuid,nodev,relatime,size=1024k"},
        {"type=proc,target=/mnt,hidepid=2", "proc rw,nosuid,nodev,noexec,relatime,hidepid=invis"},
        {"type=sysfs,dst=/mnt,ro,strictatime", "sysfs ro,nosuid,nodev,noexec"},
        {"type=mqueue,destination=/mnt", "mqueue rw,nosuid,nodev,noexec,relatime"},
        {"type=devpts,dst=/mnt,newinstance,ptmxmode=0600", "devpts rw,nosuid,noexec,relatime"},
        {"type=ramfs,dst=/mnt,nosuid,mode=700", "ramfs rw,nosuid,nodev,relatime"},
    };
    for (const Row& row : rows) {
        const std::string line = mount_line("/mnt", {"--mount", row.words});
        BOOST_TEST(line.contains(" /mnt " + row.line), row.words << ": " << line);
    }
}

BOOST_AUTO_TEST_CASE(what_the_kernel_refuses_of_a_file_system_is_named) {
    const auto unknown = launch({"--mount", "type=nonsense,dst=/mnt", "true"});
    BOOST_TEST(unknown.err ==
               "launch: mount nonsense on /mnt (nosuid,nodev): open file system nonsense: "
               "No such device (hint: load its module, if this kernel has one)\n");
    const auto option = launch({"--mount", "type=overlay,dst=/mnt,lowedir=/x", "true"});
    BOOST_TEST(option.err.contains("set option lowedir=/x: Invalid argument"));
    const auto place = launch({"--mount", "type=tmpfs,dst=/etc/passwd", "true"});
    BOOST_TEST(place.err.contains("open /etc/passwd: Not a directory"));
    for (const auto& outcome : {unknown, option, place}) BOOST_TEST(outcome.status == 125);
}

BOOST_AUTO_TEST_CASE(overlay_paths_with_special_characters_work) {
    const TemporaryDirectory host;
    const std::string names[] = {"a:b", "c,d", "e\"f", "g\\h"};
    for (const std::string& name : names) {
        run({"sh", "-c", "mkdir \"$0\"; echo \"$1\" > \"$0\"/\"$1\"", host.path(name), name});
    }
    // For the overlay a backslash keeps a colon or a backslash; for --mount a comma or a backslash.
    const std::string mount = "type=overlay,dst=/mnt,lowerdir=" + host.path() +
                              "/a\\:b:" + host.path() + "/c\\,d:" + host.path() +
                              "/e\"f:./g\\\\\\\\h";
    const auto outcome =
        run(launch_words({"--mount", mount, "sh", "-c", "cat /mnt/*"}), {.directory = host.path()});
    BOOST_TEST(outcome.err == "");
    BOOST_TEST(outcome.out == "a:b\nc,d\ne\"f\ng\\h\n");
}

BOOST_AUTO_TEST_CASE(a_mount_names_sources_with_colons_and_commas) {
    const TemporaryDirectory host;
    run({"sh", "-c", "mkdir \"$0\"; echo content > \"$0\"/file", host.path("a:b,c")});
    const auto outcome =
        inside("cat /mnt/file; touch /mnt/x",
               {"--mount", "type=bind,src=" + host.path("a:b\\,c") + ",dst=/mnt,ro"});
    BOOST_TEST(outcome.out == "content\n");
    BOOST_TEST(outcome.err.contains("Read-only file system"));
}

BOOST_AUTO_TEST_CASE(type_bind_takes_one_mount_and_rbind_those_below_it) {
    const TemporaryDirectory host;
    for (const std::string type : {"bind", "rbind"}) {
        const auto outcome =
            run({"unshare", "-m", "sh", "-c",
                 "mkdir -p $2/sub && mount -t tmpfs x $2/sub && touch $2/sub/deep && "
                 "exec \"$0\" --root \"$1\" --mount type=$3,src=$2,dst=/mnt,noexec sh -c "
                 "'ls /mnt/sub; grep -c \" /mnt.*noexec\" /proc/self/mounts'",
                 setting("LAUNCH"), setting("LAUNCH_ROOT"), host.path(), type});
        BOOST_TEST(outcome.out == (type == "bind" ? "1\n" : "deep\n2\n"));
    }
}

BOOST_AUTO_TEST_CASE(a_bind_takes_flags_behind_its_place) {
    const TemporaryDirectory host;
    const std::string bind = host.path() + ":/mnt";
    BOOST_TEST(mount_line("/mnt", {"--bind", bind + ":ro,nosuid,noexec,noatime"})
                   .contains(" ro,nosuid,nodev,noexec,noatime"));
    BOOST_TEST(mount_line("/mnt", {"--ro-bind", bind + ":rw"}).contains(" rw,"));
    const auto device = inside("echo x > /mnt/null", {"--bind", "/dev:/mnt:dev"});
    BOOST_TEST(device.status == 0);
}

BOOST_AUTO_TEST_CASE(a_file_is_a_private_copy_in_memory) {
    const TemporaryDirectory host;
    host.write("secret", "content\n", 0600);
    const std::string file = host.path("secret") + ":/tmp/copy";
    const auto outcome = inside("cat /tmp/copy; stat -c '%a %u' /tmp/copy; echo other > /tmp/copy; "
                                "cat /tmp/copy; rm /tmp/copy",
                                scratch + Words{"--file", file});
    BOOST_TEST(outcome.out == "content\n644 0\nother\n");
    BOOST_TEST(outcome.err.contains("esource busy")); // as either libc says it
    BOOST_TEST(host.read("secret") == "content\n");
    const auto readonly = inside("stat -c %a /tmp/copy; echo other > /tmp/copy",
                                 scratch + Words{"--file", file + ":mode=440,ro"});
    BOOST_TEST(readonly.out == "440\n");
    BOOST_TEST(readonly.err.contains("Read-only file system"));
    const auto missing = launch(scratch + Words{"--file", "/no/such:/tmp/copy", "true"});
    BOOST_TEST(missing.err == "launch: copy /no/such to /tmp/copy (nosuid,nodev) (mode 0644): open "
                              "/no/such: No such file or directory\n");
}

BOOST_AUTO_TEST_CASE(a_file_can_come_from_a_descriptor_of_any_size) {
    const auto outcome = run(
        {"sh", "-c",
         "head -c 300000 /dev/zero | tr '\\0' x | { exec 9<&0; exec \"$0\" --root \"$1\" --tmpfs "
         "/tmp --file /dev/fd/9:/tmp/copy sh -c 'wc -c < /tmp/copy; ls /proc/self/fd'; }",
         setting("LAUNCH"), setting("LAUNCH_ROOT")});
    BOOST_TEST(outcome.out == "300000\n0\n1\n2\n3\n"); // 3 is the one that ls reads
}

BOOST_AUTO_TEST_CASE(links_and_directories_are_made_and_may_be_there_already) {
    const Words made = {"--symlink", "/etc/passwd:/tmp/a/link", "--dir", "/tmp/b/c:mode=1777"};
    const std::string look = "readlink /tmp/a/link; stat -c %a /tmp/b /tmp/b/c";
    BOOST_TEST(inside(look, scratch + made).out == "/etc/passwd\n755\n1777\n");
    BOOST_TEST(inside(look, scratch + made + made).out == "/etc/passwd\n755\n1777\n");
    const auto other = launch(scratch + made + Words{"--symlink", "/x:/tmp/a/link", "true"});
    BOOST_TEST(other.status == 125);
    BOOST_TEST(other.err == "launch: link /tmp/a/link to /x: create link /tmp/a/link: File exists "
                            "(hint: something else is there)\n");
    const auto file = launch(Words{"--dir", "/etc/passwd", "true"});
    BOOST_TEST(file.err.contains("open /etc/passwd: Not a directory"));
}

BOOST_AUTO_TEST_CASE(what_was_made_in_the_root_goes_when_the_command_cannot_start) {
    const std::string root = setting("LAUNCH_ROOT");
    const auto before = run({"find", root}).out;
    const TemporaryDirectory host;
    host.write("file", "content\n");
    const Words made = {
        "--dir",     "/new/dir",          "--symlink", "x:/other/link",
        "--symlink", "/y:/top",           "--file",    host.path("file") + ":/new/f",
        "--mount",   "type=proc,dst=/api"};
    BOOST_TEST(launch(made + Words{"/no/such"}).status == 127);
    BOOST_TEST(launch(made + Words{"--chdir", "/no/such", "true"}).status == 125);
    BOOST_TEST(run({"find", root}).out == before);
    BOOST_TEST(launch(made + Words{"true"}).status == 0);
    for (const std::string name : {"/new/dir", "/other/link", "/top", "/new/f", "/api"}) {
        BOOST_TEST(exists(root + name), name);
    }
    run({"sh", "-c", "cd \"$0\" && rm new/f other/link top && rmdir new/dir new other api", root});
    BOOST_TEST(run({"find", root}).out == before);
}

BOOST_AUTO_TEST_CASE(what_goes_again_is_what_was_made_wherever_that_lies) {
    const TemporaryDirectory host;
    run({"sh", "-c", "cd \"$0\" && mkdir bound hidden up work && ln -s keep hidden/link",
         host.path()});
    const Words bound = {"--bind", host.path("bound") + ":/mnt", "--dir=/mnt/sub/deep",
                         "--symlink=x:/mnt/link", "/no/such"};
    BOOST_TEST(launch(bound).status == 127);
    BOOST_TEST(run({"ls", "-A", host.path("bound")}).out == "");
    const std::string hidden = host.path("hidden"); // beneath a tmpfs, in which the link is made
    const auto outcome = run(
        {setting("LAUNCH"), "--tmpfs", hidden, "--symlink", "x:" + hidden + "/link", "/no/such"});
    BOOST_TEST(outcome.status == 127);
    BOOST_TEST(exists(hidden + "/link"));
    BOOST_TEST(launch({"--overlay", ":" + host.path("up") + ":" + host.path("work"), "--dir=/fresh",
                       "/no/such"})
                   .status == 127);
    BOOST_TEST(run({"ls", "-A", host.path("up")}).out == "");
}

BOOST_AUTO_TEST_CASE(nothing_is_made_in_a_read_only_root) {
    for (const Words& words : {Words{"--dir", "/new"}, Words{"--symlink", "x:/new"},
                               Words{"--file", "/etc/passwd:/new"}}) {
        const auto outcome = launch(Words{"--readonly"} + words + Words{"true"});
        BOOST_TEST(outcome.status == 125);
        BOOST_TEST(outcome.err.contains("/new: Read-only file system (hint: make it in the root"));
    }
}

BOOST_AUTO_TEST_CASE(without_a_proc_on_the_host_all_mounts_work) {
    const TemporaryDirectory host;
    host.write("file", "content\n");
    const auto outcome =
        run({"unshare",
             "-m",
             "sh",
             "-c",
             "while [ -e /proc/self ]; do umount -l /proc; done; exec \"$0\" \"$@\"",
             setting("LAUNCH"),
             "--root",
             setting("LAUNCH_ROOT"),
             "--tmpfs",
             "/tmp:size=1m",
             "--file",
             host.path("file") + ":/tmp/file",
             "--bind",
             host.path() + ":/tmp/bind:ro",
             "--mount",
             "type=proc,dst=/mnt",
             "--symlink",
             "x:/tmp/link",
             "--dir",
             "/tmp/dir",
             "cat",
             "/tmp/file"});
    BOOST_TEST(outcome.err == "");
    BOOST_TEST(outcome.out == "content\n");
}

BOOST_AUTO_TEST_SUITE_END()
