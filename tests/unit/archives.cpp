/** Archives: gzip against gzip(1), tar against tar(1), and thousands of damaged ones. */
#include "plan/survey.hpp"
#include "steps/unpacker.hpp"
#include "system/system.hpp"

#include "opened.hpp"
#include "sentences.hpp"
#include "support/files.hpp"
#include "support/process.hpp"

#include <boost/test/unit_test.hpp>
#include <fcntl.h>
#include <optional>
#include <random>
#include <string>
#include <vector>

using namespace launch;
using launch_test::opened;
using launch_test::run;
using launch_test::sentence;
using launch_test::TemporaryDirectory;

namespace {

constexpr std::uint64_t plenty = 1 << 28;

/** Reads a file through a Stream. */
struct Reader {
    Reader(const std::string& path, bool compressed, std::uint64_t most = plenty)
        : file(opened(path, O_RDONLY)), stream(attempt, file, compressed, memory, most),
          archive(stream, records) {}

    std::vector<char> memory = std::vector<char>(Stream::memory_size);
    std::vector<char> records = std::vector<char>(TarReader::memory_size);
    Attempt attempt;
    Descriptor file;
    Stream stream;
    TarReader archive;

    /** How it ended; names of the archive are gone by now. */
    Result<> result() {
        attempt.name_failure(nullptr);
        return attempt.result(!attempt.failed());
    }
};

/** All that comes out; nothing after a failure. */
std::string inflated(const std::string& path) {
    Reader reader(path, true);
    std::string all;
    for (auto bytes = reader.stream.take(plenty); !bytes.empty();
         bytes = reader.stream.take(plenty)) {
        all.append(bytes.begin(), bytes.end());
    }
    const auto done = reader.result();
    return done ? all : "failed: " + sentence(done);
}

struct Shape {
    const char* name;
    std::string content;
};

/** Texts that bring out each kind of block, length and distance. */
std::vector<Shape> shapes() {
    std::mt19937 random(1); // NOLINT: the same each time
    std::string noise(200'000, '\0');
    for (char& byte : noise) byte = static_cast<char>(random());
    std::string letters(300'000, '\0');
    for (char& byte : letters) byte = static_cast<char>('a' + random() % 4);
    std::string far = noise.substr(0, 32'768);
    return {{"empty", ""},
            {"one byte", "x"},
            {"zeros", std::string(1'000'000, '\0')},
            {"noise", noise},
            {"letters", letters},
            {"far copies", far + far + far.substr(1) + far},
            {"both", letters + noise + letters}};
}

std::string tar_of(const TemporaryDirectory& host, const std::string& words) {
    const auto made =
        run({"sh", "-c", "cd \"$0\" && tar " + words + " -cf a.tar tree", host.path()});
    BOOST_REQUIRE_MESSAGE(made.status == 0, made.err);
    return host.path("a.tar");
}

/** Reads all members and contents, and says how it ended. */
std::string read_through(const std::string& path, bool compressed,
                         const Descriptor* root = nullptr) {
    Reader reader(path, compressed, 1 << 22);
    Member member{};
    std::optional<Unpacker> unpacker;
    if (root != nullptr) unpacker.emplace(reader.attempt, reader.archive, *root, false);
    while (reader.archive.next(member)) {
        if (unpacker && !unpacker->place(member)) break;
    }
    return sentence(reader.result());
}

/** Makes the checksum of the header at `block` right again. */
void mend_sum(std::string& archive, std::size_t block) {
    archive.replace(block + 148, 8, 8, ' ');
    unsigned sum = 0;
    for (std::size_t at = block; at < block + 512; ++at) {
        sum += static_cast<unsigned char>(archive[at]);
    }
    for (std::size_t digit = 0; digit < 6; ++digit) {
        archive[block + 153 - digit] = static_cast<char>('0' + (sum >> (3 * digit) & 7));
    }
    archive[block + 154] = '\0';
}

/** A header alone, of a member "n". */
std::string header(char type, std::size_t size) {
    std::string block(512, '\0');
    block[0] = 'n';
    block[156] = type;
    for (std::size_t digit = 0; digit < 11; ++digit) {
        block[134 - digit] = static_cast<char>('0' + (size >> (3 * digit) & 7));
    }
    mend_sum(block, 0);
    return block;
}

/** A record of pax's, of 10 to 99 bytes. */
std::string record(const std::string& key, const std::string& value) {
    return std::to_string(key.size() + value.size() + 5) + " " + key + "=" + value + "\n";
}

/** A tree with every kind of entry that tar(1) writes. */
void make_tree(const TemporaryDirectory& host) {
    const auto made = run({"sh", "-c",
                           "cd \"$0\" && mkdir -p tree/a/b && echo one > tree/a/one && "
                           "ln tree/a/one tree/hard && ln -s a/one tree/soft && "
                           "head -c 70000 /dev/urandom > tree/a/b/noise && "
                           "long=$(printf 'n%.0s' $(seq 150)) && mkdir tree/$long && "
                           "echo deep > tree/$long/$long && ln -s /$long/$long tree/long",
                           host.path()});
    BOOST_REQUIRE_MESSAGE(made.status == 0, made.err);
}

} // namespace

BOOST_AUTO_TEST_SUITE(archives)

BOOST_AUTO_TEST_CASE(what_gzip_compresses_comes_out_again) {
    const TemporaryDirectory host;
    for (const Shape& shape : shapes()) {
        host.write("plain", shape.content);
        for (const std::string level : {"-1", "-6", "-9"}) {
            run({"sh", "-c", "gzip -c \"$0\" \"$1\" > \"$1.gz\"", level, host.path("plain")});
            BOOST_TEST((inflated(host.path("plain.gz")) == shape.content), shape.name << level);
        }
    }
}

BOOST_AUTO_TEST_CASE(stored_and_fixed_blocks_and_header_texts_are_read) {
    const TemporaryDirectory host;
    const auto made = run({"python3", "-c",
                           "import sys, zlib, struct\n"
                           "data = bytes(range(256)) * 300\n"
                           "head = b'\\x1f\\x8b\\x08\\x1e' + bytes(6) + b'\\x03\\x00abc' + "
                           "b'name\\0' + b'comment\\0' + b'\\0\\0'\n"
                           "tail = struct.pack('<II', zlib.crc32(data), len(data))\n"
                           "for name, level, way in ('stored', 0, 0), ('fixed', 9, zlib.Z_FIXED):\n"
                           "    c = zlib.compressobj(level, zlib.DEFLATED, -15, 9, way)\n"
                           "    body = c.compress(data) + c.flush()\n"
                           "    open(sys.argv[1] + '/' + name, 'wb').write(head + body + tail)\n"
                           "open(sys.argv[1] + '/plain', 'wb').write(data)",
                           host.path()});
    BOOST_REQUIRE_MESSAGE(made.status == 0, made.err);
    BOOST_TEST((inflated(host.path("stored")) == host.read("plain")));
    BOOST_TEST((inflated(host.path("fixed")) == host.read("plain")));
}

BOOST_AUTO_TEST_CASE(several_members_are_one_text_and_padding_behind_them_is_none) {
    const TemporaryDirectory host;
    run({"sh", "-c", "cd \"$0\"; (echo one | gzip; echo two | gzip; printf '\\0\\0\\0') > all",
         host.path()});
    BOOST_TEST(inflated(host.path("all")) == "one\ntwo\n");
}

BOOST_AUTO_TEST_CASE(one_byte_behind_a_gzip_file_ends_it_as_more_do) {
    const TemporaryDirectory host;
    host.write("plain", "text");
    run({"gzip", host.path("plain")});
    const std::string whole = host.read("plain.gz");
    for (const std::string& rest : {std::string(1, '\0'), std::string("x"), std::string("\x1f")}) {
        host.write("longer", whole + rest);
        BOOST_TEST(inflated(host.path("longer")) == "text");
    }
    host.write("longer", whole + "\x1f\x8b");
    BOOST_TEST(inflated(host.path("longer")) == "failed: decompress: it ends too early");
}

BOOST_AUTO_TEST_CASE(a_damaged_or_cut_gzip_file_is_refused_in_one_sentence) {
    const TemporaryDirectory host;
    host.write("plain", shapes().back().content);
    run({"gzip", host.path("plain")});
    const std::string whole = host.read("plain.gz");
    const auto told = [&](const std::string& content) {
        host.write("broken", content);
        return inflated(host.path("broken"));
    };
    BOOST_TEST(told(whole.substr(0, whole.size() - 1)) == "failed: decompress: it ends too early");
    BOOST_TEST(told(whole.substr(0, 40)) == "failed: decompress: it ends too early");
    BOOST_TEST(told("") == "failed: decompress: it ends too early");
    BOOST_TEST(told("plain text") == "failed: decompress: it is not in the format of gzip");
    for (const std::size_t back : {1U, 5U}) {
        std::string wrong = whole;
        wrong[wrong.size() - back] ^= 1;
        BOOST_TEST(told(wrong) == "failed: decompress: its checksum or length is wrong");
    }
}

BOOST_AUTO_TEST_CASE(no_damage_to_a_gzip_file_does_harm) {
    const TemporaryDirectory host;
    std::mt19937 random(2); // NOLINT: the same each time
    host.write("plain", shapes()[4].content.substr(0, 5'000) + shapes()[3].content.substr(0, 500));
    run({"gzip", "-9", host.path("plain")});
    const std::string whole = host.read("plain.gz");
    const std::string right = inflated(host.path("plain.gz"));
    for (int round = 0; round < 3'000; ++round) {
        std::string wrong = whole;
        for (auto count = random() % 4 + 1; count > 0; --count) {
            wrong[10 + random() % (wrong.size() - 10)] = static_cast<char>(random());
        }
        if (random() % 4 == 0) wrong.resize(random() % wrong.size());
        host.write("broken", wrong);
        const std::string found = inflated(host.path("broken"));
        BOOST_REQUIRE((found.starts_with("failed: ") || found == right));
    }
}

BOOST_AUTO_TEST_CASE(what_tar_packs_is_unpacked_the_same_in_each_format) {
    const TemporaryDirectory host;
    make_tree(host);
    for (const std::string format : {"--format=gnu", "--format=pax", "--format=ustar"}) {
        const bool fits = format != "--format=ustar"; // which has no room for long names
        if (!fits) run({"sh", "-c", "rm -r \"$0\"/n* \"$0/long\"", host.path("tree")});
        const auto path = tar_of(host, format);
        const std::string there = host.path("out" + format);
        run({"mkdir", there});
        const auto root = opened(there, O_PATH | O_DIRECTORY);
        BOOST_TEST(read_through(path, false, &root) == "no error");
        const auto difference =
            run({"diff", "-r", "--no-dereference", host.path("tree"), there + "/tree"});
        BOOST_TEST(difference.out == "");
        const std::string look = "cd \"$0\"; find . -printf '%p %m %u %g %s %y %n %T@\\n'"
                                 " | sed 's/\\.[0-9]* *$//' | sort";
        BOOST_TEST(run({"sh", "-c", look, host.path("tree")}).out ==
                   run({"sh", "-c", look, there + "/tree"}).out);
    }
}

BOOST_AUTO_TEST_CASE(no_damage_to_a_tar_archive_does_harm) {
    const TemporaryDirectory host;
    make_tree(host);
    run({"sh", "-c", "cd \"$0\"; echo less > tree/a/b/noise; mkdir out", host.path()});
    tar_of(host, "--format=pax");
    const std::string whole = host.read("a.tar");
    const auto outside = [&] { return run({"find", host.path("tree"), "-ls"}).out; };
    const auto before = outside();
    std::mt19937 random(3); // NOLINT: the same each time
    const auto root = opened(host.path("out"), O_PATH | O_DIRECTORY);
    for (int round = 0; round < 1'500; ++round) {
        std::string wrong = whole;
        for (auto count = random() % 3 + 1; count > 0; --count) {
            const std::size_t block = random() % (wrong.size() / 512) * 512;
            wrong[block + random() % 512] = static_cast<char>(random());
            if (random() % 4 != 0) mend_sum(wrong, block);
        }
        if (random() % 8 == 0) wrong.resize(random() % wrong.size());
        host.write("broken", wrong);
        read_through(host.path("broken"), false, &root);
    }
    BOOST_TEST(outside() == before);
}

BOOST_AUTO_TEST_CASE(a_tar_archive_that_is_cut_or_none_is_refused) {
    const TemporaryDirectory host;
    make_tree(host);
    const std::string whole = host.read(tar_of(host, "").substr(host.path().size() + 1));
    for (const std::size_t size : {std::size_t{0}, std::size_t{511}, std::size_t{513},
                                   whole.size() / 2, whole.size() / 2 / 512 * 512}) {
        host.write("cut", whole.substr(0, size));
        BOOST_TEST(read_through(host.path("cut"), false) == "read: it ends too early");
    }
    host.write("none", std::string(10'240, 'x'));
    BOOST_TEST(read_through(host.path("none"), false) == "read: it is no tar archive, or damaged");
}

BOOST_AUTO_TEST_CASE(a_tar_archive_may_end_behind_a_whole_member) {
    const TemporaryDirectory host;
    const auto told = [&](const std::string& content, const Descriptor* root) {
        host.write("a.tar", content);
        run({"gzip", "-fk", host.path("a.tar")});
        const std::string plain = read_through(host.path("a.tar"), false, root);
        BOOST_TEST(read_through(host.path("a.tar.gz"), true, root) == plain);
        return plain;
    };
    run({"mkdir", host.path("out")});
    const auto root = opened(host.path("out"), O_PATH | O_DIRECTORY);
    const std::string file = header('0', 3) + "one" + std::string(509, '\0');
    for (const Descriptor* there : {static_cast<const Descriptor*>(nullptr), &root}) {
        BOOST_TEST(told(file, there) == "no error");
        BOOST_TEST(told(file + header('0', 0), there) == "no error");
        for (const std::string& cut :
             {std::string(), file.substr(0, 512), file.substr(0, 515), file.substr(0, 1023),
              file + file.substr(0, 511), file + file.substr(0, 512), file + header('g', 0),
              file + header('x', 0), header('g', 0)}) {
            BOOST_TEST(told(cut, there) == "read: it ends too early");
        }
    }
    BOOST_TEST(host.read("out/n") == "one");
}

BOOST_AUTO_TEST_CASE(a_file_that_is_packed_twice_stays_one_file) {
    const TemporaryDirectory host;
    const auto made =
        run({"sh", "-c", "cd \"$0\"; mkdir out; echo one > a; ln a b; tar -cf a.tar a a ./b b",
             host.path()});
    BOOST_REQUIRE_MESSAGE(made.status == 0, made.err);
    const auto root = opened(host.path("out"), O_PATH | O_DIRECTORY);
    BOOST_TEST(read_through(host.path("a.tar"), false, &root) == "no error");
    BOOST_TEST(host.read("out/a") == "one\n");
    BOOST_TEST(run({"stat", "-c", "%h", host.path("out/b")}).out == "2\n");
}

BOOST_AUTO_TEST_CASE(of_two_capabilities_in_an_archive_the_last_counts_and_none_is_cut) {
    const TemporaryDirectory host;
    const std::string key = "SCHILY.xattr.security.capability";
    const auto packed = [&](const std::string& records) {
        std::string padded = records;
        padded.resize(512);
        host.write("a.tar", header('x', records.size()) + padded + header('0', 0));
        return Reader(host.path("a.tar"), false);
    };
    Member member{};
    Reader twice = packed(record(key, "first") + record(key, "second"));
    BOOST_REQUIRE(twice.archive.next(member));
    BOOST_TEST(std::string(member.capability.begin(), member.capability.end()) == "second");
    Reader fits = packed(record(key, std::string(32, 'x')));
    BOOST_REQUIRE(fits.archive.next(member));
    BOOST_TEST(member.capability.size() == 32U);
    Reader large = packed(record(key, std::string(33, 'x')));
    BOOST_TEST(!large.archive.next(member));
    BOOST_TEST(sentence(large.result()) == "read: a pax header in it is damaged");
}

BOOST_AUTO_TEST_CASE(what_is_too_large_in_a_tar_archive_is_refused) {
    const TemporaryDirectory host;
    host.write("small", "content");
    run({"tar", "-C", host.path(), "-cf", host.path("small.tar"), "small"});
    const std::string whole = host.read("small.tar");
    const auto told = [&](std::size_t at, const std::string& bytes) {
        std::string wrong = whole;
        wrong.replace(at, bytes.size(), bytes);
        mend_sum(wrong, 0);
        host.write("wrong.tar", wrong);
        return read_through(host.path("wrong.tar"), false);
    };
    const std::string large = "read: a number in it is too large";
    const std::string huge = "\x80" + std::string(3, '\0') + "\x40" + std::string(7, '\0');
    BOOST_TEST(told(124, std::string(12, '\xff')) == large);
    BOOST_TEST(told(124, huge) == large);
    BOOST_TEST(told(124, "00000000009 ") == large);
    BOOST_TEST(told(124, "77777777777\0") == "read: it ends too early");
    BOOST_TEST(told(108, "\x80\0\0\x01\0\0\0\0") == large);
    BOOST_TEST(told(156, "S") == "read: launch does not know a kind of entry in it");
    BOOST_TEST(told(156, "x") == "read: a pax header in it is damaged");
}

BOOST_AUTO_TEST_CASE(a_files_first_bytes_tell_what_root_it_is) {
    const auto kind = [](std::size_t at, const std::string& bytes) {
        std::string head(kind_bytes, '\0');
        head.replace(at, bytes.size(), bytes);
        return kind_of(head);
    };
    BOOST_TEST((kind(0, "hsqs") == RootKind::squashfs));
    BOOST_TEST((kind(1024, "\xe2\xe1\xf5\xe0") == RootKind::erofs));
    BOOST_TEST((kind(1080, "\x53\xef") == RootKind::ext4));
    BOOST_TEST((kind(0, "\x1f\x8b\x08") == RootKind::gzip));
    BOOST_TEST((kind(0, "#!/bin/sh") == RootKind::unknown));
    BOOST_TEST((kind_of({}) == RootKind::unknown));
    BOOST_TEST((kind_of(std::string_view("hsq")) == RootKind::unknown));
    const TemporaryDirectory host;
    run({"sh", "-c", "cd \"$0\"; echo > x; tar -cf a.tar x", host.path()});
    BOOST_TEST((kind_of(host.read("a.tar")) == RootKind::tar));
}

BOOST_AUTO_TEST_SUITE_END()
