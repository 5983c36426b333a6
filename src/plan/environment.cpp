/** The command's environment. */
#include "plan/plan.hpp"

#include <algorithm>
#include <string_view>

namespace launch {

namespace {

/** Sets variables in the memory it was given; the last setting of a name counts. */
class Environment {
public:
    explicit Environment(std::span<char*> memory) : memory(memory) {}

    /** `variable` is NAME=VALUE; execve(2) takes pointers to writable bytes but writes none. */
    char** set(const char* variable) {
        const auto at = find({variable, std::string_view(variable).find('=') + 1});
        *at = const_cast<char*>(variable); // NOLINT(*-const-cast)
        used = std::max(used, static_cast<std::size_t>(at - memory.begin()) + 1);
        return &*at;
    }

    void set_default(const char* variable) {
        const auto at = find({variable, std::string_view(variable).find('=') + 1});
        if (static_cast<std::size_t>(at - memory.begin()) == used) set(variable);
    }

    /** Takes a variable over as it is, without looking for an earlier one. */
    void append(char* variable) { memory[used++] = variable; }
    void end() { memory[used] = nullptr; }

private:
    /** Where a variable that starts with `name` ("PATH=") is, or the first free place. */
    [[nodiscard]] std::span<char*>::iterator find(std::string_view name) const {
        return std::find_if(
            memory.begin(), memory.begin() + static_cast<std::ptrdiff_t>(used),
            [&](const char* each) { return std::string_view(each).starts_with(name); });
    }

    std::span<char*> memory;
    std::size_t used = 0;
};

void inherit(Environment& environment, const Spec& spec, char* const* inherited) {
    for (; *inherited != nullptr; ++inherited) {
        const bool terminal = std::string_view(*inherited).starts_with("TERM=");
        if (terminal || !spec.clear_environment) environment.append(*inherited);
    }
}

} // namespace

char** fill_environment(const Spec& spec, const Facts& facts, char* const* inherited,
                        std::span<char*> memory) {
    Environment environment(memory);
    if (!facts.machine) inherit(environment, spec, inherited);
    environment.set("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    const bool is_root = spec.user_name == nullptr && spec.user.value_or(0) == 0;
    char** const home = environment.set(is_root ? "HOME=/root" : "HOME=/");
    const char* const standard = *home;
    environment.set_default(facts.machine ? "TERM=linux" : "TERM=dumb");
    for (const char* variable : spec.environment) environment.set(variable);
    environment.end();
    return *home == standard ? home : nullptr;
}

} // namespace launch
