/** Which of the two launch is: the PID 1 of a machine, or a launcher. */
#include "base/literal.hpp"
#include "plan/survey.hpp"
#include "system/signals.hpp"
#include "verbs/run.hpp"
#include "verbs/verbs.hpp"

[[gnu::used]] int main(int count, char** words) { // system/start.cpp calls it
    // First of all, so that no signal sent early is lost: they are read, not delivered.
    const launch::SignalSet blocked = launch::block_signals(launch::all_signals);
    const bool machine = launch::is_machine();
    launch::unpack_tables(machine);
    if (machine) launch::run_machine();
    const std::span<char*> all(words, static_cast<std::size_t>(count));
    return launch::act(all.subspan(all.empty() ? 0 : 1), blocked);
}
