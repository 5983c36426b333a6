/** Why new namespaces were refused: each cause and its remedy in a sentence that fits. */
#include "life/refusal.hpp"

#include "sentences.hpp"

#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <string>

using namespace launch;
using launch_test::text_of;

namespace {

constexpr std::uint64_t with_user = default_namespaces | CLONE_NEWUSER;
constexpr const NamespaceKind& net = namespace_kinds[2];
constexpr const NamespaceKind& user = namespace_kinds[6];

struct Row {
    Circumstances found;
    std::uint64_t namespaces;
    int number;
    std::string part;
};

const Row rows[] = {
    {{}, with_user, EAGAIN, "the limit nproc (ulimit -u) or pids.max"},
    {{}, with_user, ENOMEM, "the first process of the pid namespace may have ended"},
    {{.clone_is_forbidden = true},
     with_user,
     EPERM,
     "the sysctl kernel.unprivileged_userns_clone is 0; root allows it by sysctl -w "},
    {{.apparmor_restricts = true},
     with_user,
     EPERM,
     "the sysctl kernel.apparmor_restrict_unprivileged_userns is 1; root sets it to 0"},
    {{.apparmor_restricts = true}, with_user, EACCES, "or gives launch a profile"},
    {{.filtered = true}, with_user, EPERM, "start that with seccomp=unconfined"},
    {{.filtered = true}, with_user, ENOSYS, "start that with seccomp=unconfined"},
    {{.root = true, .filtered = true}, default_namespaces, EPERM, "seccomp=unconfined"},
    {{.chrooted = true}, with_user, EPERM, "a chroot can have no user namespaces"},
    {{}, with_user, EPERM, "a security module forbids user namespaces, or this is a chroot"},
    {{.root = true, .clone_is_forbidden = true}, with_user, EPERM, "a security module"},
    {{.root = true}, default_namespaces, EPERM, "root has no CAP_SYS_ADMIN here: add --unshare="},
    {{}, default_namespaces, EPERM, "leave --share=user out"},
    {{.exhausted = &net, .limit = "0"},
     with_user,
     ENOSPC,
     "the sysctl user.max_net_namespaces is 0; root raises it by sysctl -w "
     "user.max_net_namespaces=1000"},
    {{.exhausted = &net, .limit = "15000"},
     with_user,
     ENOSPC,
     "the sysctl user.max_net_namespaces is 15000: so many are there"},
    {{.exhausted = &user, .limit = "2147483647"},
     with_user,
     ENOSPC,
     "user.max_user_namespaces is 2147483647: so many are there, or 32 are nested"},
};

std::string worded(const Circumstances& found, std::uint64_t namespaces, int number) {
    return text_of([&](Text& out) { word_refusal(out, found, namespaces, number); });
}

} // namespace

BOOST_AUTO_TEST_SUITE(refusals)

BOOST_AUTO_TEST_CASE(each_cause_is_named_with_its_remedy) {
    for (const Row& row : rows) {
        const auto told = worded(row.found, row.namespaces, row.number);
        BOOST_TEST(told.contains(row.part), told);
        BOOST_TEST(told.size() < 128U, told); // a report's note
    }
}

BOOST_AUTO_TEST_CASE(nothing_is_said_of_what_is_no_refusal) {
    BOOST_TEST(worded({}, with_user, EINVAL) == "");
    BOOST_TEST(worded({}, with_user, ENOSYS) == "");
    BOOST_TEST(worded({}, with_user, ENOSPC) == "");
}

BOOST_AUTO_TEST_CASE(only_a_clone_or_the_first_step_inside_is_explained) {
    Plan plan;
    plan.namespaces = with_user;
    Report mount{Place::init, 0, {EPERM, "mount"_t}, {}};
    explain_refusal(plan, mount);
    BOOST_TEST(std::string(mount.note.data()) == ""); // no AppArmor here
    Report clone{Place::outside, Report::no_step, {EPERM, "clone"_t}, {}};
    explain_refusal(plan, clone);
    BOOST_TEST(std::string(clone.note.data()) != "");
}

BOOST_AUTO_TEST_SUITE_END()
