#include "life/spawn.hpp"

#include "life/early.hpp"
#include "life/init.hpp"
#include "life/joiner.hpp"
#include "life/refusal.hpp"
#include "steps/targets.hpp"

namespace launch {

namespace {

bool stop_between(Start& start, const Error& error) {
    return start.stop(Place::outside, Report::no_step, error);
}

/** Does the caller's own steps; what they open before there is an init, that inherits. */
bool do_steps(Start& start, Place place) {
    const auto steps = start.plan.steps(place);
    for (std::size_t index = 0; index < steps.size(); ++index) {
        if (!start.do_step(place, index)) return false;
        if (const auto* const held = std::get_if<HoldTree>(&steps[index])) {
            hand_over(start.channel, held->slot, std::move(start.context.trees[held->slot]));
        }
        if (start.trace != nullptr) start.trace(steps[index]);
    }
    return true;
}

/** The steps that need the init's pid, then the word to go on. */
bool do_outside(Start& start) {
    if (!start.plan.gated()) return true;
    if (!do_steps(start, Place::outside)) return false;
    tell(start.channel, Message::Kind::go);
    return true;
}

/** Notes what the init has made, and what that is in. */
void note_made(Context& context, const Made& made, Descriptor& place) {
    if (context.made.full()) return; // the init's is as long
    context.made_in[context.made.size()] = std::move(place);
    static_cast<void>(context.made.push(made));
}

/** The init closing the channel without a word is a failure. */
bool stop_unheard(Start& start) {
    const Refusal early{"start", "a signal came before the command ran"};
    const Refusal killed{"start", "the init was killed before the command ran"};
    return stop_between(start, start.ended_by != 0 ? early : killed);
}

/** Reads what the init says; false when the command runs, or never will. */
bool listen_on(Start& start, bool& running) {
    Message message;
    Descriptor place;
    while (true) {
        const Hear heard = hear(start.channel, message, false, &place);
        const Report& report = message.report;
        if (heard == Hear::nothing) return true;
        if (heard == Hear::closed) return stop_unheard(start);
        if (message.kind == Message::Kind::failed) return start.stop(report);
        running = message.kind == Message::Kind::running;
        if (running) return false;
        if (message.kind == Message::Kind::made) note_made(start.context, message.made, place);
        if (message.kind == Message::Kind::did) {
            start.trace(start.plan.steps(report.place)[report.step]);
        }
    }
}

/** Listens until the command runs, or what comes early ends the set-up. */
bool await_running(Start& start) {
    Early early(start);
    bool running = false;
    do {
        early.wait();
    } while (listen_on(start, running));
    if (!running) return false;
    if (start.ended_by != 0) return stop_unheard(start); // it began to run as it was killed
    early.pass_on();
    return true;
}

/** Clones the init into its namespaces, from a joiner where there is something to enter first. */
bool clone_init(Start& start) {
    auto pair = socket_pair();
    if (!pair) return stop_between(start, pair.error());
    start.channel = std::move(pair->ours);
    if (!start.plan.joiner.empty()) return start_joined(start, pair->theirs);
    const auto process = fork_into(start.plan.namespaces);
    if (!process) return stop_between(start, process.error());
    if (*process == 0) {
        start.channel.close(); // the caller's
        start.channel = std::move(pair->theirs);
        run_init(start);
    }
    start.context.child = *process;
    return true;
}

} // namespace

bool spawn(Start& start, Child& child) {
    if (!do_steps(start, Place::prepare)) return false;
    const bool cloned = clone_init(start);
    child.init = start.context.child;
    if (cloned && do_outside(start) && await_running(start)) {
        child.channel = std::move(start.channel);
        for (Descriptor& place : start.context.made_in) place.close(); // it stays now
        return true;
    }
    start.channel.close(); // an init that still waits for its word ends now
    if (cloned) static_cast<void>(reap(child.init, true));
    remove_made(start.context);
    release_kept(start.context);
    explain_refusal(start.plan, start.why);
    return false;
}

} // namespace launch
