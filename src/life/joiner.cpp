#include "life/joiner.hpp"

#include "life/init.hpp"
#include "system/credentials.hpp"

namespace launch {

namespace {

/** Clones the init from the joiner, and becomes it; the joiner ends when it could not. */
pid_t clone_init(Start& start) {
    pid_t process = 0;
    const auto forked = fork_into(start.plan.cloned() | CLONE_PARENT, process);
    if (!forked) {
        start.stop(Place::joiner, Report::no_step, forked.error());
        start.give_up();
    }
    if (process == 0) run_init(start);
    return process;
}

/** Nothing of the outside gets into a run that is entered, but 0, 1, 2 and what is needed for it. */
void close_all_but(const std::array<int, 3>& kept) {
    for (int first = 3; first >= 0;) {
        int next = -1; // the lowest that is kept, from `first` on
        for (const int each : kept) {
            if (each >= first && (next < 0 || each < next)) next = each;
        }
        if (next != first)
            close_from(static_cast<unsigned>(first), static_cast<unsigned>(next) - 1);
        first = next < 0 ? next : next + 1;
    }
}

/** What the joiner, which has ended, has left in the channel. */
bool read_result(Start& start) {
    Message message;
    while (hear(start.channel, message, false) == Hear::message) {
        if (message.kind == Message::Kind::failed) return start.stop(message.report);
        if (message.kind == Message::Kind::did) {
            start.trace(start.plan.joiner[message.report.step]);
        }
        if (message.kind == Message::Kind::started) {
            start.context.child = message.value;
            return true;
        }
    }
    return start.stop(Place::joiner, Report::no_step,
                      Refusal{"start"_t, "the joiner was killed"_t});
}

} // namespace

void run_joiner(Start& start) {
    const Plan& plan = start.plan;
    die_with_parent();
    // Whoever is in a joined namespace must not reach the outside through us or our child.
    if (plan.hides) forbid_dumping();
    if (plan.enters) {
        close_all_but({start.channel.get(), start.context.target.get(), start.context.root.get()});
    }
    if (!start.do_all(Place::joiner)) start.give_up();
    const pid_t init = clone_init(start);
    tell(start.channel, Message::Kind::started, init);
    exit_now(0);
}

bool await_joiner(Start& start) {
    await_end(start.context.child);
    return read_result(start);
}

} // namespace launch
