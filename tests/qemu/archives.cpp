/** Roots as they come: what the packer takes from archives and directories, and what it refuses. */
#include "vm.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

using namespace launch_test;

namespace {

Outcome pack(const Words& words) {
    return run(Words{setting("LAUNCH_SOURCE") + "/initramfs/pack.py"} + words);
}

Outcome pack_root(const std::string& root, const std::string& image) {
    return pack({"--init", setting("LAUNCH"), "--root", root, "-o", image});
}

/** An archive of few members, made by a piece of Python, and why it is refused. */
struct Refusal {
    std::string make, reason;
};

const Refusal refusals[] = {
    {"add('../x')", "'../x' leads out of the root"},
    {"add('l', type=tarfile.SYMTYPE, linkname='/etc'); add('l/x')",
     "'l/x' lies below 'l', which is no directory"},
    {"add('x', type=tarfile.LNKTYPE, linkname='/etc/passwd')",
     "'x' is a hard link to '/etc/passwd', which is missing"},
    {"add('.')", "the root itself is no directory"},
    {"add('l', type=tarfile.SYMTYPE, linkname='')", "a link to nothing"},
    {"add('n' * 256)", "nnn...: a name too long for the kernel"},
    {"add('x', pax_headers={'path': 'a\\0b'})", "a\\x00b: a name with a NUL"},
    {"add('x', pax_headers={'size': '-1'})", "it is damaged at byte "},
    {"add('x', uid=1 << 40)", "a size, an owner or a device over 32 bits"},
    {"add('x', pax_headers={'mtime': 'inf'})", "it is damaged ("},
    {"add('x'); add('y'); spoil(512)", "it is damaged at byte 512 of the tar archive"},
    {"add('x', b'text'); packed(gzip.compress(bytes_now()), 20)", "it is damaged ("},
    {"packed(b'')", "it is no tar archive, or not packed with gzip, bzip2 or xz"},
    {"packed(b'\\x28\\xb5\\x2f\\xfd' + bytes(600))", // zstd
     "it is no tar archive, or not packed with gzip, bzip2 or xz"},
};

std::ostream& operator<<(std::ostream& out, const Refusal& refusal) {
    return out << refusal.make;
}

void make_archive(const std::string& path, const std::string& members) {
    const auto made = run({"python3", "-c", R"(
import gzip, io, sys, tarfile
path = sys.argv[1]
tar = tarfile.open(path, "w")
def add(name, content=b"", **facts):
    member = tarfile.TarInfo(name)
    member.size = len(content)
    for fact, value in facts.items(): setattr(member, fact, value)
    tar.addfile(member, io.BytesIO(content))
def bytes_now():
    tar.close()
    return open(path, "rb").read()
def packed(content, spoiled=None):
    tar.close()
    if spoiled: content = content[:-spoiled] + bytes(spoiled)
    open(path, "wb").write(content)
def spoil(place):
    content = bytes_now()
    packed(content[:place] + b"!" + content[place + 1:])
exec(sys.argv[2])
tar.close()
)",
                           path, members});
    BOOST_TEST_REQUIRE(made.status == 0, made.err);
}

/** Alpine with one of every kind of thing in it, as a directory. */
void make_tree(const std::string& path) {
    const auto made = run({"sh", "-c", R"(set -e
        cp -a "$LAUNCH_ROOT" "$0" && mkdir "$0/kinds" && cd "$0/kinds"
        echo text > text; ln text linked; ln -s /etc/passwd link
        for mode in 4755 2755 6711 4000; do cp /bin/true set-$mode; chown 1:2 set-$mode; chmod $mode set-$mode; done
        echo secret > none; chmod 0 none; mkdir -m 0 closed; echo deep > closed/deep
        mkdir -m 1777 sticky
        truncate -s 3M sparse; echo end >> sparse
        mkfifo pipe; mknod null c 1 3; mknod disk b 8 1
        python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("socket")'
        python3 -c 'open(b"strange\n\xff name", "w").write("strange\n")'
        chown -h 65534:12345 link; touch -h -d @1000000000 text link)",
                           path});
    BOOST_TEST_REQUIRE(made.status == 0, made.err);
}

const char* const look = R"(cd /kinds
    find . -perm -4000 -exec stat -c '%n %a %u:%g' {} + | sort
    stat -c '%n %a %u:%g %h' text link
    stat -c '%n %F %Y' text link pipe socket null disk
    stat -c '%n %a' none closed sticky
    stat -c '%n %t:%T' null disk
    [ text -ef linked ] && echo same
    cat none closed/deep "strange
"*
    tail -c 4 sparse; stat -c %s sparse
    cmp /bin/busybox /bin/busybox && ls | wc -l)";

const std::string seen = "./set-4000 4000 1:2\n./set-4755 4755 1:2\n./set-6711 6711 1:2\n"
                         "text 644 0:0 2\nlink 777 65534:12345 1\n"
                         "text regular file 1000000000\nlink symbolic link 1000000000\n";

void check(const std::string& out, bool socket) {
    BOOST_TEST(out.starts_with(seen), out);
    for (const char* const line : {"none 0\n", "closed 0\n", "sticky 1777\n", "null 1:3\n",
                                   "disk 8:1\n", "same\nsecret\ndeep\nstrange\nend\n3145732\n"}) {
        BOOST_TEST(out.contains(line), line << " is missing in\n" << out);
    }
    BOOST_TEST(out.contains("socket socket ") == socket);
}

} // namespace

BOOST_AUTO_TEST_SUITE(archives)

BOOST_DATA_TEST_CASE(a_bad_archive_is_refused_in_one_sentence, refusals, refusal) {
    const TemporaryDirectory host;
    make_archive(host.path("root.tar"), refusal.make);
    const auto outcome = pack_root(host.path("root.tar"), host.path("image"));
    BOOST_TEST(outcome.status == 125);
    BOOST_TEST(outcome.err.starts_with("initramfs/pack.py: pack " + host.path("root.tar: ")));
    BOOST_TEST(outcome.err.contains(refusal.reason), outcome.err);
    BOOST_TEST(outcome.err.find('\n') == outcome.err.size() - 1, outcome.err);
    BOOST_TEST(run({"ls", host.path()}).out == "root.tar\n");
}

BOOST_AUTO_TEST_CASE(modules_are_packed_with_what_they_need_in_the_order_they_load) {
    const TemporaryDirectory host;
    run({"sh", "-c", R"(cd "$0"; mkdir root; mkdir -p 6.1/kernel; cd 6.1; touch kernel/none.ko
        for name in a b-x c; do echo "content of $name" > kernel/$name.ko; done
        printf '%s\n' 'kernel/a.ko: kernel/b-x.ko kernel/c.ko' 'kernel/b-x.ko: kernel/c.ko' \
            'kernel/c.ko:' 'kernel/none.ko:' > modules.dep
        echo kernel/in.ko > modules.builtin)",
         host.path()});
    const auto load = [&](const std::string& names) {
        return pack({"--init", setting("LAUNCH"), "--root", host.path("root"), "-o",
                     host.path("image"), "--modules", host.path("6.1"), "--load", names});
    };
    const auto packed = load("in,a");
    BOOST_TEST_REQUIRE(packed.status == 0, packed.err);
    const std::string image = host.read("image");
    for (const std::string part :
         {"a c b_x a\nb_x c b_x\nc c\n", "content of b-x\n", "lib/modules/b_x.ko", "etc/modules"}) {
        BOOST_TEST(image.contains(part), part);
    }
    BOOST_TEST(!image.contains("none.ko"));
    const auto missing = load("a,d");
    BOOST_TEST(missing.status == 125);
    BOOST_TEST(missing.err ==
               "initramfs/pack.py: pack modules: " + host.path("6.1") + " has no module d\n");
}

BOOST_AUTO_TEST_CASE(modules_for_classes_of_devices_are_packed_with_patterns_of_these) {
    const TemporaryDirectory host;
    run({"sh", "-c", R"(cd "$0"; mkdir root; mkdir -p 6.1; cd 6.1; touch modules.builtin
        for file in block/disk net/card scsi/sd_mod virtio/bus; do
            mkdir -p kernel/drivers/${file%/*}; touch kernel/drivers/$file.ko
            echo "kernel/drivers/$file.ko:" >> modules.dep
        done
        printf '%s\n' '# Aliases extracted from modules themselves.' 'alias pci:v1d[0-3]s?i* disk' \
            'alias usb:v1* disk' 'alias pci:v2* card' 'alias acpi*:BUS:* bus' > modules.alias)",
         host.path()});
    const auto plug = [&](const std::string& classes) {
        return pack({"--init", setting("LAUNCH"), "--root", host.path("root"), "-o",
                     host.path("image"), "--modules", host.path("6.1"), "--coldplug", classes});
    };
    const auto packed = plug("storage");
    BOOST_TEST_REQUIRE(packed.status == 0, packed.err);
    const std::string image = host.read("image");
    for (const std::string part : {"disk disk\nsd_mod sd_mod\nbus bus\n"
                                   "pci:v1d*s*i* disk\nacpi*:BUS:* bus\n",
                                   "*\nsd_mod\n", "lib/modules/disk.ko"}) {
        BOOST_TEST(image.contains(part), part);
    }
    BOOST_TEST(!image.contains("card"));
    const auto unknown = plug("storage,disks");
    BOOST_TEST(unknown.status == 125);
    BOOST_TEST(unknown.err == "initramfs/pack.py: pack modules: there is no class disks, but "
                              "storage, network, virtio, 9p\n");
}

BOOST_AUTO_TEST_CASE(archives_packed_with_gzip_bzip2_and_xz_are_taken) {
    const TemporaryDirectory host;
    const char* const each[] = {"gz", "bz2", "xz"};
    for (const std::string kind : each) {
        make_archive(host.path("root.tar"), "packed(__import__({'gz': 'gzip', 'bz2': 'bz2', 'xz': "
                                            "'lzma'}['" +
                                                kind +
                                                "']).compress((add('/x', b'text'), "
                                                "bytes_now())[1]))");
        const auto outcome = pack_root(host.path("root.tar"), host.path("image"));
        BOOST_TEST(outcome.status == 0, outcome.err);
        BOOST_TEST(host.read("image").contains("roots/root/x"));
    }
}

BOOST_AUTO_TEST_CASE(every_kind_of_file_arrives_from_an_archive_with_owner_mode_and_time) {
    const TemporaryDirectory host;
    make_tree(host.path("root"));
    run({"tar", "-C", host.path("root"), "-cSf", host.path("root.tar.gz"), "--gzip", "."});
    const auto outcome = vm_script(look, {"--root", host.path("root.tar.gz")});
    BOOST_TEST(outcome.status == 0, outcome.err);
    check(outcome.out, false); // tar takes no sockets
}

BOOST_AUTO_TEST_CASE(every_kind_of_file_arrives_from_a_directory_even_through_a_link) {
    const TemporaryDirectory host;
    make_tree(host.path("tree"));
    run({"ln", "-s", "tree", host.path("root")});
    const auto outcome = vm_script(look, {"--root", host.path("root")});
    BOOST_TEST(outcome.status == 0, outcome.err);
    check(outcome.out, true);
}

BOOST_AUTO_TEST_CASE(a_directory_deeper_than_pythons_stack_is_packed) {
    const TemporaryDirectory host;
    run({"python3", "-c", R"(
import os, sys
os.chdir(sys.argv[1])
for _ in range(1500): os.mkdir("d"); os.chdir("d")
open("bottom", "w"))",
         host.path()});
    const TemporaryDirectory images;
    const auto outcome = pack_root(host.path(), images.path("image"));
    BOOST_TEST(outcome.status == 0, outcome.err);
    BOOST_TEST(images.read("image").contains("/d/d/d/bottom"));
    run({"rm", "-r", host.path("d")});
}

BOOST_AUTO_TEST_CASE(a_pipe_or_a_device_is_no_root) {
    const TemporaryDirectory host;
    run({"mkfifo", host.path("pipe")});
    for (const std::string& root : {host.path("pipe"), std::string("/dev/zero")}) {
        const auto packed = pack_root(root, host.path("image"));
        BOOST_TEST(packed.status == 125);
        BOOST_TEST(packed.err.ends_with(root + ": it is neither a file nor a directory\n"));
        const auto booted = vm_script("true", {"--root", root});
        BOOST_TEST(booted.status == 125);
        BOOST_TEST(booted.err ==
                   "qemu/run: find root " + root + ": it is neither a file nor a directory\n");
    }
}

BOOST_AUTO_TEST_CASE(the_packer_replaces_files_only) {
    const TemporaryDirectory host;
    run({"sh", "-c", "cd $0 && mkdir root && mknod device c 1 7 && ln -s image link", host.path()});
    for (const std::string name : {"device", "root", "no/such"}) {
        const auto outcome = pack_root(host.path("root"), host.path(name));
        BOOST_TEST(outcome.status == 125);
        BOOST_TEST(outcome.err.starts_with("initramfs/pack.py: write " + host.path(name) + ": "));
    }
    BOOST_TEST(run({"test", "-c", host.path("device")}).status == 0);
    BOOST_TEST(pack_root(host.path("root"), host.path("link")).status == 0);
    BOOST_TEST(run({"test", "-L", host.path("link")}).status == 0);
}

BOOST_AUTO_TEST_CASE(a_root_is_not_placed_where_PID_1_mounts_or_lies) {
    const TemporaryDirectory host;
    for (const std::string place : {"/", "..", "/a/../b", "/init", "/dev/root", "tmp"}) {
        const auto outcome = pack({"--init", setting("LAUNCH"), "--root", host.path(), "--name",
                                   place, "-o", host.path("image")});
        BOOST_TEST(outcome.status == 125);
        BOOST_TEST(outcome.err == "initramfs/pack.py: place root at " + place +
                                      ": it is not free, or no plain path\n");
    }
}

BOOST_AUTO_TEST_CASE(the_packers_own_mistakes_are_one_sentence_and_125) {
    const auto option = pack({"--no-such-option"});
    BOOST_TEST(option.status == 125);
    BOOST_TEST(option.err.starts_with("initramfs/pack.py: read options: "));
    const auto init = pack({"--init", "/tmp", "--root", "/tmp", "-o", "/tmp/none"});
    BOOST_TEST(init.status == 125);
    BOOST_TEST(init.err == "initramfs/pack.py: read /tmp: Is a directory\n");
    const auto help = run({"sh", "-c", "exec \"$0\" --help > /dev/full",
                           setting("LAUNCH_SOURCE") + "/initramfs/pack.py"});
    BOOST_TEST(help.status == 125);
    BOOST_TEST(help.err == "initramfs/pack.py: write help: No space left on device\n");
}

BOOST_AUTO_TEST_SUITE_END()
