/** Roots that mean harm: launch works in them or refuses them, and nothing outside changes. */
#include "support/hostile.hpp"
#include "host.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>

using namespace launch_test;

namespace {

/** A root to be bent, what its links lead to, and what is brought in. */
struct Scene {
    TemporaryDirectory host;
    std::string root = host.path("root"), outside = host.path("outside");

    explicit Scene(const char* script) {
        run({"sh", "-c", "mkdir \"$0\"/outside \"$0\"/source; echo kept > \"$0\"/outside/file",
             host.path()});
        host.write("content", "content\n");
        build_root(root, outside, script);
    }

    /** All that is beside the root. */
    [[nodiscard]] std::string beside() const {
        return run({"find", host.path(), "-path", root, "-prune", "-o", "-printf",
                    "%P %y %m %s %l %T@\\n"})
            .out;
    }

    [[nodiscard]] Words program(const Words& options) const {
        return Words{setting("LAUNCH"), "--root", root} + options + Words{"/probe", "exit", "0"};
    }

    [[nodiscard]] std::vector<Words> programs() const {
        return {program({}),
                program({"--tmpfs", "/place"}),
                program({"--tmpfs", "/place/a"}),
                program({"--bind", host.path("source") + ":/place"}),
                program({"--bind", host.path("source") + ":/place/b"}),
                program({"--bind", host.path("content") + ":/place/a"}),
                program({"--file", host.path("content") + ":/place/b"}),
                program({"--mount", "type=proc,dst=/place/a"}),
                program({"--dir", "/place/b/c", "--symlink", "x:/place/d"}),
                program({"--symlink", outside + ":/etc/y", "--dir", "/etc/x/y"}),
                {setting("LAUNCH"), "--chroot", root, "/probe", "exit", "0"},
                {setting("LAUNCH"), "mount", root},
                {setting("LAUNCH"), "unmount", root}};
    }
};

/** Success, or one sentence of ours. */
bool is_clear(const Outcome& outcome) {
    if (outcome.status == 0) return true;
    return outcome.status == 125 && outcome.err.starts_with("launch: ") &&
           std::ranges::count(outcome.err, '\n') == 1;
}

bool is_mounted_below(const std::string& path) {
    return run({"cat", "/proc/self/mountinfo"}).out.contains(" " + path);
}

} // namespace

BOOST_AUTO_TEST_SUITE(hostile)

BOOST_AUTO_TEST_CASE(each_hostile_root_works_or_is_refused_and_nothing_outside_changes) {
    for (const HostileRoot& hostile : hostile_roots()) {
        const Scene scene(hostile.script);
        const std::string before = scene.beside();
        for (const Words& words : scene.programs()) {
            const auto outcome = run(words, {.timeout = Seconds(20)});
            const std::string option = words[words.size() > 6 ? 4 : 1];
            BOOST_TEST(is_clear(outcome),
                       hostile << ", " << option << ": " << outcome.status << " " << outcome.err);
            BOOST_TEST(scene.beside() == before, hostile << ", " << option);
        }
        BOOST_TEST(!is_mounted_below(scene.root), hostile);
    }
}

BOOST_AUTO_TEST_CASE(a_plain_root_takes_all_that_hostile_roots_are_asked) {
    for (std::size_t index = 0; index < Scene(nullptr).programs().size(); ++index) {
        const Scene scene(nullptr);
        const auto outcome = run(scene.programs()[index]);
        BOOST_TEST(outcome.status == 0, outcome.err);
        run({setting("LAUNCH"), "unmount", scene.root});
    }
}

BOOST_AUTO_TEST_CASE(a_mount_destination_that_is_swapped_for_a_link_leads_nowhere_outside) {
    const Scene scene("mkdir place; ln -s \"$O\" other");
    const Running storm(
        {setting("LAUNCH_PROBE"), "exchange", scene.root + "/place", scene.root + "/other"});
    const std::string before = scene.beside();
    int worked = 0;
    for (int round = 0; round < 2000; ++round) {
        const Words options = {"--share=net", "--bind", scene.host.path("source") + ":/place/deep"};
        const auto outcome = run(scene.program(options));
        BOOST_REQUIRE_MESSAGE(is_clear(outcome), outcome.status << " " << outcome.err);
        worked += outcome.status == 0 ? 1 : 0;
    }
    BOOST_TEST(worked > 0);
    BOOST_TEST(scene.beside() == before);
}

BOOST_AUTO_TEST_SUITE_END()
