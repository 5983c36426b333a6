#include "verbs/furnish.hpp"

#include "plan/tables.hpp"
#include "steps/targets.hpp"
#include "system/system.hpp"
#include "verbs/run.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <linux/magic.h>

namespace launch {

namespace {

// <linux/mount.h> lacks these two.
constexpr int no_link = 8;           ///< UMOUNT_NOFOLLOW
constexpr int at_once = no_link | 2; ///< MNT_DETACH: of what failed half-way, we hold descriptors

constexpr Step system_tree[] = {Mount{"sysfs", "/sys", no_programs | MS_RDONLY}};
static_assert(std::holds_alternative<Mount>(standard_mounts[0])); // proc; the rest is /dev

/** A place in the root, what statfs(2) says of the file system there, and the steps to mount it. */
struct Furnishing {
    const char* place;
    std::uint32_t type;
    std::span<const Step> steps;
};

constexpr Furnishing furnishings[] = {
    {"/sys", SYSFS_MAGIC, system_tree},
    {"/proc", PROC_SUPER_MAGIC, std::span(standard_mounts).first<1>()},
    {"/dev", TMPFS_MAGIC, std::span(standard_mounts).subspan<1>()},
};

/** Half of /dev is what an interrupted `unmount` leaves: it goes on there, `mount` does not. */
enum class State { bare, ours, half, foreign };

/** Our /dev is told from any other by a device that is a mount of its own, on a plain file. */
Result<State> look(const Context& context, const Furnishing& furnishing) {
    const auto place = open_in_root(context.root, furnishing.place, O_PATH, Links::refuse);
    if (!place && place.error().number == ENOENT) return State::bare;
    if (!place) return std::unexpected(place.error());
    const std::uint32_t type = mounted_type(*place);
    if (type == 0) return State::bare;
    if (type != furnishing.type) return State::foreign;
    if (furnishing.steps.size() == 1) return State::ours;
    const auto device = open_at(place->get(), "null", O_PATH | O_NOFOLLOW);
    if (!device) return State::foreign;
    if (mounted_type(*device) != 0) return State::ours;
    return check_device(*device, 1, 3) ? State::foreign : State::half;
}

/** The name that a step has mounted in /dev; null when it has not. */
const char* name_of_mount(const Step& step) {
    if (const auto* const node = std::get_if<DeviceNode>(&step)) return node->name;
    if (const auto* const tree = std::get_if<DeviceMount>(&step)) return tree->name;
    return nullptr;
}

/**
 * Unmounts what is mounted at the place, and at first what the steps have mounted in it. Names are
 * one component, below directories that are held: no link can redirect them.
 */
Result<> take_down(const Context& context, const Furnishing& furnishing, int flags) {
    auto place = open_in_root(context.root, furnishing.place, O_PATH, Links::refuse);
    Result<> done = place ? change_directory(*place) : std::unexpected(place.error());
    if (place) place->close(); // it would keep the mount busy
    for (auto step = furnishing.steps.rbegin(); done && step != furnishing.steps.rend(); ++step) {
        const char* const name = name_of_mount(*step);
        if (name == nullptr) continue;
        done = unmount(name, flags);
        const bool gone = !done && (done.error().number == EINVAL || done.error().number == ENOENT);
        if (gone) done = {};
    }
    if (done) done = change_directory(context.root);
    if (done) done = unmount(furnishing.place + 1, flags); // "proc"
    if (!done) done.error().object = furnishing.place;
    return done;
}

/** Does the steps; a failure undoes them. */
bool set_up(Context& context, const Furnishing& furnishing, Stop& why) {
    for (const Step& step : furnishing.steps) {
        const auto done = apply_step(step, context);
        if (done) continue;
        Plan failed;
        static_cast<void>(failed.init.push(step));
        word_report(why.sentence, {Place::init, 0, done.error(), {}}, failed);
        if (&step != furnishing.steps.data())
            static_cast<void>(take_down(context, furnishing, at_once));
        return false;
    }
    return true;
}

/** Opens and locks the root that the words name. */
bool open_root(std::span<char* const> words, Context& context, Stop& why) {
    if (words.size() != 1) {
        return why.because({0, "read words", nullptr, "exactly one directory is wanted"});
    }
    if (own_credentials().elevated) {
        return why.because({0, "start", nullptr, "launch must not be set-user-id"});
    }
    auto root = open_at(here, words[0], O_RDONLY | O_DIRECTORY);
    if (!root) return why.because(root.error());
    const auto own_root = open_at(here, "/", O_PATH);
    if (!own_root || same_file(*root, *own_root)) {
        return why.because({0, "open", words[0], "this is the root that launch itself is in"});
    }
    if (const auto locked = lock(*root); !locked) return why.because(locked.error());
    context.root = std::move(*root);
    return true;
}

/** The states of all places; one that holds something foreign is a failure. */
bool look_at_all(const Context& context, State wanted, std::span<State> states, Stop& why) {
    for (std::size_t index = 0; index < states.size(); ++index) {
        const char* const place = furnishings[index].place;
        const auto state = look(context, furnishings[index]);
        if (!state) return why.because(state.error());
        const bool goes_on = *state == State::half && wanted == State::ours;
        states[index] = goes_on ? State::ours : *state;
        if (states[index] >= State::half) {
            return why.because({0, "look at", place, "something else is mounted there"});
        }
    }
    return true;
}

/** What a verb does with a place that is in the state it is for. */
using Act = bool (*)(Context& context, const Furnishing& furnishing, Stop& why);

bool remove(Context& context, const Furnishing& furnishing, Stop& why) {
    const auto done = take_down(context, furnishing, no_link);
    if (done) return true;
    word_report(why.sentence, {Place::init, Report::no_step, done.error(), {}}, {});
    return false;
}

/** Both verbs: does all, or, when it is to set up, nothing. Answers the exit code. */
int act_on_root(std::span<char* const> words, State wanted, Act act, std::string_view idle) {
    Context context;
    Stop why;
    State states[std::size(furnishings)] = {};
    bool well = open_root(words, context, why) && look_at_all(context, wanted, states, why);
    if (well && std::ranges::count(states, wanted) == 0) say(idle);
    std::size_t index = 0;
    for (; well && index < std::size(furnishings); ++index) {
        if (states[index] == wanted) well = act(context, furnishings[index], why);
    }
    if (well) return 0;
    while (wanted == State::bare && index > 1) { // the one that failed has undone itself
        if (states[--index - 1] == wanted) {
            static_cast<void>(take_down(context, furnishings[index - 1], at_once));
        }
    }
    remove_made(context.root, context.made);
    say(why.sentence.view());
    return why.code;
}

} // namespace

int furnish(std::span<char* const> words, SignalSet) {
    return act_on_root(words, State::bare, set_up, "sys, proc and dev are mounted there already");
}

int unfurnish(std::span<char* const> words, SignalSet) {
    return act_on_root(words, State::ours, remove, "nothing of launch is mounted there");
}

} // namespace launch
