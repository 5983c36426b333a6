#include "life/wording.hpp"

#include "system/signals.hpp"

#include <cerrno>
#include <cstring>

namespace launch {

namespace {

/** Where errno alone misleads people. */
struct Hint {
    const char* action;
    const char* text;
    int number;
};

constexpr Hint hints[] = {
    {"join", "it takes rights over that: an ordinary user joins its user namespace, too", EPERM},
    {"join", "it is the caller's own, or it does not lie below that", EINVAL},
    {"set clock", "a clock can neither go below zero nor far into the future", ERANGE},
    {"keep namespace", "only root can keep one; else keep a process and --join that", EPERM},
    {"keep namespace",
     "a mount namespace can be kept below a private mount only: mount --make-private", EINVAL},
    {"clone", "this kernel lacks a kind of namespace that was asked for", EINVAL},
    {"set mount attributes", "launch needs Linux 5.12", ENOSYS},
    {"create directory", "make it in the root beforehand", EROFS},
    {"create file", "make it in the root beforehand", EROFS},
    {"create directory", "make it in the root beforehand", EACCES},
    {"create directory", "something is there already, or a link that leads nowhere", EEXIST},
    {"create file", "something is there already, or a link that leads nowhere", EEXIST},
    {"open",
     "a link there leads in a circle, or out through a link of /proc, or stands for /proc, "
     "/sys or /dev",
     ELOOP},
    {"set mount attributes", "a user namespace may not take such a flag of the source away", EPERM},
    {"map the ids of mount", "this kernel cannot do that for its file system", EINVAL},
    {"make interface", "this takes CAP_NET_ADMIN out here; --net=user does not", EPERM},
    {"make interface", "it is no bridge, or this kernel has no such interfaces", EOPNOTSUPP},
    {"add gateway", "it is in no network of ip=", ENETUNREACH},
    {"add gateway", "it is in no network of ip=", EHOSTUNREACH},
    {"map the ids of mount", "this needs root of the machine", EPERM},
    {"create link", "make it in the root beforehand", EROFS},
    {"create link", "something else is there", EEXIST},
    {"lay overlay",
     "an overlay takes directories that do not lie in one another, and in a user namespace nothing "
     "may be mounted below its lower one: name one by --root, or use --copy",
     EINVAL},
    {"set propagation", "this is a chroot into what is no mount point: bind it on itself first",
     EINVAL},
    {"open", "in a user namespace a tree is taken whole: rbind, or --bind", EINVAL},
    {"unmount", "a process uses it, or something else is mounted below it", EBUSY},
    {"chroot", "this needs root", EPERM},
    {"open file system", "load its module, if this kernel has one", ENODEV},
    {"set groups", "the id is not mapped into the user namespace", EINVAL},
    {"set groups", "this user namespace forbids setgroups: leave --uid and --gid out", EPERM},
    {"set limit",
     "raising a hard limit wants the capability sys_resource, and nofile ends "
     "at the sysctl fs.nr_open",
     EPERM},
    {"write", "lowering it wants the capability sys_resource", EACCES},
    {"set nice value", "lowering it wants the capability sys_nice", EACCES},
    {"set processors", "none of them is there, or allowed to launch itself", EINVAL},
    {"set gid", "the id is not mapped into the user namespace", EINVAL},
    {"set uid", "the id is not mapped into the user namespace", EINVAL},
    {"load filter", "without no_new_privs this needs CAP_SYS_ADMIN", EACCES},
    {"load filter", "the kernel takes no such program, or has no seccomp filters", EINVAL},
    {"find Landlock", "this kernel has no Landlock: boot a newer one", ENOSYS},
    {"find Landlock", "Landlock is turned off: see lsm= of the kernel's command line", EOPNOTSUPP},
    {"clone", "there may be no more processes: see --pids, whose number counts the init, too",
     EAGAIN},
    {"make cgroup below",
     "only root can, or who was given one: systemd-run --user --scope -p Delegate=yes launch ...",
     EACCES},
    {"make cgroup below", "mount it writable", EROFS},
    {"make cgroup below", "that name is in use", EEXIST},
    {"make cgroup below", "it holds processes: start launch in a child of it", EBUSY},
    {"make cgroup below", "a controller is missing: see its cgroup.controllers", ENOENT},
    {"limit by", "this kernel does not count that; swap needs swapaccount=1", ENOENT},
    {"limit by", "not a whole disk", ENODEV},
    {"execute", "a script's first line must name its interpreter, as in #!/bin/sh", ENOEXEC},
};

/** The kernel shows no more of its own than the caller sees already (mount_too_revealing()). */
bool reveals(const Step* step) {
    const auto* const mount = step == nullptr ? nullptr : std::get_if<Mount>(step);
    if (mount == nullptr) return false;
    return std::strcmp(mount->type, "proc") == 0 || std::strcmp(mount->type, "sysfs") == 0;
}

constexpr const char* covered =
    " (hint: parts of it are covered outside, as in a container, and a user namespace may have no "
    "whole one; --share=pid for /proc, and --share=net for /sys, show the covered one)";

void add_hint(Text& out, const Error& error) {
    for (const Hint& hint : hints) {
        const bool fits = std::strcmp(hint.action, error.action()) == 0;
        if (fits && hint.number == error.number()) out.add(" (hint: ").add(hint.text).add(")");
    }
}

void add_reason(Text& out, const Error& error) {
    if (error.number() == 0) {
        out.add(error.reason());
    } else {
        out.add(error_text(error.number()));
    }
    if (error.nearest() != nullptr) out.add(" (did you mean ").add(error.nearest()).add("?)");
}

const Step* failed_step(const Report& report, const Plan& plan) {
    const auto steps = plan.steps(report.place);
    return report.step < steps.size() ? &steps[report.step] : nullptr;
}

void word_plainly(Text& out, const Step* step, const Error& error) {
    if (step != nullptr) describe_step(out, *step);
    if (step != nullptr) out.add(": ");
    if (step == nullptr || error.object != nullptr) {
        word_error(out, error);
    } else {
        add_reason(out, error);
    }
}

} // namespace

void word_error(Text& out, const Error& error) {
    out.add(error.action());
    if (error.object != nullptr) out.add(" ").add(error.object);
    out.add(": ");
    add_reason(out, error);
}

void word_step(Text& out, const Step* step, const Error& error) {
    word_plainly(out, step, error);
    add_hint(out, error);
}

void word_report(Text& out, const Report& report, const Plan& plan) {
    const Step* const step = failed_step(report, plan);
    word_plainly(out, step, report.error);
    if (report.note[0] != '\0') {
        out.add(" (").add(report.note.data()).add(")");
        return;
    }
    const bool new_user = (plan.namespaces & CLONE_NEWUSER) != 0;
    if (report.error.number() == EPERM && new_user && reveals(step)) out.add(covered);
    add_hint(out, report.error);
}

int failure_code(const Report& report, const Plan& plan) {
    const Step* const step = failed_step(report, plan);
    if (step == nullptr || !std::holds_alternative<Execute>(*step)) return 125;
    return report.error.number() == ENOENT || report.error.number() == ENOTDIR ? 127 : 126;
}

int exit_code(const Status& status) {
    if (status.kind == Status::Kind::exited) return status.value;
    if (status.kind == Status::Kind::timed_out) return 124;
    return status.kind == Status::Kind::signaled ? 128 + status.value : 0;
}

void word_status(Text& out, const Status& status) {
    switch (status.kind) {
    case Status::Kind::exited:
        out.add("the command exited with status ").number(static_cast<unsigned>(status.value));
        return;
    case Status::Kind::signaled:
        out.add("the command was killed by signal ").number(static_cast<unsigned>(status.value));
        if (const char* const name = signal_name(status.value)) out.add(" (SIG").add(name).add(")");
        return;
    case Status::Kind::requested:
        out.add(power_name(status.power)).add(" was asked for from inside");
        return;
    case Status::Kind::timed_out: out.add("the command was ended after its --timeout"); return;
    }
}

void word_usage(Text& out, const Usage& usage, const CgroupWish& wish) {
    if (usage.counts[oom_kills] != 0) {
        out.add("the command ran out of memory");
        if (wish.words[memory_limit] == nullptr) return;
        out.add(" (--memory ").add(wish.words[memory_limit]).add(")");
        return;
    }
    out.add("usage:");
    for (unsigned count = 0; count < usage.counts.size(); ++count) {
        out.add(" ").add(name_at(usage_names, count)).add(" ").number(usage.counts[count]);
    }
}

void record_status(Text& out, const Status& status) {
    if (status.kind == Status::Kind::requested) {
        out.add("request ").add(power_name(status.power)).add("\n");
        return;
    }
    if (status.kind == Status::Kind::timed_out) {
        out.add("timeout\n");
        return;
    }
    out.add(status.kind == Status::Kind::exited ? "exit " : "signal ");
    out.number(static_cast<unsigned>(status.value)).add("\n");
}

void record_failure(Text& out, int code, std::string_view sentence) {
    out.add("failed ").number(static_cast<unsigned>(code)).add(" ");
    out.add_printable(sentence).add("\n");
}

const char* power_name(Power power) {
    switch (power) {
    case Power::off: return "poweroff";
    case Power::reboot: return "reboot";
    case Power::halt: return "halt";
    }
    return "";
}

} // namespace launch
