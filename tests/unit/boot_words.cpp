/** The kernel's own words that launch takes, too, and the wait for a root that they name. */
#include "life/boot_root.hpp"
#include "spec/kernel_words.hpp"
#include "spec/words.hpp"
#include "system/signals.hpp"
#include "system/system.hpp"

#include "sentences.hpp"

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <string>
#include <vector>

using namespace launch;
using launch_test::sentence;

namespace {

/** A command line, and what is read from it. */
struct Line {
    explicit Line(std::string line) : text(std::move(line) + "!") {
        std::vector<char*> list(text.size());
        KernelLine found;
        BOOST_REQUIRE(split_command_line(text, list.data(), found).has_value());
        for (char* const word : found.before) {
            const auto read = read_boot_word(words, word);
            if (!read) said += sentence(read) + "\n";
        }
        const auto checked = check_boot_root(words);
        if (!checked) said += sentence(checked) + "\n";
    }

    std::string text;
    BootWords words;
    std::string said;
};

std::string or_none(const char* text) {
    return text == nullptr ? "(none)" : text;
}

struct Wrong {
    std::string word, sentence;
};

const Wrong wrong_words[] = {
    {"rootdelay=x", "ignore rootdelay=x: not a number of seconds up to 999999"},
    {"rootdelay", "ignore rootdelay: not a number of seconds up to 999999"},
    {"rootdelay=-1", "ignore rootdelay=-1: not a number of seconds up to 999999"},
    {"rootwait=", "ignore rootwait=: not a number of seconds up to 999999"},
    {"rootwait=1000000", "ignore rootwait=1000000: not a number of seconds up to 999999"},
    {"root=", "ignore root=: needs a value"},
    {"rootflags", "ignore rootflags: needs a value"},
    {"init=", "ignore init=: needs a value"},
    {"ro=1", "ignore ro=1: takes no value"},
    {"launch.pvpanic=0x505", "ignore launch.pvpanic=0x505: takes no value"},
    {"launch.record", "ignore launch.record: needs a value"},
    {"overlay=sda", "ignore overlay=sda: neither tmpfs[:SIZE] nor a device"},
    {"overlay=tmpfs:0", "ignore overlay=tmpfs:0: neither tmpfs[:SIZE] nor a device"},
    {"overlay=tmpfs1", "ignore overlay=tmpfs1: neither tmpfs[:SIZE] nor a device"},
    {"root=sda1", "ignore root sda1: neither a path in /dev nor UUID= or LABEL="},
    {"root=UUID=", "ignore root UUID=: neither a path in /dev nor UUID= or LABEL="},
};

} // namespace

BOOST_AUTO_TEST_SUITE(boot_words)

BOOST_AUTO_TEST_CASE(of_repeated_words_the_last_one_wins_and_unknown_ones_are_none_of_ours) {
    const Line line("console=ttyS0 root=/dev/sda1 rootwait rw quiet roots=x root=LABEL=\"my root\" "
                    "rootfstype=ext4 rootflags=noatime rootwait=7 rootdelay=2 ro "
                    "overlay=tmpfs:64m init=/a init=/b ip=dhcp -- root=UUID=1 rw");
    BOOST_TEST(line.said == "");
    BOOST_TEST(or_none(line.words.texts[BootWords::root]) == "LABEL=my root");
    BOOST_TEST(or_none(line.words.texts[BootWords::type]) == "ext4");
    BOOST_TEST(or_none(line.words.texts[BootWords::flags]) == "noatime");
    BOOST_TEST(or_none(line.words.texts[BootWords::overlay]) == "tmpfs:64m");
    BOOST_TEST(or_none(line.words.texts[BootWords::init]) == "/b");
    BOOST_TEST(or_none(line.words.texts[BootWords::ip]) == "dhcp");
    BOOST_TEST(line.words.patience == 7U);
    BOOST_TEST(line.words.delay == 2U);
    BOOST_TEST(!line.words.writable);
}

BOOST_AUTO_TEST_CASE(without_words_it_is_read_only_and_waits_ten_seconds) {
    const Line line("quiet");
    BOOST_TEST(or_none(line.words.texts[BootWords::root]) == "(none)");
    BOOST_TEST(line.words.patience == 10U);
    BOOST_TEST(!line.words.writable);
    BOOST_TEST(Line("rootwait rw").words.patience == BootWords::forever);
    BOOST_TEST(Line("ro rw").words.writable);
    BOOST_TEST((!line.words.debug && !line.words.debug_exit));
}

BOOST_AUTO_TEST_CASE(switches_of_launchs_own_change_nothing_else) {
    const Line line("rw launch.debug launch.debug_exit");
    BOOST_TEST((line.words.debug && line.words.debug_exit && line.words.writable));
    BOOST_TEST((Line("launch.debug").words.debug && !Line("launch.debug").words.debug_exit));
    BOOST_TEST(Line("launch.debug_exit=0xf4").said ==
               "ignore launch.debug_exit=0xf4: takes no value\n");
}

BOOST_AUTO_TEST_CASE(of_the_credentials_for_systemd_one_is_taken_where_the_host_is_notified) {
    const Line line("launch.record=vsock:2:5 launch.pvpanic systemd.set_credential=a:b "
                    "systemd.set_credential=vmm.notify_socket:vsock-stream:2:6 "
                    "systemd.set_credential=vmm.notify:c");
    BOOST_TEST(line.said == "");
    BOOST_TEST(or_none(line.words.texts[BootWords::record]) == "vsock:2:5");
    BOOST_TEST(or_none(line.words.texts[BootWords::notify]) == "vsock-stream:2:6");
    BOOST_TEST(line.words.pvpanic);
    BOOST_TEST(!Line("launch.debug_exit").words.pvpanic);
}

BOOST_AUTO_TEST_CASE(a_malformed_word_is_said_and_changes_nothing) {
    for (const Wrong& wrong : wrong_words) {
        const Line line("rootdelay=3 rw rootwait=4 overlay=tmpfs " + wrong.word);
        BOOST_TEST(line.said == wrong.sentence + "\n");
        BOOST_TEST(or_none(line.words.texts[BootWords::root]) == "(none)");
        BOOST_TEST(or_none(line.words.texts[BootWords::overlay]) == "tmpfs");
        BOOST_TEST(line.words.delay == 3U);
        BOOST_TEST(line.words.patience == 4U);
        BOOST_TEST(line.words.writable);
    }
}

BOOST_AUTO_TEST_CASE(a_malformed_verity_is_kept_for_it_is_no_root_and_not_ignored) {
    for (const std::string value : {"", "/dev/sda", "/dev/sda,/dev/sdb,00ff"}) {
        const Line line("root=/dev/sda verity=" + value);
        BOOST_TEST(line.said == "");
        BOOST_TEST(or_none(line.words.texts[BootWords::verity]) == value);
    }
}

BOOST_AUTO_TEST_CASE(a_shared_directory_may_be_called_anything) {
    for (const std::string type : {"virtiofs", "9p"}) {
        const Line line("root=my_share rootfstype=" + type);
        BOOST_TEST(line.said == "");
        BOOST_TEST(or_none(line.words.texts[BootWords::root]) == "my_share");
    }
    BOOST_TEST(Line("root=my_share rootfstype=ext4").said != "");
}

BOOST_AUTO_TEST_CASE(a_request_ends_a_wait_without_end) {
    const SignalSet before = block_signals(all_signals);
    Descriptor signals;
    BOOST_REQUIRE(open_signals(signals).has_value());
    send_signal(own_process(), SIGUSR1); // halt, as busybox means it
    Line line("root=LABEL=no-disk-has-this rootwait");
    Spec spec;
    Status status;
    const auto done = mount_boot_root(line.words, spec, signals, status);
    block_signals(before);
    BOOST_TEST(sentence(done) == "find LABEL=no-disk-has-this: a request came first");
    BOOST_TEST((status.kind == Status::Kind::requested));
    BOOST_TEST((status.power == Power::halt));
}

BOOST_AUTO_TEST_CASE(rootdelay_comes_before_the_wait_and_both_end) {
    Line line("root=LABEL=no-disk-has-this rootdelay=1 rootwait=1");
    Spec spec;
    Status status;
    const auto start = milliseconds_now();
    const auto done = mount_boot_root(line.words, spec, Descriptor(), status);
    const auto waited = milliseconds_now() - start;
    BOOST_TEST(sentence(done) == "find LABEL=no-disk-has-this: it did not appear in time");
    BOOST_TEST((status.kind == Status::Kind::exited));
    BOOST_TEST(waited >= 2000U);
    BOOST_TEST(waited < 8000U);
}

BOOST_AUTO_TEST_CASE(an_overlay_in_memory_is_that_of_launchs_own_words_if_they_want_one) {
    Line line("overlay=tmpfs:64m");
    Spec spec;
    Status status;
    BOOST_REQUIRE(mount_boot_root(line.words, spec, Descriptor(), status).has_value());
    BOOST_TEST(spec.ephemeral.wanted);
    BOOST_TEST(or_none(spec.ephemeral.size) == "64m");
    spec.ephemeral = {true, "1m"};
    BOOST_REQUIRE(mount_boot_root(line.words, spec, Descriptor(), status).has_value());
    BOOST_TEST(or_none(spec.ephemeral.size) == "1m");
}

BOOST_AUTO_TEST_SUITE_END()
