#include "verbs/furnish.hpp"

#include "steps/targets.hpp"
#include "system/system.hpp"
#include "verbs/furnishing.hpp"
#include "verbs/run.hpp"

#include <algorithm>
#include <fcntl.h>

namespace launch {

namespace {

/** Whether the undo needs this descriptor. */
bool is_kept(const Context& context, int number) {
    return number == context.root.get() ||
           std::ranges::any_of(context.made_in,
                               [&](const Descriptor& each) { return each.get() == number; });
}

/**
 * Steps leave descriptors to an init that closes all. Here there is none, and where few are allowed
 * (then these have low numbers) the undo has to have some.
 */
void close_left(Context& context) {
    constexpr int most = 64; ///< whoever may have more has enough
    context.devices.close();
    context.proc.close();
    for (int each = 3; each < most; ++each) {
        const auto number = static_cast<unsigned>(each);
        if (!is_kept(context, each)) close_from(number, number);
    }
}

/** Does the steps; a failure undoes them. */
bool set_up(Context& context, const Furnishing& furnishing, Stop& why) {
    const WholeModes whole(context.umask);
    for (const Step& step : furnishing.steps) {
        const auto done = apply_step(step, context);
        if (done) continue;
        word_step(why.sentence, &step, done.error());
        close_left(context);
        const bool begun = &step != furnishing.steps.data();
        if (begun) static_cast<void>(take_down(context, furnishing, true));
        return false;
    }
    return true;
}

/** Opens and locks the root that the words name. */
bool open_root(std::span<char* const> words, Context& context, Stop& why) {
    if (words.size() != 1) {
        return why.because("read words"_t, "exactly one directory is wanted"_t);
    }
    if (!why.check_rights()) return false;
    if (!why.check(open_path(words[0], O_RDONLY | O_DIRECTORY, context.root))) return false;
    Descriptor own_root;
    if (!open_path("/", O_PATH, own_root) || same_file(context.root, own_root)) {
        return why.check(refuse("open"_t, words[0], "this is the root that launch itself is in"_t));
    }
    return why.check(lock(context.root));
}

/** The states of all places; one that holds something foreign is a failure. */
bool look_at_all(const Context& context, State wanted, std::span<State> states, Stop& why) {
    for (std::size_t index = 0; index < states.size(); ++index) {
        const char* const place = furnishings[index].place;
        State& state = states[index];
        if (!why.check(look(context, furnishings[index], state))) return false;
        if (state == State::half && wanted == State::ours) state = State::ours;
        if (state == State::half) {
            constexpr Literal half("half of it is there: launch unmount goes on with that"_t);
            return why.check(refuse("look at"_t, place, half));
        }
        if (state == State::foreign) {
            return why.check(refuse("look at"_t, place, "something else is mounted there"_t));
        }
    }
    return true;
}

/** What a verb does with a place that is in the state it is for. */
using Act = bool (*)(Context& context, const Furnishing& furnishing, Stop& why);

bool remove(Context& context, const Furnishing& furnishing, Stop& why) {
    const auto done = take_down(context, furnishing, false);
    if (done) return true;
    word_step(why.sentence, nullptr, done.error());
    return false;
}

/** Both verbs: does all, or, when it is to set up, nothing; and ends, which closes all. */
[[noreturn]] void act_on_root(std::span<char* const> words, State wanted, Act act, Literal idle) {
    Context context;
    Stop why;
    State states[furnishing_count] = {};
    bool well = open_root(words, context, why) && look_at_all(context, wanted, states, why);
    if (well && std::ranges::count(states, wanted) == 0) {
        why.sentence.add(idle);
        complain(why); // and all is well
    }
    std::size_t index = 0;
    for (; well && index < furnishing_count; ++index) {
        if (states[index] == wanted) well = act(context, furnishings[index], why);
    }
    if (well) exit_now(0);
    while (wanted == State::bare && index > 1) { // the one that failed has undone itself
        if (states[--index - 1] == wanted) {
            static_cast<void>(take_down(context, furnishings[index - 1], true));
        }
    }
    remove_made(context);
    exit_now(complain(why));
}

} // namespace

int furnish(std::span<char* const> words, SignalSet) {
    act_on_root(words, State::bare, set_up, "sys, proc and dev are mounted there already"_t);
}

int unfurnish(std::span<char* const> words, SignalSet) {
    act_on_root(words, State::ours, remove, "nothing of launch is mounted there"_t);
}

} // namespace launch
