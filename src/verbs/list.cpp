/** `launch list`: what runs. */
#include "verbs/enter.hpp"

#include "base/names.hpp"
#include "life/states.hpp"
#include "system/procfs.hpp"
#include "system/system.hpp"
#include "system/trees.hpp"
#include "verbs/show.hpp"

#include <array>

namespace launch {

namespace {

struct Listing {
    Output& output;
    const Descriptor& folder;
    bool follows = false;
};

/** One run of the list: its state is its JSON already. */
bool add_run(void* argument, const char* name) {
    Listing& list = *static_cast<Listing*>(argument);
    std::array<char, longest_state> memory;
    const auto state =
        is_plain_name(name) ? read_state(list.folder, name, memory) : std::string_view();
    if (state.empty()) return true;
    Text& out = list.output.text;
    if (list.output.json) {
        out.add(list.follows ? "," : "").add(state.substr(0, state.size() - 1));
    } else {
        out.add(name).space().number(find_number(state, R"("pid":)"));
        auto root = find_value(state, R"("root":)");
        out.space().add(take(root, '}')).line();
    }
    list.follows = true;
    return true;
}

Result<> add_list(Output& output) {
    if (output.target != nullptr) return refuse("list"_t, output.target, "it takes no name"_t);
    Descriptor folder;
    const bool listed = open_states(false, folder).has_value();
    Listing list{output, folder};
    if (output.json) output.text.add("[");
    Result<> done;
    if (listed) done = each_entry(folder, add_run, &list);
    if (output.json) output.text.add("]\n");
    return done;
}

} // namespace

int list_runs(std::span<char* const> words, SignalSet) {
    return show(words, add_list);
}

} // namespace launch
