/** Every sentence about a run, and every exit code. */
#include "life/wording.hpp"

#include "arguments.hpp"
#include "planned.hpp"
#include "sentences.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <string>

using namespace launch;
using launch_test::must;
using launch_test::Parsed;
using launch_test::planned;
using launch_test::sentence;
using launch_test::text_of;

namespace {

/** A plan with steps in all three places; a report speaks of one of them. */
const Plan& example() {
    static Parsed parsed({"--root=/r", "--unshare=user", "--chdir=/w", "cmd"});
    static const auto steps = [] {
        Facts facts;
        facts.root = parsed.spec.root;
        static_cast<void>(facts.users.push({0, 0, 0xffffffff}));
        static_cast<void>(facts.groups.push({0, 0, 0xffffffff}));
        settle(parsed.spec, facts);
        return must(planned(parsed.spec, facts));
    }();
    return *steps;
}

/** Where in the example the first step of this kind is. */
template <class Kind>
Report report_of(Place place, const Error& error, std::string_view note = {}) {
    const auto steps = example().steps(place);
    const auto found = std::ranges::find_if(
        steps, [](const Step& step) { return std::holds_alternative<Kind>(step); });
    BOOST_REQUIRE((found != steps.end()));
    Report report{place, static_cast<std::uint16_t>(found - steps.begin()), error, {}};
    std::ranges::copy(note, report.note.begin());
    return report;
}

Report between(const Error& error) {
    return {Place::outside, Report::no_step, error, {}};
}

std::string worded(const Report& report) {
    return text_of([&](Text& out) { word_report(out, report, example()); });
}

int failure_code(const Report& report, const Plan& plan) {
    int code = 0;
    text_of([&](Text& out) { code = word_report(out, report, plan); });
    return code;
}

std::string hint_of(const Error& error) {
    const std::string whole = worded(between(error));
    const auto start = whole.find(" (hint: ");
    return start == std::string::npos ? "" : whole.substr(start + 1);
}

struct StatusRow {
    Status status;
    int code;
    std::string sentence, record;
};

using Kind = Status::Kind;

const StatusRow statuses[] = {
    {{Kind::exited, 0}, 0, "the command exited with status 0", "exit 0\n"},
    {{Kind::exited, 42}, 42, "the command exited with status 42", "exit 42\n"},
    {{Kind::exited, 255}, 255, "the command exited with status 255", "exit 255\n"},
    {{Kind::signaled, 9}, 137, "the command was killed by signal 9 (SIGKILL)", "signal 9\n"},
    {{Kind::signaled, 15}, 143, "the command was killed by signal 15 (SIGTERM)", "signal 15\n"},
    {{Kind::signaled, 31}, 159, "the command was killed by signal 31 (SIGSYS)", "signal 31\n"},
    {{Kind::signaled, 34}, 162, "the command was killed by signal 34", "signal 34\n"},
    {{Kind::signaled, 64}, 192, "the command was killed by signal 64", "signal 64\n"},
    {{Kind::timed_out}, 124, "the command was ended after its --timeout", "timeout\n"},
    {{Kind::requested, 0, Power::off},
     0,
     "poweroff was asked for from inside",
     "request poweroff\n"},
    {{Kind::requested, 0, Power::reboot},
     0,
     "reboot was asked for from inside",
     "request reboot\n"},
    {{Kind::requested, 0, Power::halt}, 0, "halt was asked for from inside", "request halt\n"},
};

} // namespace

BOOST_AUTO_TEST_SUITE(wording)

BOOST_AUTO_TEST_CASE(each_end_of_a_command_has_its_code_its_sentence_and_its_record) {
    for (const StatusRow& row : statuses) {
        BOOST_TEST(exit_code(row.status) == row.code);
        BOOST_TEST(text_of([&](Text& out) { word_status(out, row.status); }) == row.sentence);
        BOOST_TEST(text_of([&](Text& out) { record_status(out, row.status); }) == row.record);
    }
}

BOOST_AUTO_TEST_CASE(an_error_is_verb_object_and_reason) {
    BOOST_TEST(sentence(Error{ENOENT, "open root"_t, "/nope"}) ==
               "open root /nope: No such file or directory");
    BOOST_TEST(sentence(Error{EPERM, "clone"_t}) == "clone: Operation not permitted");
    BOOST_TEST(sentence(Refusal{"find root"_t, "name one"_t}) == "find root: name one");
    BOOST_TEST(sentence(Error::unknown("read option"_t, "--x", "--y")) ==
               "read option --x: unknown (did you mean --y?)");
}

BOOST_AUTO_TEST_CASE(a_failed_step_is_told_in_its_own_words) {
    BOOST_TEST(worded(report_of<Mount>(Place::init, {EACCES, "mount"_t})) ==
               "mount sysfs on /sys (nosuid,nodev,noexec): Permission denied");
    BOOST_TEST(worded(report_of<Directory>(Place::command, {ENOTDIR, "change directory"_t})) ==
               "change to directory /w: Not a directory");
}

BOOST_AUTO_TEST_CASE(an_object_of_its_own_is_told_behind_the_step) {
    BOOST_TEST(worded(report_of<Mount>(Place::init, {ENOTDIR, "open"_t, "/sys"})) ==
               "mount sysfs on /sys (nosuid,nodev,noexec): open /sys: Not a directory");
    BOOST_TEST(worded(report_of<IdMap>(Place::outside, {EPERM, "write"_t, "uid_map"})) ==
               "map uid 0 to 0 (4294967295) and gid 0 to 0 (4294967295): write uid_map: "
               "Operation not permitted");
    BOOST_TEST(
        worded(report_of<Mount>(Place::init, Error(Refusal{"create"_t, "more than 32"_t}, "/a"))) ==
        "mount sysfs on /sys (nosuid,nodev,noexec): create /a: more than 32");
}

BOOST_AUTO_TEST_CASE(an_end_for_want_of_memory_is_told_with_its_limit) {
    const auto told = [](const Usage& usage, const CgroupWish& wish) {
        return text_of([&](Text& out) { word_usage(out, usage, wish); });
    };
    Usage usage;
    CgroupWish wish;
    usage.counts[peak_memory] = 7;
    BOOST_TEST(told(usage, wish) ==
               "usage: oom_kills 0 memory_hits 0 pids_hits 0 cpu_hits 0 peak_memory 7");
    usage.counts[oom_kills] = 2;
    BOOST_TEST(told(usage, wish) == "the command ran out of memory");
    wish.words[memory_limit] = "64m";
    BOOST_TEST(told(usage, wish) == "the command ran out of memory (--memory 64m)");
}

BOOST_AUTO_TEST_CASE(a_failure_between_the_steps_is_told_alone) {
    BOOST_TEST(worded(between({ENOMEM, "clone"_t})) == "clone: Out of memory");
    BOOST_TEST(worded(between(Refusal{"start"_t, "the init was killed"_t})) ==
               "start: the init was killed");
}

BOOST_AUTO_TEST_CASE(an_errno_that_misleads_has_a_hint) {
    BOOST_TEST(hint_of({EPERM, "join"_t}) ==
               "(hint: it takes rights over that: an ordinary user joins its user namespace, too)");
    BOOST_TEST(hint_of({EINVAL, "keep namespace"_t, "x"}).contains("mount --make-private"));
    BOOST_TEST(hint_of({ERANGE, "set clock"_t}).contains("below zero"));
    BOOST_TEST(hint_of({EINVAL, "clone"_t}) ==
               "(hint: this kernel lacks a kind of namespace that was asked for)");
    BOOST_TEST(hint_of({ENOSYS, "set mount attributes"_t}) == "(hint: launch needs Linux 5.12)");
    for (const char* const object : {"x", "y"}) {
        BOOST_TEST(hint_of({EROFS, "create directory"_t, object}) ==
                   "(hint: make it in the root beforehand)");
        BOOST_TEST(hint_of({EROFS, "create file"_t, object}) ==
                   "(hint: make it in the root beforehand)");
    }
    BOOST_TEST(hint_of({EEXIST, "create file"_t}) ==
               "(hint: something is there already, or a link that leads nowhere)");
    BOOST_TEST(hint_of({EINVAL, "lay overlay"_t}).contains("or use --copy"));
    BOOST_TEST(hint_of({EINVAL, "set propagation"_t}).contains("bind it on itself first"));
    BOOST_TEST(hint_of({EINVAL, "open"_t, "/x"}).contains("rbind"));
    BOOST_TEST(hint_of({EINVAL, "set uid"_t}) ==
               "(hint: the id is not mapped into the user namespace)");
    BOOST_TEST(hint_of({ENOEXEC, "execute"_t}).contains("#!/bin/sh"));
    BOOST_TEST(hint_of({EACCES, "load filter"_t}).contains("CAP_SYS_ADMIN"));
    BOOST_TEST(hint_of({EINVAL, "load filter"_t}).contains("no such program"));
    BOOST_TEST(hint_of({ENOSYS, "find Landlock"_t}) ==
               "(hint: this kernel has no Landlock: boot a newer one)");
    BOOST_TEST(hint_of({EOPNOTSUPP, "find Landlock"_t}).contains("lsm="));
}

BOOST_AUTO_TEST_CASE(an_errno_that_launch_never_meets_is_a_number) {
    BOOST_TEST(sentence(Error{ENOSTR, "read"_t}) == "read: error 60");
    BOOST_TEST(sentence(Error{ENODATA, "read"_t}) == "read: No data available");
    BOOST_TEST(sentence(Error{4000, "read"_t}) == "read: error 4000");
}

BOOST_AUTO_TEST_CASE(a_damaged_file_system_is_named_as_such) {
    BOOST_TEST(sentence(Error{EUCLEAN, "mount"_t}) == "mount: The file system is damaged");
}

BOOST_AUTO_TEST_CASE(another_errno_or_action_has_none) {
    BOOST_TEST(hint_of({ENOMEM, "clone"_t}).empty());
    BOOST_TEST(hint_of({EINVAL, "create file system"_t, "squashfs"}).empty());
    BOOST_TEST(hint_of({EPERM, "mount"_t}).empty());
    BOOST_TEST(hint_of(Refusal{"clone"_t, "no number"_t}).empty());
}

BOOST_AUTO_TEST_CASE(a_file_system_that_is_covered_outside_is_said_so) {
    for (const int number : {EPERM, EACCES}) {
        const auto told = worded(report_of<Mount>(Place::init, {number, "mount"_t}));
        BOOST_TEST(told.contains("(hint: parts of it are covered") == (number == EPERM));
    }
}

BOOST_AUTO_TEST_CASE(what_a_refusal_or_a_helper_says_is_passed_on) {
    auto cloned = between({EPERM, "clone"_t});
    std::ranges::copy(std::string("hint: it is so"), cloned.note.begin());
    BOOST_TEST(worded(cloned) == "clone: Operation not permitted (hint: it is so)");
    const Error refused(Refusal{"run"_t, "it refuses"_t}, "newuidmap");
    BOOST_TEST(worded(report_of<IdMap>(Place::outside, refused, "newuidmap: no"))
                   .ends_with(": run newuidmap: it refuses (newuidmap: no)"));
}

BOOST_AUTO_TEST_CASE(a_missing_interpreter_is_named) {
    BOOST_TEST(worded(report_of<Execute>(Place::command, {ENOENT, "execute"_t},
                                         "hint: it is there, but not its interpreter /bin/none")) ==
               "execute cmd: No such file or directory (hint: it is there, but not its "
               "interpreter /bin/none)");
}

BOOST_AUTO_TEST_CASE(a_command_that_is_not_there_is_127) {
    for (const int number : {ENOENT, ENOTDIR}) {
        const auto report = report_of<Execute>(Place::command, {number, "execute"_t});
        BOOST_TEST(failure_code(report, example()) == 127);
    }
}

BOOST_AUTO_TEST_CASE(a_command_that_cannot_be_executed_is_126) {
    for (const int number : {EACCES, ENOEXEC, E2BIG, ELOOP, ETXTBSY, EPERM}) {
        const auto report = report_of<Execute>(Place::command, {number, "execute"_t});
        BOOST_TEST(failure_code(report, example()) == 126);
    }
}

BOOST_AUTO_TEST_CASE(a_failure_of_launch_itself_is_125) {
    BOOST_TEST(failure_code(between({ENOENT, "clone"_t}), example()) == 125);
    const auto directory = report_of<Directory>(Place::command, {ENOENT, "change directory"_t});
    BOOST_TEST(failure_code(directory, example()) == 125);
    BOOST_TEST(failure_code(report_of<Mount>(Place::init, {ENOENT, "open"_t}), example()) == 125);
    const Report nowhere{Place::command, 99, {ENOENT, "execute"_t}, {}};
    BOOST_TEST(failure_code(nowhere, example()) == 125);
}

BOOST_AUTO_TEST_SUITE_END()
