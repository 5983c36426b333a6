#include "life/start.hpp"

namespace launch {

bool Start::stop(Place place, std::size_t step, Error error) {
    failed = true;
    why = {place, static_cast<std::uint16_t>(step), error, {}};
    std::ranges::copy(context.note.view().substr(0, why.note.size() - 1), why.note.begin());
    return false;
}

bool Start::stop(const Report& report) {
    failed = true;
    why = report;
    return false;
}

[[gnu::noinline]] void Start::note(Literal stage, const Step* step) const {
    timings.note(stage, step);
}

bool Start::do_step(Place place, std::size_t step) {
    const Step& wanted = plan.steps(place)[step];
    const auto done = apply_step(wanted, context);
    if (!done) return stop(place, step, done.error());
    note({}, &wanted);
    return true;
}

bool Start::do_all(Place place) {
    for (std::size_t step = 0; step < plan.steps(place).size(); ++step) {
        if (!do_step(place, step)) return false;
        tell_did(place, step);
    }
    return true;
}

void Start::tell_did(Place place, std::size_t step) const {
    if (trace == nullptr) return;
    if (!channel) return trace(plan.steps(place)[step]);
    Message message(Message::Kind::did);
    message.report.place = place;
    message.report.step = static_cast<std::uint16_t>(step);
    tell(channel, message);
}

void Start::give_up() const {
    Message message(Message::Kind::failed);
    message.report = why;
    tell(channel, message);
    exit_now(125);
}

} // namespace launch
