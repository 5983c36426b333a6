#include "life/wording.hpp"

#include "base/errnos.hpp"
#include "steps/tell.hpp"
#include "system/signals.hpp"

#include <cerrno>
#include <cstring>

namespace launch {

namespace {

/** Where errno alone misleads people; packed, as a table of these is a third larger else. */
struct [[gnu::packed]] Hint {
    Literal action;
    Literal text;
    std::uint8_t number;
};

constexpr Hint hints[] = {
    {"join"_t, "it takes rights over that: an ordinary user joins its user namespace, too"_t,
     EPERM},
    {"join"_t, "it is the caller's own, or it does not lie below that"_t, EINVAL},
    {"set clock"_t, "a clock can neither go below zero nor far into the future"_t, ERANGE},
    {"keep namespace"_t, "only root can keep one; else keep a process and --join that"_t, EPERM},
    {"keep namespace"_t,
     "a mount namespace can be kept below a private mount only: mount --make-private"_t, EINVAL},
    {"clone"_t, "this kernel lacks a kind of namespace that was asked for"_t, EINVAL},
    {"set mount attributes"_t, "launch needs Linux 5.12"_t, ENOSYS},
    {"create directory"_t, "make it in the root beforehand"_t, EROFS},
    {"create file"_t, "make it in the root beforehand"_t, EROFS},
    {"create directory"_t, "make it in the root beforehand"_t, EACCES},
    {"create directory"_t, "something is there already, or a link that leads nowhere"_t, EEXIST},
    {"create file"_t, "something is there already, or a link that leads nowhere"_t, EEXIST},
    {"open"_t,
     "a link there leads in a circle, or out through a link of /proc, or stands for /proc, "
     "/sys or /dev"_t,
     ELOOP},
    {"set mount attributes"_t, "a user namespace may not take such a flag of the source away"_t,
     EPERM},
    {"map the ids of mount"_t, "this kernel cannot do that for its file system"_t, EINVAL},
    {"make interface"_t, "this takes CAP_NET_ADMIN out here; --net=user does not"_t, EPERM},
    {"make interface"_t, "it is no bridge, or this kernel has no such interfaces"_t, EOPNOTSUPP},
    {"add gateway"_t, "it is in no network of ip="_t, ENETUNREACH},
    {"add gateway"_t, "it is in no network of ip="_t, EHOSTUNREACH},
    {"map the ids of mount"_t, "this needs root of the machine"_t, EPERM},
    {"create link"_t, "make it in the root beforehand"_t, EROFS},
    {"create link"_t, "something else is there"_t, EEXIST},
    {"lay overlay"_t,
     "an overlay takes directories that do not lie in one another, and in a user namespace nothing "
     "may be mounted below its lower one: name one by --root, or use --copy"_t,
     EINVAL},
    {"set propagation"_t, "this is a chroot into what is no mount point: bind it on itself first"_t,
     EINVAL},
    {"open"_t, "in a user namespace a tree is taken whole: rbind, or --bind"_t, EINVAL},
    {"unmount"_t, "a process uses it, or something else is mounted below it"_t, EBUSY},
    {"chroot"_t, "this needs root"_t, EPERM},
    {"open file system"_t, "load its module, if this kernel has one"_t, ENODEV},
    {"set groups"_t, "the id is not mapped into the user namespace"_t, EINVAL},
    {"set groups"_t, "this user namespace forbids setgroups: leave --uid and --gid out"_t, EPERM},
    {"set limit"_t,
     "raising a hard limit wants the capability sys_resource, and nofile ends "
     "at the sysctl fs.nr_open"_t,
     EPERM},
    {"write"_t, "lowering it wants the capability sys_resource"_t, EACCES},
    {"set nice value"_t, "lowering it wants the capability sys_nice"_t, EACCES},
    {"set processors"_t, "none of them is there, or allowed to launch itself"_t, EINVAL},
    {"set gid"_t, "the id is not mapped into the user namespace"_t, EINVAL},
    {"set uid"_t, "the id is not mapped into the user namespace"_t, EINVAL},
    {"load filter"_t, "without no_new_privs this needs CAP_SYS_ADMIN"_t, EACCES},
    {"load filter"_t, "the kernel takes no such program, or has no seccomp filters"_t, EINVAL},
    {"find Landlock"_t, "this kernel has no Landlock: boot a newer one"_t, ENOSYS},
    {"find Landlock"_t, "Landlock is turned off: see lsm= of the kernel's command line"_t,
     EOPNOTSUPP},
    {"make cgroup below"_t,
     "only root can, or who was given one: systemd-run --user --scope -p Delegate=yes launch ..."_t,
     EACCES},
    {"make cgroup below"_t, "mount it writable"_t, EROFS},
    {"make cgroup below"_t, "that name is in use"_t, EEXIST},
    {"make cgroup below"_t, "it holds processes: start launch in a child of it"_t, EBUSY},
    {"make cgroup below"_t, "a controller is missing: see its cgroup.controllers"_t, ENOENT},
    {"limit by"_t, "this kernel does not count that; swap needs swapaccount=1"_t, ENOENT},
    {"limit by"_t, "not a whole disk"_t, ENODEV},
    {"execute"_t, "a script's first line must name its interpreter, as in #!/bin/sh"_t, ENOEXEC},
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
    for (const Hint& hint : hints) {
        const bool fits = error.action() == Literal(hint.action);
        if (fits && error.is(hint.number)) out.add(" (hint: "_t).add(Literal(hint.text)).add(")");
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
    if (*error.action().packed == '-') out.add("read "); // the name of an option
    out.add(error.action());
    if (error.object != nullptr) out.add(" ").add(error.object);
    out.add(": ");
    add_reason(out, error);
}

void word_step(Text& out, const Step* step, Error error) {
    word_plainly(out, step, error);
    add_hint(out, error);
}

void word_report(Text& out, const Report& report, const Plan& plan) {
    const Step* const step = failed_step(report, plan);
    word_plainly(out, step, report.error);
    if (report.note[0] != '\0') {
        tell(out, " (%)"_t, report.note.data());
        return;
    }
    const bool new_user = (plan.namespaces & CLONE_NEWUSER) != 0;
    if (report.error.is(EPERM) && new_user && reveals(step)) out.add(covered());
    add_hint(out, report.error);
}

int failure_code(const Report& report, const Plan& plan) {
    const Step* const step = failed_step(report, plan);
    if (step == nullptr || !std::holds_alternative<Execute>(*step)) return 125;
    return report.error.is(ENOENT) || report.error.is(ENOTDIR) ? 127 : 126;
}

int exit_code(const Status& status) {
    if (status.kind == Status::Kind::exited) return status.value;
    if (status.kind == Status::Kind::timed_out) return 124;
    return status.kind == Status::Kind::signaled ? 128 + status.value : 0;
}

namespace {

void add_signal(Text& out, unsigned signal) {
    const char* const name = name_at(signal_names, signal - 1);
    if (*name != '\0') tell(out, " (SIG%)"_t, name);
}

} // namespace

void word_status(Text& out, const Status& status) {
    switch (status.kind) {
    case Status::Kind::exited:
        out.add("the command exited with status "_t).number(static_cast<unsigned>(status.value));
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
    out.add("usage:");
    for (unsigned count = 0; count < usage.counts.size(); ++count) {
        out.add(" ").add(name_at(usage_names, count)).add(" ").number(usage.counts[count]);
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
