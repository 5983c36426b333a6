/** Roots of each kind: images, archives, copies, overlays, and the host's own. */
#include "host.hpp"

#include <boost/test/unit_test.hpp>
#include <csignal>

using namespace launch_test;

namespace {

const Words as_nobody = {"setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"};

Outcome shell(const std::string& script, const Words& words = {}) {
    return run(Words{"sh", "-c", script} + words);
}

/** Packs the test root as PATH. */
void pack(const std::string& script, const std::string& path) {
    const auto packed = shell(script, {setting("LAUNCH_ROOT"), path});
    BOOST_REQUIRE_MESSAGE(packed.status == 0, packed.err);
}

const std::string pack_squashfs = "mksquashfs \"$0\" \"$1\" -quiet -no-progress >/dev/null";
const std::string pack_erofs = "mkfs.erofs \"$1\" \"$0\" >/dev/null";
const std::string pack_ext4 = "mkfs.ext4 -q -d \"$0\" \"$1\" 24m";
const std::string pack_tar = "tar -C \"$0\" --numeric-owner -cf \"$1\" .";
const std::string pack_gzip = "tar -C \"$0\" --numeric-owner -czf \"$1\" .";

Outcome on_root(const std::string& root, const Words& words) {
    return run(Words{setting("LAUNCH"), "--root", root} + words);
}

/** What is mounted at / inside: its type and options. */
const Words show_root = {"awk", "$2 == \"/\" { print $3, $4 }", "/proc/self/mounts"};

/** The mount points inside, whatever the root. */
const char* const standard = "/\n/sys\n/proc\n/dev\n/dev/pts\n/dev/shm\n/dev/mqueue\n";

std::string loop_devices() {
    return run({"losetup", "-a"}).out;
}

/** Everything about the files below: names, modes, kinds, owners, times, links, contents. */
const std::string look =
    "LC_ALL=C find . -xdev ! -path './proc*' ! -path './sys*' ! -path './dev*' ! -name . | sort | "
    "while read -r f; do stat -c '%n %a %F %u %g %Y' \"$f\"; if [ -L \"$f\" ]; then readlink "
    "\"$f\";"
    " elif [ -f \"$f\" ]; then md5sum < \"$f\"; fi; done";

std::string look_outside() {
    return shell("cd \"$0\"; " + look, {setting("LAUNCH_ROOT")}).out;
}

std::string look_inside(const std::string& root, const Words& options = {}) {
    return on_root(root, options + Words{"sh", "-c", "cd /; " + look}).out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(roots)

BOOST_AUTO_TEST_CASE(an_image_of_each_type_is_a_read_only_root_and_leaves_no_loop_device) {
    const TemporaryDirectory host;
    const auto before = loop_devices();
    for (const auto& [type, script] : {std::pair{std::string("squashfs"), pack_squashfs},
                                       {"erofs", pack_erofs},
                                       {"ext4", pack_ext4}}) {
        const std::string image = host.path("image." + type);
        pack(script, image);
        const auto shown = on_root(image, show_root);
        BOOST_TEST(shown.err == "");
        BOOST_TEST(shown.out.starts_with(type + " ro,nosuid,nodev,"), shown.out);
        BOOST_TEST(on_root(image, {"touch", "/x"}).err.contains("Read-only file system"));
        BOOST_TEST(on_root(image, {"/no/such/command"}).status == 127);
        BOOST_TEST(on_root(image, {"--unshare=user", "cat", "/proc/self/uid_map"}).status == 0);
        BOOST_TEST(on_root(image, {"--ephemeral", "sh", "-c", "echo x > /x; cat /x"}).out == "x\n");
        BOOST_TEST(on_root(image, {"--copy", "sh", "-c", "echo x > /x; cat /x"}).out == "x\n");
    }
    BOOST_TEST(eventually(2000, [&] { return loop_devices() == before; }));
}

BOOST_AUTO_TEST_CASE(kill_9_of_launch_leaves_no_loop_device) {
    const TemporaryDirectory host;
    const auto before = loop_devices();
    pack(pack_squashfs, host.path("image"));
    {
        Running running({setting("LAUNCH"), "--root", host.path("image"), "sh", "-c",
                         "echo ready; exec sleep 60"});
        BOOST_REQUIRE(running.read_until("ready"));
        BOOST_TEST(loop_devices() != before);
        running.kill(SIGKILL); // and no wait() yet, which ends what is left
        BOOST_TEST(eventually(2000, [&] { return loop_devices() == before; }));
    }
}

BOOST_AUTO_TEST_CASE(twenty_images_at_once_each_find_a_loop_device) {
    const TemporaryDirectory host;
    pack(pack_squashfs, host.path("image"));
    const auto outcome = shell("for i in $(seq 20); do \"$0\" --root \"$1\" --share=net echo ok & "
                               "done; wait",
                               {setting("LAUNCH"), host.path("image")});
    BOOST_TEST(outcome.err == "");
    BOOST_TEST(outcome.out.size() == 60U);
}

BOOST_AUTO_TEST_CASE(a_writable_image_keeps_what_is_written_and_another_one_nothing) {
    const TemporaryDirectory host;
    pack(pack_ext4, host.path("image"));
    BOOST_TEST(on_root(host.path("image"), {"--writable", "touch", "/kept"}).status == 0);
    BOOST_TEST(on_root(host.path("image"), {"ls", "/kept"}).out == "/kept\n");
    BOOST_TEST(run({"e2fsck", "-fn", host.path("image")}).status == 0);
    const auto failed =
        on_root(host.path("image"), {"--writable", "--tmpfs", "/made/here", "/no/such"});
    BOOST_TEST(failed.status == 127);
    BOOST_TEST(on_root(host.path("image"), {"ls", "/made"}).status == 1);
}

BOOST_AUTO_TEST_CASE(an_ext4_image_with_a_dirty_journal_is_read_all_the_same) {
    const TemporaryDirectory host;
    pack(pack_ext4, host.path("image"));
    shell("debugfs -w -R 'feature needs_recovery' \"$0\"", {host.path("image")});
    BOOST_TEST(run({"dumpe2fs", "-h", host.path("image")}).out.contains("needs_recovery"));
    const auto outcome = on_root(host.path("image"), {"echo", "fine"});
    BOOST_TEST(outcome.err == "");
    BOOST_TEST(outcome.out == "fine\n");
}

BOOST_AUTO_TEST_CASE(a_damaged_image_is_125_and_leaves_no_loop_device) {
    const TemporaryDirectory host;
    const auto before = loop_devices();
    host.write("image", "hsqs" + std::string(4096, 'x'));
    const auto outcome = on_root(host.path("image"), {"true"});
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err.starts_with("launch: mount the squashfs image " + host.path("image")));
    BOOST_TEST(eventually(2000, [&] { return loop_devices() == before; }));
}

BOOST_AUTO_TEST_CASE(an_ordinary_user_is_told_that_an_image_needs_root) {
    const TemporaryDirectory host;
    pack(pack_squashfs, host.path("image"));
    const auto outcome = run(as_nobody + Words{setting("LAUNCH"), "--unshare=user", "--root",
                                               host.path("image"), "true"});
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err == "launch: open root " + host.path("image") +
                                  ": an image needs a loop device, and so root\n");
}

BOOST_AUTO_TEST_CASE(an_archive_is_unpacked_as_it_was_packed) {
    const TemporaryDirectory host;
    pack(pack_tar, host.path("a.tar"));
    pack(pack_gzip, host.path("a.tgz"));
    const auto right = look_outside();
    for (const std::string name : {"a.tar", "a.tgz"}) {
        BOOST_TEST(look_inside(host.path(name)) == right);
        const auto shown = on_root(host.path(name), {"--copy=64m", "df", "-k", "/"});
        BOOST_TEST(shown.out.contains(" 65536 "));
        BOOST_TEST(on_root(host.path(name), {"--readonly", "touch", "/x"})
                       .err.contains("Read-only file system"));
        BOOST_TEST(on_root(host.path(name), {"hostname"}).out == "a\n");
    }
}

BOOST_AUTO_TEST_CASE(an_ordinary_user_unpacks_archives_too) {
    const TemporaryDirectory host;
    pack(pack_gzip, host.path("a.tgz"));
    const auto outcome = run(
        as_nobody + Words{setting("LAUNCH"), "--unshare=user", "--root", host.path("a.tgz"), "sh",
                          "-c", "stat -c '%u %g' /bin/busybox; touch /x && echo written"});
    BOOST_TEST(outcome.err == "");
    BOOST_TEST(outcome.out == "0 0\nwritten\n");
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_refused_with_its_size_before_it_is_written) {
    const TemporaryDirectory host;
    pack(pack_gzip, host.path("a.tgz"));
    for (const std::string& root : {host.path("a.tgz"), setting("LAUNCH_ROOT")}) {
        const auto outcome = on_root(root, {"--copy=1m", "true"});
        BOOST_TEST(outcome.status == 125);
        BOOST_TEST(outcome.err.contains(": it does not fit into memory (needs "));
        BOOST_TEST(outcome.err.contains(" MiB, 1 MiB are free)\n"));
    }
}

BOOST_AUTO_TEST_CASE(a_bomb_is_refused_soon) {
    const TemporaryDirectory host;
    // The file's header, 48 times 64 MiB of it, and the end: members of gzip, of which the most is made once.
    const auto made =
        shell("set -e; cd \"$0\"; truncate -s 3G zeros; head -c 64M zeros | gzip -1 > part; "
              "{ tar -c zeros | head -c 512 | gzip; for each in $(seq 48); do cat part; done; "
              "head -c 1024 zeros | gzip; } > bomb.tgz && rm zeros part",
              {host.path()});
    BOOST_REQUIRE_MESSAGE(made.status == 0, made.err);
    const auto outcome = on_root(host.path("bomb.tgz"), {"--copy=1m", "true"});
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err.contains("fit"));
}

BOOST_AUTO_TEST_CASE(a_hostile_archive_reaches_nothing_outside) {
    const TemporaryDirectory host;
    const auto made = run({"python3", "-c", R"(
import io, sys, tarfile
base, out = sys.argv[1], sys.argv[2]
def entry(name, kind=tarfile.REGTYPE, link='', data=b'evil\n', mode=0o644):
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.mode = kind, link, mode
    info.size = len(data) if kind == tarfile.REGTYPE else 0
    return info, data
L, H, D = tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE
archives = {
    'dots': [entry('../escaped')],
    'dots-inside': [entry('a/../../escaped')],
    'absolute': [entry(out + '/escaped')],
    'link': [entry('way', L, out), entry('way/escaped')],
    'link-up': [entry('way', L, '../../../../../../..' + out), entry('way/escaped')],
    'link-file': [entry('file', L, out + '/victim'), entry('file')],
    'hard': [entry('file', H, out + '/victim'), entry('file')],
    'hard-dots': [entry('file', H, '../../..' + out + '/victim')],
    'hard-link': [entry('way', L, out), entry('file', H, 'way/victim')],
    'directory': [entry('way', L, out), entry('way', D, mode=0o777)],
    'root-link': [entry('.', L, out), entry('escaped')],
    'root-file': [entry('./')],
    'proc': [entry('p', L, '/proc/self/root' + out), entry('p/escaped')],
}
for name, members in archives.items():
    with tarfile.open(base + '/' + name + '.tar', 'w') as archive:
        for info, data in members:
            archive.addfile(info, io.BytesIO(data))
)",
                           host.path(), host.path("outside")});
    BOOST_REQUIRE_MESSAGE(made.status == 0, made.err);
    shell("mkdir -m 700 \"$0\"; echo mine > \"$0/victim\"", {host.path("outside")});
    const auto outside = [&] {
        return shell("ls -lA \"$0\"; stat -c '%a %h' \"$0\" \"$0/victim\"; cat \"$0/victim\"",
                     {host.path("outside")})
            .out;
    };
    const auto before = outside();
    const auto archives = shell("ls \"$0\"/*.tar", {host.path()}).out;
    BOOST_TEST(std::ranges::count(archives, '\n') == 13);
    for (std::size_t start = 0, end; (end = archives.find('\n', start)) != std::string::npos;
         start = end + 1) {
        const auto path = archives.substr(start, end - start);
        const auto outcome = on_root(path, {"true"});
        BOOST_TEST((outcome.status == 125 || outcome.status == 127), path << outcome.err);
        BOOST_TEST(outside() == before, path);
    }
    const auto dots = on_root(host.path("dots.tar"), {"true"});
    BOOST_TEST(dots.err.contains(": a name in it contains \"..\" (at ../escaped)\n"));
}

BOOST_AUTO_TEST_CASE(devices_of_an_archive_are_made_by_root_and_left_out_in_a_user_namespace) {
    const TemporaryDirectory host;
    run({"cp", "-a", setting("LAUNCH_ROOT") + "/.", host.path("root")});
    shell("cd \"$0\"; mknod node c 1 3; mkfifo fifo; chmod 4755 bin/busybox", {host.path("root")});
    shell("tar -C \"$0/root\" -cf \"$0/a.tar\" .", {host.path()});
    for (const std::string& root : {host.path("a.tar"), host.path("root")}) {
        const Words look_at = {"--copy", "sh", "-c",
                               "stat -c '%F %t:%T %a' /node /fifo /bin/busybox"};
        BOOST_TEST(on_root(root, look_at).out ==
                   "character special file 1:3 644\nfifo 0:0 644\nregular file 0:0 4755\n");
        BOOST_TEST(on_root(root, Words{"--unshare=user"} + look_at).out ==
                   "fifo 0:0 644\nregular file 0:0 4755\n");
        const auto powerless = on_root(root, {"--copy", "sh", "-c", "echo x > /node"});
        BOOST_TEST(powerless.err.contains("Permission denied"));
    }
}

BOOST_AUTO_TEST_CASE(a_copy_is_the_same_and_leaves_the_root_alone) {
    const TemporaryDirectory host;
    run({"cp", "-a", setting("LAUNCH_ROOT") + "/.", host.path("root")});
    shell("cd \"$0\"; echo x > one; ln one two; ln -s /nowhere link; chmod 0711 mnt; "
          "chown -h 7:8 one link; touch -d 2001-02-03 mnt",
          {host.path("root")});
    const auto right = shell("cd \"$0\"; " + look, {host.path("root")}).out;
    BOOST_TEST(look_inside(host.path("root"), {"--copy"}) == right);
    const auto changed = on_root(
        host.path("root"), {"--copy", "sh", "-c", "rm -rf /bin /etc; echo y > /one; cat /two"});
    BOOST_TEST(changed.status != 125);
    BOOST_TEST(shell("cd \"$0\"; " + look, {host.path("root")}).out == right);
}

BOOST_AUTO_TEST_CASE(a_copy_does_not_cross_mounts_or_follow_links) {
    const TemporaryDirectory host;
    run({"cp", "-a", setting("LAUNCH_ROOT") + "/.", host.path("root")});
    const auto outcome = run({"unshare", "-m", "sh", "-c",
                              "mkdir $1/sub; mount -t tmpfs x $1/sub && echo secret > $1/sub/file; "
                              "ln -s $1/sub $1/link; "
                              "exec \"$0\" --root $1 --copy sh -c 'ls -A /sub; readlink /link'",
                              setting("LAUNCH"), host.path("root")});
    BOOST_TEST(outcome.err == "");
    BOOST_TEST(outcome.out == host.path("root") + "/sub\n");
}

BOOST_AUTO_TEST_CASE(a_mounted_file_is_an_empty_file_in_a_copy_and_its_other_names_are_not) {
    const TemporaryDirectory host;
    run({"cp", "-a", setting("LAUNCH_ROOT") + "/.", host.path("root")});
    const auto outcome = run({"unshare", "-m", "sh", "-c",
                              "cd $1 && echo x > one && ln one two && touch etc/resolv.conf && "
                              "mount --bind one etc/resolv.conf && mount --bind one etc/motd && "
                              "exec \"$0\" --root $1 --copy "
                              "sh -c 'cat /one /two; wc -c < /etc/resolv.conf; wc -c < /etc/motd'",
                              setting("LAUNCH"), host.path("root")});
    BOOST_TEST(outcome.err == "");
    BOOST_TEST(outcome.out == "x\nx\n0\n0\n");
}

BOOST_AUTO_TEST_CASE(a_copy_of_an_overlay_does_not_take_files_of_two_layers_for_one) {
    const TemporaryDirectory host;
    const auto outcome =
        run({"unshare", "-m", "sh", "-c",
             "cd $1 && mkdir a b m && mount -t tmpfs x a && mount -t tmpfs x b && mkdir a/A b/B && "
             "for i in 1 2 3; do echo one$i > a/A/f$i; ln a/A/f$i a/A/g$i; "
             "echo two$i > b/B/f$i; ln b/B/f$i b/B/g$i; done && "
             "mount -t overlay -o lowerdir=a:b:$2 x m && "
             "exec \"$0\" --root m --copy sh -c 'cat /A/* /B/*; stat -c %h /A/f1 /B/g3'",
             setting("LAUNCH"), host.path(), setting("LAUNCH_ROOT")});
    BOOST_TEST(outcome.err == "");
    BOOST_TEST(outcome.out == "one1\none2\none3\none1\none2\none3\n"
                              "two1\ntwo2\ntwo3\ntwo1\ntwo2\ntwo3\n2\n2\n");
}

BOOST_AUTO_TEST_CASE(a_root_may_have_every_name_in_a_copy) {
    const TemporaryDirectory host;
    run({"cp", "-a", setting("LAUNCH_ROOT") + "/.", host.path("root")});
    shell("cd \"$0\"; mkdir .launch-links; echo x > .launch-links/one; "
          "ln .launch-links/one .launch-links-",
          {host.path("root")});
    const auto outcome = on_root(
        host.path("root"),
        {"--copy", "sh", "-c", "ls -A / | grep launch-; cat /.launch-links/* /.launch-links-"});
    BOOST_TEST(outcome.err == "");
    BOOST_TEST(outcome.out == ".launch-links\n.launch-links-\nx\nx\n");
}

BOOST_AUTO_TEST_CASE(a_tree_that_is_too_deep_is_refused) {
    const TemporaryDirectory host;
    shell("cd \"$0\"; for i in $(seq 110); do mkdir d; cd d; done", {host.path()});
    const auto outcome = on_root(host.path(), {"--copy", "true"});
    BOOST_TEST(outcome.err == "launch: copy the root into memory (nosuid,nodev): it has more "
                              "than 100 directories in one another (at d)\n");
}

BOOST_AUTO_TEST_CASE(nothing_changes_an_ephemeral_root) {
    const TemporaryDirectory host;
    run({"cp", "-a", setting("LAUNCH_ROOT") + "/.", host.path("root")});
    shell("chmod 0750 \"$0\"; chown 3:4 \"$0\"", {host.path("root")});
    const auto before = shell("cd \"$0\"; " + look, {host.path("root")}).out;
    const auto outcome =
        on_root(host.path("root"),
                {"--ephemeral", "--tmpfs", "/made/here", "sh", "-c",
                 "stat -c '%a %u %g' /; echo x > /new; rm /etc/hosts; echo y > /etc/motd;"
                 "cat /new; ls /etc/hosts; ls -d /made/here"});
    BOOST_TEST(outcome.out == "750 3 4\nx\n/made/here\n");
    BOOST_TEST(shell("cd \"$0\"; " + look, {host.path("root")}).out == before);
    const auto small =
        on_root(host.path("root"),
                {"--ephemeral=1m", "sh", "-c", "head -c 2000000 /dev/zero > /big; wc -c < /big"});
    BOOST_TEST(small.out == "1048576\n");
}

BOOST_AUTO_TEST_CASE(a_copy_can_be_ephemeral_and_so_can_an_archive) {
    const TemporaryDirectory host;
    pack(pack_gzip, host.path("a.tgz"));
    for (const std::string& root : {host.path("a.tgz"), setting("LAUNCH_ROOT")}) {
        const auto outcome =
            on_root(root, {"--copy", "--ephemeral", "sh", "-c",
                           "echo x > /new; cat /new; awk '$2 == \"/\" { print $3 }' "
                           "/proc/self/mounts"});
        BOOST_TEST(outcome.err == "");
        BOOST_TEST(outcome.out == "x\noverlay\n");
    }
}

BOOST_AUTO_TEST_CASE(mountinfo_shows_only_the_new_tree_whatever_the_root_is) {
    const TemporaryDirectory host;
    pack(pack_gzip, host.path("a.tgz"));
    pack(pack_squashfs, host.path("a.squashfs"));
    run({"mkdir", host.path("upper"), host.path("work")});
    const std::string& root = setting("LAUNCH_ROOT");
    const Words options[] = {
        {"--root", root, "--copy"},
        {"--root", root, "--ephemeral"},
        {"--root", root, "--copy", "--ephemeral"},
        {"--root", host.path("a.tgz")},
        {"--root", host.path("a.tgz"), "--ephemeral"},
        {"--root", host.path("a.squashfs"), "--copy", "--ephemeral", "--unshare=user"},
        {"--overlay", root + ":" + host.path("upper") + ":" + host.path("work"), "--ephemeral"}};
    for (const Words& words : options) {
        const auto outcome = run(Words{setting("LAUNCH")} + words +
                                 Words{"awk", "$5 !~ \"^/(proc|sys)/|^/dev/[nzfrut]\" { print $5 }",
                                       "/proc/self/mountinfo"});
        BOOST_TEST(outcome.err == "");
        BOOST_TEST(outcome.out == standard, words.back());
    }
}

BOOST_AUTO_TEST_CASE(an_ordinary_user_copies_and_overlays_too) {
    const TemporaryDirectory host;
    run({"cp", "-a", setting("LAUNCH_ROOT") + "/.", host.path("root")});
    run({"chown", "-R", "65534:65534", host.path("root")});
    for (const std::string option : {"--copy", "--ephemeral"}) {
        const auto outcome =
            run(as_nobody + Words{setting("LAUNCH"), "--unshare=user", "--root", host.path("root"),
                                  option, "sh", "-c", "echo x > /new; rm /etc/motd; cat /new"});
        BOOST_TEST(outcome.err == "");
        BOOST_TEST(outcome.out == "x\n");
        BOOST_TEST(run({"ls", host.path("root/new")}).status != 0);
    }
}

BOOST_AUTO_TEST_CASE(overlay_paths_with_commas_quotes_and_backslashes_work) {
    const TemporaryDirectory host;
    shell("cd \"$0\"; mkdir 'l,o\"w\\er' 'u,p\"p\\er' 'w,o\"r\\k'; cp -a \"$1\"/. 'l,o\"w\\er'",
          {host.path(), setting("LAUNCH_ROOT")});
    const std::string parts = R"(l,o"w\er:u,p"p\er:w,o"r\k)";
    for (const Words& words : {Words{"--overlay", parts},
                               Words{"--root", R"(l,o"w\er)", "--overlay", parts.substr(8)}}) {
        const auto outcome =
            run(Words{setting("LAUNCH")} + words +
                    Words{"sh", "-c", "echo x >> /new; cat /new; echo y > /etc/motd"},
                {.directory = host.path()});
        BOOST_TEST(outcome.err == "");
        BOOST_TEST(outcome.out.starts_with("x\n"));
    }
    BOOST_TEST(host.read(R"(u,p"p\er/new)") == "x\nx\n");
    BOOST_TEST(host.read(R"(u,p"p\er/etc/motd)") == "y\n");
    BOOST_TEST(run({"ls", host.path(R"(l,o"w\er/new)")}).status != 0);
}

BOOST_AUTO_TEST_CASE(a_missing_part_of_an_overlay_is_named) {
    const TemporaryDirectory host;
    const auto outcome =
        run({setting("LAUNCH"), "--overlay", setting("LAUNCH_ROOT") + ":/no/such:/work", "true"});
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err.ends_with("open /no/such: No such file or directory\n"));
}

BOOST_AUTO_TEST_CASE(without_a_root_the_command_runs_in_the_hosts_own_tree) {
    const TemporaryDirectory host;
    const auto outcome = run(
        {setting("LAUNCH"), "sh", "-c", "echo $PPID $$; echo x > \"$0\"", host.path("written")});
    BOOST_TEST(outcome.err == "");
    BOOST_TEST(outcome.out == "1 2\n");
    BOOST_TEST(host.read("written") == "x\n");
    const auto guarded = run({setting("LAUNCH"), "--ephemeral", "sh", "-c",
                              "echo y > /etc/launch-test-file && cat /etc/launch-test-file"});
    BOOST_TEST(guarded.out == "y\n");
    BOOST_TEST(run({"ls", "/etc/launch-test-file"}).status != 0);
}

BOOST_AUTO_TEST_SUITE_END()
