#include "life/refusal.hpp"

#include "base/names.hpp"
#include "steps/tell.hpp"
#include "system/credentials.hpp"
#include "system/procfs.hpp"

#include <cstring>

namespace launch {

namespace {

using Memory = std::array<char, 8192>;

[[gnu::noinline]] bool begins_so(Literal path, const char* with) {
    Memory memory;
    return begins(read_in(here, path.text(), memory), with);
}

/** Processes in a chroot see no mount on "/" (proc(5), mountinfo), unless that is a mount point. */
bool is_chrooted() {
    Memory memory;
    auto mounts = read_proc(0, "mountinfo", memory);
    if (mounts.empty()) return false;
    while (!mounts.empty()) {
        auto line = take_line(mounts);
        for (int column = 1; column < 5; ++column) take_word(line);
        if (is_same(take_word(line), "/")) return false;
    }
    return true;
}

/** The first kind that the kernel has no room for. */
const NamespaceKind* exhausted_kind(std::uint64_t namespaces) {
    // The user namespace, in which the others are, comes first: without it all would fail.
    for (const std::uint64_t of : {std::uint64_t{CLONE_NEWUSER}, ~std::uint64_t{CLONE_NEWUSER}}) {
        for (const NamespaceKind& kind : namespace_kinds) {
            const bool asked = (namespaces & of & kind.flag) != 0;
            // In a new user namespace, if there shall be one.
            const std::uint64_t kinds = (namespaces & CLONE_NEWUSER) | kind.flag;
            if (asked && !try_namespaces(kinds)) return &kind;
        }
    }
    return nullptr;
}

Circumstances look_around(std::uint64_t namespaces, int number, Memory& memory) {
    Circumstances found;
    found.root = own_credentials().user == 0;
    if (number == ENOSPC) {
        found.exhausted = exhausted_kind(namespaces);
        if (found.exhausted == nullptr) return found;
        TextOf<64> path;
        tell(path, "/proc/sys/user/max_%_namespaces"_t, found.exhausted->file);
        auto limit = read_in(here, path.c_str(), memory);
        found.limit = take_line(limit);
        return found;
    }
    found.clone_is_forbidden = begins_so("/proc/sys/kernel/unprivileged_userns_clone"_t, "0");
    found.apparmor_restricts =
        begins_so("/proc/sys/kernel/apparmor_restrict_unprivileged_userns"_t, "1");
    found.filtered = behind(read_proc(0, "status", memory), "\nSeccomp:\t2\n").data() != nullptr;
    found.chrooted = is_chrooted();
    return found;
}

Literal cause(const Circumstances& found, bool user) {
    if (found.filtered) {
        return "the system call filter of a surrounding container forbids it: start that with "
               "seccomp=unconfined"_t;
    }
    if (!user && found.root) return "root has no CAP_SYS_ADMIN here: add --unshare=user"_t;
    if (!user) return "only root can do without a user namespace: leave --share=user out"_t;
    if (!found.root && found.clone_is_forbidden) {
        return "the sysctl kernel.unprivileged_userns_clone is 0; root allows it by "
               "sysctl -w kernel.unprivileged_userns_clone=1"_t;
    }
    if (found.chrooted) return "a chroot can have no user namespaces: run launch outside of it"_t;
    if (!found.root && found.apparmor_restricts) {
        return "the sysctl kernel.apparmor_restrict_unprivileged_userns is 1; root sets it to 0, "
               "or gives launch a profile"_t;
    }
    return "a security module forbids user namespaces, or this is a chroot"_t;
}

void word_limit(Text& out, const Circumstances& found) {
    const NamespaceKind& kind = *found.exhausted;
    const char* const file = kind.file;
    tell(out, "the sysctl user.max_%_namespaces is "_t, file);
    out.add(found.limit);
    if (is_same(found.limit, "0")) {
        tell(out, "; root raises it by sysctl -w user.max_%_namespaces=1000"_t, file);
        return;
    }
    out.add(": so many are there"_t);
    const bool nests = (kind.flag & (CLONE_NEWUSER | CLONE_NEWPID)) != 0;
    if (nests) out.add(", or 32 are nested, which is the kernel's bound"_t);
}

} // namespace

void word_refusal(Text& out, const Circumstances& found, std::uint64_t namespaces, int number) {
    if (number == ENOSPC && found.exhausted != nullptr) word_limit(out, found);
    const bool refused =
        number == EPERM || number == EACCES || (number == ENOSYS && found.filtered);
    if (refused) out.add(cause(found, (namespaces & CLONE_NEWUSER) != 0));
    if (number == EAGAIN)
        out.add("the limit nproc (ulimit -u) or pids.max of the cgroup (--pids, which counts the "
                "init, too) is reached"_t);
    if (number == ENOMEM) out.add("the first process of the pid namespace may have ended"_t);
}

Result<> try_namespaces(std::uint64_t kinds) {
    pid_t process = 0;
    const auto forked = fork_into(kinds, process);
    if (!forked) return forked;
    if (process == 0) exit_now(0);
    await_end(process);
    return {};
}

void explain_clone(Text& out, std::uint64_t namespaces, int number) {
    Memory memory;
    word_refusal(out, look_around(namespaces, number, memory), namespaces, number);
}

void explain_refusal(const Plan& plan, Report& report) {
    const bool cloning = report.error.action() == "clone"_t;
    // AppArmor lets the clone pass, and takes away the rights that it gives.
    const bool first =
        report.place == Place::init && report.step == 0 && (plan.namespaces & CLONE_NEWUSER) != 0;
    if (!cloning && !first) return;
    Memory memory;
    const auto found = look_around(plan.namespaces, report.error.number(), memory);
    if (!cloning && !found.apparmor_restricts) return;
    TextOf<128> note;
    note.add("hint: "_t);
    const std::size_t before = note.view().size();
    word_refusal(note, found, plan.namespaces, report.error.number());
    if (note.view().size() > before) std::ranges::copy(note.view(), report.note.begin());
}

} // namespace launch
