#include "life/joiner.hpp"

#include "system/credentials.hpp"

#include <fcntl.h>

namespace launch {

namespace {

/** The joiner at work. */
class Joiner {
public:
    Joiner(const Plan& plan, Context& context, const Inherited& inherited, bool trace)
        : plan(plan), context(context), inherited(inherited), trace(trace) {}

    [[noreturn]] void run(Descriptor& channel) {
        die_with_parent();
        // Whoever is in a joined namespace must not reach the outside through us or our child.
        if (plan.hides) forbid_dumping();
        for (std::size_t index = 0; index < plan.joiner.size(); ++index) {
            const auto done = apply_step(plan.joiner[index], context);
            if (!done) fail(channel, report_at(Place::joiner, index, done.error(), context.note));
            const auto step = static_cast<std::uint16_t>(index);
            if (trace) {
                tell(channel, {.kind = Message::Kind::did, .report = {Place::joiner, step}});
            }
        }
        const auto process = fork_into((plan.namespaces & ~plan.early) | CLONE_PARENT);
        if (!process) fail(channel, {Place::joiner, Report::no_step, process.error(), {}});
        if (*process == 0) run_init(plan, context, std::move(channel), inherited, trace);
        // The caller undoes what the init makes in the root; a root that is missing the init tells.
        Descriptor root;
        if (plan.joins_mounts) {
            if (auto opened = open_at(here, plan.root, O_PATH | O_DIRECTORY)) {
                root = std::move(*opened);
            }
        }
        tell(channel, {.kind = Message::Kind::started, .value = *process}, root.get());
        exit_now(0);
    }

private:
    [[noreturn]] static void fail(const Descriptor& channel, const Report& report) {
        tell(channel, {.kind = Message::Kind::failed, .report = report});
        exit_now(125);
    }

    const Plan& plan;
    Context& context;
    const Inherited& inherited;
    bool trace;
};

/** What the joiner, which has ended, has left in the channel. */
std::expected<pid_t, Report> read_result(const Plan& plan, const Descriptor& channel,
                                         Descriptor& root, Trace trace) {
    Message message;
    while (hear(channel, message, false, &root) == Hear::message) {
        const Report& report = message.report;
        if (message.kind == Message::Kind::failed) return std::unexpected(report);
        if (message.kind == Message::Kind::did) trace(plan.joiner[report.step]);
        if (message.kind == Message::Kind::started) return message.value;
    }
    return std::unexpected(Report{
        Place::joiner, Report::no_step, Error(Refusal{"start", "the joiner was killed"}), {}});
}

} // namespace

std::expected<pid_t, Report> start_joined(const Plan& plan, Context& context, Pair& channel,
                                          Descriptor& root, const Inherited& inherited,
                                          Trace trace) {
    const auto process = fork_into(0);
    if (!process) {
        return std::unexpected(Report{Place::joiner, Report::no_step, process.error(), {}});
    }
    if (*process == 0) {
        channel.ours.close();
        Joiner(plan, context, inherited, trace != nullptr).run(channel.theirs);
    }
    channel.theirs.close();
    static_cast<void>(reap(*process, true));
    return read_result(plan, channel.ours, root, trace);
}

} // namespace launch
