#include "life/spawn.hpp"

#include "life/joiner.hpp"
#include "life/refusal.hpp"
#include "steps/targets.hpp"

namespace launch {

namespace {

Report report_between(const Error& error) {
    return {Place::outside, Report::no_step, error, {}};
}

/** The steps that are done before there is an init. What they open, it inherits. */
std::expected<void, Report> do_prepare(const Plan& plan, Context& context, Trace trace) {
    for (std::size_t index = 0; index < plan.prepare.size(); ++index) {
        const auto done = apply_step(plan.prepare[index], context);
        if (!done) {
            return std::unexpected(report_at(Place::prepare, index, done.error(), context.note));
        }
        if (trace != nullptr) trace(plan.prepare[index]);
    }
    return {};
}

/** The steps that need the init's pid, then the word to go on. */
std::expected<void, Report> do_outside(const Plan& plan, Context& context, const Child& child,
                                       Trace trace) {
    if (!plan.gated()) return {};
    for (std::size_t index = 0; index < plan.outside.size(); ++index) {
        const auto done = apply_step(plan.outside[index], context);
        if (!done) {
            return std::unexpected(report_at(Place::outside, index, done.error(), context.note));
        }
        if (const auto* const held = std::get_if<HoldTree>(&plan.outside[index])) {
            hand_over(child.channel, held->slot, std::move(context.trees[held->slot]));
        }
        if (trace != nullptr) trace(plan.outside[index]);
    }
    tell(child.channel, {.kind = Message::Kind::go});
    return {};
}

/** Listens until the command runs. The init closing the channel without a word is a failure. */
std::expected<void, Report> await_running(const Plan& plan, Context& context, const Child& child,
                                          Trace trace) {
    Message message;
    while (hear(child.channel, message, true) == Hear::message) {
        const Report& report = message.report;
        if (message.kind == Message::Kind::failed) return std::unexpected(report);
        if (message.kind == Message::Kind::running) return {};
        if (message.kind == Message::Kind::made) {
            static_cast<void>(context.made.push(message.made)); // the init's list is as long
        }
        if (message.kind == Message::Kind::did) trace(plan.steps(report.place)[report.step]);
    }
    return std::unexpected(
        report_between(Error(Refusal{"start", "the init was killed before the command ran"})));
}

/** Clones the init into its namespaces, from a joiner where there is something to enter first. */
std::expected<pid_t, Report> clone_init(const Plan& plan, Context& context, Pair& pair,
                                        Descriptor& root, const Inherited& inherited, Trace trace) {
    if (!plan.joiner.empty()) return start_joined(plan, context, pair, root, inherited, trace);
    const auto process = fork_into(plan.namespaces);
    if (!process) return std::unexpected(report_between(process.error()));
    if (*process == 0) {
        pair.ours.close();
        run_init(plan, context, std::move(pair.theirs), inherited, trace != nullptr);
    }
    pair.theirs.close();
    return *process;
}

} // namespace

std::expected<Child, Report> spawn(const Plan& plan, Context& context, const Descriptor& root,
                                   const Inherited& inherited, Trace trace) {
    if (auto prepared = do_prepare(plan, context, trace); !prepared) {
        return std::unexpected(prepared.error());
    }
    auto pair = socket_pair();
    if (!pair) return std::unexpected(report_between(pair.error()));
    Descriptor joined_root;
    auto cloned = clone_init(plan, context, *pair, joined_root, inherited, trace);
    if (!cloned) {
        explain_refusal(plan, cloned.error());
        return std::unexpected(cloned.error());
    }
    Child child{*cloned, std::move(pair->ours)};
    context.child = child.init;
    auto running = do_outside(plan, context, child, trace);
    if (running) running = await_running(plan, context, child, trace);
    if (running) return child;
    child.channel.close(); // an init that still waits for its word ends now
    static_cast<void>(reap(child.init, true));
    const Descriptor& made_in = plan.joins_mounts ? joined_root : root;
    remove_made(context.root ? context.root : made_in, context.made);
    release_kept(context);
    explain_refusal(plan, running.error());
    return std::unexpected(running.error());
}

} // namespace launch
