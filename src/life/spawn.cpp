#include "life/spawn.hpp"

#include "life/early.hpp"
#include "life/init.hpp"
#include "life/joiner.hpp"
#include "life/refusal.hpp"
#include "steps/guard.hpp"
#include "steps/targets.hpp"
#include "steps/usage.hpp"
#include "system/procfs.hpp"

namespace launch {

namespace {

bool stop_between(Start& start, Error error) {
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
    const Literal why = start.ended_by != 0 ? "a signal came before the command ran"_t
                                            : "the init was killed before the command ran"_t;
    return stop_between(start, Refusal{"start"_t, why});
}

/** Reads what the init says; false when the command runs, or never will. */
bool listen_on(Start& start, Child& child, bool& running) {
    Message message;
    Descriptor sent;
    while (true) {
        const Hear heard = hear(start.channel, message, false, &sent);
        const Report& report = message.report;
        if (heard == Hear::nothing) return true;
        // An init that has become the command has closed its end by that.
        if (heard == Hear::closed) return !running && stop_unheard(start);
        if (message.kind == Message::Kind::failed) return start.stop(report);
        if (message.kind == Message::Kind::terminal) {
            child.terminal = std::move(sent);
        } else if (message.kind == Message::Kind::running) {
            running = true;
            child.namespaces = message.namespaces;
            child.command = sent ? process_of(sent) : child.init;
            if (!child.life.no_init) return false;
        }
        if (message.kind == Message::Kind::made) note_made(start.context, message.made, sent);
        if (message.kind == Message::Kind::did) {
            start.trace(start.plan.steps(report.place)[report.step]);
        }
    }
}

/** Listens until the command runs, or what comes early ends the set-up. */
bool await_running(Start& start, Child& child) {
    Early early(start);
    bool running = false;
    do {
        early.wait();
    } while (listen_on(start, child, running));
    if (!running || start.failed) return false;
    if (start.ended_by != 0) return stop_unheard(start); // it began to run as it was killed
    early.pass_on();
    return true;
}

/** Without an init: the command becomes a child of ours. */
bool start_directly(Start& start) {
    adopt_orphans();
    start.context.init = own_process();
    return start_command(start, start.context.child);
}

/** Clones the init into its namespaces, from a joiner where there is something to enter first. */
bool clone_init(Start& start) {
    Pair pair;
    pid_t process = 0;
    Result<> done = socket_pair(pair);
    start.channel = std::move(pair.ours);
    const bool joins = !start.plan.joiner.empty();
    if (done) {
        done = joins
                   ? fork_into(0, process)
                   : fork_into(start.plan.cloned(), process, start.context.cgroup.directory.get());
    }
    if (!done) return stop_between(start, done.error());
    if (process == 0) {
        start.channel.close(); // the caller's
        start.channel = std::move(pair.theirs);
        joins ? run_joiner(start) : run_init(start);
    }
    start.context.child = process;
    if (!joins) return true;
    pair.theirs.close();
    return await_joiner(start);
}

/** All of it but what a failure leaves of the cgroup. */
bool bring_up(Start& start, Child& child) {
    child.life = start.plan.life;
    if (!do_steps(start, Place::prepare)) return false;
    if (child.life.subreaper) {
        const bool runs = start_directly(start);
        child.init = child.command = start.context.child;
        if (!runs && child.init != 0) await_end(child.init);
        return runs;
    }
    const bool cloned = clone_init(start);
    child.init = start.context.child;
    if (cloned && do_outside(start) && await_running(start, child)) {
        if (!child.life.no_init) child.channel = std::move(start.channel);
        for (Descriptor& place : start.context.made_in) place.close(); // it stays now
        return true;
    }
    start.channel.close(); // an init that still waits for its word ends now
    if (cloned) await_end(child.init);
    remove_made(start.context);
    release_kept(start.context);
    end_user_network(start.context);
    explain_refusal(start.plan, start.why);
    return false;
}

/** An init that was too large for its cgroup could not say so. */
void end_cgroup(Start& start) {
    if (!start.context.cgroup.guard) return;
    const bool killed = read_usage(start.context.cgroup.made.places, false).counts[oom_kills] != 0;
    if (killed) Text(start.why.note).add("out of memory: raise --memory"_t).c_str();
    dismiss_guard(start.context.cgroup);
}

} // namespace

bool spawn(Start& start, Child& child) {
    if (!bring_up(start, child)) {
        end_cgroup(start);
        return false;
    }
    for (const CgroupPlace& place : start.context.cgroup.made.places) {
        const bool freezes = (place.controllers & in_set(freezer_controller)) != 0;
        if (freezes || child.cgroup == nullptr) child.cgroup = place.path.data();
    }
    return true;
}

} // namespace launch
