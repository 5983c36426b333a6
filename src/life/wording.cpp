#include "life/wording.hpp"

#include "base/errnos.hpp"
#include "steps/tell.hpp"
#include "system/signals.hpp"

#include <cerrno>
#include <cstring>

namespace launch {

namespace {

/** Where errno alone misleads people: for one of them an action and its hint, again and again. */
struct Hints {
    int number;
    Literal pairs;
};

constexpr Hints hints[] = {
    {EPERM, "join\0it takes rights over that: an ordinary user joins its user namespace, too\0"
            "keep namespace\0only root can keep one; else keep a process and --join that\0"
            "set mount attributes\0a user namespace may not take such a flag of the source away\0"
            "make interface\0this takes CAP_NET_ADMIN out here; --net=user does not\0"
            "map the ids of mount\0this needs root of the machine\0"
            "chroot\0this needs root\0"
            "set groups\0this user namespace forbids setgroups: leave --uid and --gid out\0"
            "set limit\0raising a hard limit wants the capability sys_resource, and nofile ends "
            "at the sysctl fs.nr_open\0"_t},
    {EINVAL, "join\0it is the caller's own, or it does not lie below that\0"
             "keep namespace\0a mount namespace can be kept below a private mount only: mount "
             "--make-private\0"
             "clone\0this kernel lacks a kind of namespace that was asked for\0"
             "map the ids of mount\0this kernel cannot do that for its file system\0"
             "lay overlay\0an overlay takes directories that do not lie in one another, and in a "
             "user namespace nothing may be mounted below its lower one: name one by --root, or "
             "use --copy\0"
             "set propagation\0this is a chroot into what is no mount point: bind it on itself "
             "first\0"
             "open\0in a user namespace a tree is taken whole: rbind, or --bind\0"
             "set groups\0the id is not mapped into the user namespace\0"
             "set processors\0none of them is there, or allowed to launch itself\0"
             "set gid\0the id is not mapped into the user namespace\0"
             "set uid\0the id is not mapped into the user namespace\0"
             "load filter\0the kernel takes no such program, or has no seccomp filters\0"_t},
    {ERANGE, "set clock\0a clock can neither go below zero nor far into the future\0"_t},
    {ENOSYS, "set mount attributes\0launch needs Linux 5.12\0"
             "find Landlock\0this kernel has no Landlock: boot a newer one\0"_t},
    {EROFS, "create directory\0make it in the root beforehand\0"
            "create file\0make it in the root beforehand\0"
            "create link\0make it in the root beforehand\0"
            "make cgroup below\0mount it writable\0"_t},
    {EACCES, "create directory\0make it in the root beforehand\0"
             "write\0lowering it wants the capability sys_resource\0"
             "set nice value\0lowering it wants the capability sys_nice\0"
             "load filter\0without no_new_privs this needs CAP_SYS_ADMIN\0"
             "make cgroup below\0only root can, or who was given one: systemd-run --user --scope "
             "-p Delegate=yes launch ...\0"_t},
    {EEXIST, "create directory\0something is there already, or a link that leads nowhere\0"
             "create file\0something is there already, or a link that leads nowhere\0"
             "create link\0something else is there\0"
             "make interface\0in there or out here one is called so: choose another name=\0"
             "make cgroup below\0that name is in use\0"_t},
    {ELOOP, "open\0a link there leads in a circle, or out through a link of /proc, or stands for "
            "/proc, /sys or /dev\0"_t},
    {EOPNOTSUPP,
     "make interface\0it is no bridge, or this kernel has no such interfaces\0"
     "find Landlock\0Landlock is turned off: see lsm= of the kernel's command line\0"_t},
    {ENETUNREACH, "add gateway\0it is in no network of ip=\0"_t},
    {EHOSTUNREACH, "add gateway\0it is in no network of ip=\0"_t},
    {EBUSY, "unmount\0a process uses it, or something else is mounted below it\0"
            "make cgroup below\0it holds processes: start launch in a child of it\0"_t},
    {ENODEV, "open file system\0load its module, if this kernel has one\0"
             "limit by\0not a whole disk\0"_t},
    {ENOENT, "make cgroup below\0a controller is missing: see its cgroup.controllers\0"
             "limit by\0this kernel does not count that; swap needs swapaccount=1\0"_t},
    {ENOEXEC, "execute\0a script's first line must name its interpreter, as in #!/bin/sh\0"_t},
};

/** The kernel shows no more of its own than the caller sees already (mount_too_revealing()). */
bool reveals(const Step* step) {
    const auto* const mount = step == nullptr ? nullptr : std::get_if<Mount>(step);
    if (mount == nullptr) return false;
    return std::strcmp(mount->type, "proc") == 0 || std::strcmp(mount->type, "sysfs") == 0;
}

constexpr Literal covered() {
    return " (hint: parts of it are covered outside, as in a container, and a user namespace may "
           "have "
           "no whole one; --share=pid for /proc, and --share=net for /sys, show the covered one)"_t;
}

void add_hint(Text& out, Error error) {
    unpack_texts(); // this table is unpacked with them
    for (const Hints& each : hints) {
        if (!error.is(each.number)) continue;
        for (const char* at = each.pairs.text(); *at != '\0'; at = name_at(at, 2)) {
            if (std::strcmp(error.action().text(), at) != 0) continue;
            tell(out, " (hint: %)"_t, name_at(at, 1));
        }
    }
}

void add_reason(Text& out, Error error) {
    if (error.number() == 0) {
        out.add(error.reason());
    } else {
        add_errno(out, error.number());
    }
    if (error.nearest() != nullptr) tell(out, " (did you mean %?)"_t, error.nearest());
}

const Step* failed_step(const Report& report, const Plan& plan) {
    const auto steps = plan.steps(report.place);
    return report.step < steps.size() ? &steps[report.step] : nullptr;
}

void word_plainly(Text& out, const Step* step, Error error) {
    if (step != nullptr) describe_step(out, *step);
    if (step != nullptr) out.add(": ");
    if (step == nullptr || error.object != nullptr) {
        word_error(out, error);
    } else {
        add_reason(out, error);
    }
}

} // namespace

void word_error(Text& out, Error error) {
    if (*error.action().text() == '-') out.add("read "_t); // the name of an option
    out.add(error.action());
    if (error.object != nullptr) out.space().add(error.object);
    out.add(": ");
    add_reason(out, error);
}

void word_step(Text& out, const Step* step, Error error) {
    word_plainly(out, step, error);
    add_hint(out, error);
}

int word_report(Text& out, const Report& report, const Plan& plan) {
    const Step* const step = failed_step(report, plan);
    const Error error = report.error;
    word_plainly(out, step, error);
    if (report.note[0] != '\0') {
        tell(out, " (%)"_t, report.note.data());
    } else {
        const bool new_user = (plan.namespaces & CLONE_NEWUSER) != 0;
        if (error.is(EPERM) && new_user && reveals(step)) out.add(covered());
        add_hint(out, error);
    }
    const bool executes = step != nullptr && (std::holds_alternative<CheckProgram>(*step) ||
                                              std::holds_alternative<Execute>(*step));
    if (!executes) return 125;
    return error.is(ENOENT) || error.is(ENOTDIR) ? 127 : 126;
}

int exit_code(const Status& status) {
    if (status.kind == Status::Kind::exited) return status.value;
    if (status.kind == Status::Kind::timed_out) return 124;
    return status.kind == Status::Kind::signaled ? 128 + status.value : 0;
}

namespace {

void add_signal(Text& out, unsigned signal) {
    const char* const name = name_at(signal_names.text(), signal - 1);
    if (*name != '\0') tell(out, " (SIG%)"_t, name);
}

} // namespace

void word_status(Text& out, const Status& status) {
    switch (status.kind) {
    case Status::Kind::exited:
        out.add("the command exited with status ").number(static_cast<unsigned>(status.value));
        return;
    case Status::Kind::signaled:
        out.add("the command was killed by signal "_t).number(static_cast<unsigned>(status.value));
        add_signal(out, static_cast<unsigned>(status.value));
        return;
    case Status::Kind::requested:
        out.add(power_name(status.power)).add(" was asked for from inside"_t);
        return;
    case Status::Kind::timed_out: out.add("the command was ended after its --timeout"_t); return;
    }
}

void word_usage(Text& out, const Usage& usage, const CgroupWish& wish) {
    if (usage.counts[oom_kills] != 0) {
        out.add("the command ran out of memory"_t);
        if (wish.words[memory_limit] == nullptr) return;
        tell(out, " (--memory %)"_t, wish.words[memory_limit]);
        return;
    }
    out.add("usage:"_t);
    for (unsigned count = 0; count < usage.counts.size(); ++count) {
        out.space().add(name_at(usage_names, count)).space().number(usage.counts[count]);
    }
}

void record_status(Text& out, const Status& status) {
    if (status.kind == Status::Kind::requested) {
        tell(out, "request %\n"_t, power_name(status.power));
        return;
    }
    if (status.kind == Status::Kind::timed_out) {
        out.add("timeout\n"_t);
        return;
    }
    out.add(status.kind == Status::Kind::exited ? "exit " : "signal ");
    out.number(static_cast<unsigned>(status.value)).line();
}

void record_failure(Text& out, int code, std::string_view sentence) {
    out.add("failed "_t).number(static_cast<unsigned>(code)).space();
    out.add_printable(sentence).line();
}

const char* power_name(Power power) {
    return name_at("poweroff\0reboot\0halt\0kexec\0", static_cast<unsigned>(power));
}

} // namespace launch
