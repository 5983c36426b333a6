#include "steps/guard.hpp"

#include "system/cgroups.hpp"
#include "system/signals.hpp"
#include "system/system.hpp"
#include "system/trees.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>

namespace launch {

namespace {

using namespace std::string_view_literals;

/** Sends KILL to those of a cgroup that fit into memory; whoever asks comes again. */
void kill_members(const Descriptor& cgroup) {
    std::array<char, 4096> memory;
    auto lines = read_in(cgroup.get(), "cgroup.procs", memory);
    lines.remove_suffix(behind_last(lines, '\n').size()); // half a number is none
    while (!lines.empty()) {
        std::uint32_t process = 0;
        static_cast<void>(read_number(take_line(lines), 0x7fffffff, process)); // it stays 0 then
        if (process > 1) send_signal(static_cast<int>(process), SIGKILL);
    }
}

bool remove_cgroup(int parent, const char* name);

bool remove_child(void* parent, const char* name) {
    static_cast<void>(remove_cgroup(static_cast<const Descriptor*>(parent)->get(), name));
    return true;
}

/** Removes a cgroup in which nothing runs; else ends what runs there, and answers false. */
bool remove_cgroup(int parent, const char* name) {
    const auto removed = remove_entry(parent, name);
    if (removed || removed.error().is(ENOENT)) return true;
    Descriptor cgroup;
    if (!open_at(parent, name, O_RDONLY | O_DIRECTORY, cgroup)) return false;
    if (!write_file(cgroup.get(), "cgroup.kill", "1"sv)) {
        // Nobody forks meanwhile, and no number is used anew; who is held does not die, though.
        static_cast<void>(freeze(cgroup.get(), true));
        kill_members(cgroup);
    }
    static_cast<void>(each_entry(cgroup, remove_child, &cgroup));
    static_cast<void>(freeze(cgroup.get(), false));
    return false;
}

void remove_places(const CgroupPlaces& places) {
    bool left = true;
    for (int pause = 1; left; pause = std::min(2 * pause, 100)) {
        left = false;
        for (const CgroupPlace& place : places) {
            left = (place.made && !remove_cgroup(here, place.path.data())) || left;
        }
        if (left) wait_for({}, pause);
    }
}

/** One packet. */
std::span<char> bytes_of(MadeCgroup& made) {
    return {reinterpret_cast<char*>(&made), sizeof made}; // NOLINT(*-reinterpret-cast)
}

/** The guard at work. It hears nothing from launch but its end. */
[[noreturn]] void be_guard(Attempt& attempt, const CgroupWish& wish, Cgroup& cgroup,
                           const Descriptor& launch) {
    static_cast<void>(new_session());
    close_all_but(launch, 0);
    MadeCgroup& made = cgroup.made;
    const bool well = make_places(attempt, wish, made.places);
    made.error = attempt.result(well).error();
    if (!well) remove_places(made.places);
    std::size_t size = 0;
    static_cast<void>(write_some(launch.get(), bytes_of(made), size));
    char word = 0;
    if (well) static_cast<void>(read_some(launch.get(), {&word, 1}, size)); // until launch is gone
    if (well) remove_places(made.places);
    exit_now(0);
}

} // namespace

bool start_guard(Attempt& attempt, const CgroupWish& wish, Cgroup& cgroup) {
    Pair pair;
    pid_t& process = cgroup.guarding;
    if (!attempt.ok(socket_pair(pair)) || !attempt.ok(fork_into(0, process))) return false;
    if (process == 0) be_guard(attempt, wish, cgroup, pair.theirs);
    cgroup.guard = std::move(pair.ours);
    pair.theirs.close();
    // It is a copy of us, so that its pointers are right here, too.
    std::size_t size = 0;
    static_cast<void>(read_some(cgroup.guard.get(), bytes_of(cgroup.made), size));
    if (size == 0) return attempt.fail({"start"_t, "its guard was killed"_t});
    return !cgroup.made.error || attempt.fail(cgroup.made.error);
}

void dismiss_guard(Cgroup& cgroup) {
    if (!cgroup.guard) return;
    constexpr int patience = 5000;
    const char word = 0;
    std::size_t size = 0;
    static_cast<void>(write_some(cgroup.guard.get(), {&word, 1}, size));
    std::array<pollfd, 1> watched = {{{cgroup.guard.get(), POLLIN, 0}}};
    wait_for(watched, patience); // for its end
    cgroup.guard.close();
    if (watched[0].revents == 0) return; // it goes on by itself
    Ended ended;
    if (!reap(cgroup.guarding, true, ended) || ended.signaled) remove_places(cgroup.made.places);
}

} // namespace launch
