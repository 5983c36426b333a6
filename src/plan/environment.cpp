/** The command's environment. */
#include "plan/plan.hpp"

#include <algorithm>
#include <cstring>
#include <string_view>

namespace launch {

namespace {

/** Sets variables in the memory it was given; the last setting of a name counts. */
class Environment {
public:
    explicit Environment(char** memory) : memory(memory), end(memory) {}

    /** `variable` is NAME=VALUE; execve(2) takes pointers to writable bytes but writes none. */
    char** set(const char* variable) {
        char** const at = find(variable);
        if (at == end) ++end;
        *at = const_cast<char*>(variable); // NOLINT(*-const-cast)
        return at;
    }

    void set_default(const char* variable) {
        if (find(variable) == end) set(variable);
    }

    /** Takes a variable over as it is, without looking for an earlier one. */
    void append(char* variable) { *end++ = variable; }
    void terminate() { *end = nullptr; }

private:
    /** Where a variable of the same name is, or the first free place. */
    char** find(const char* variable) {
        const auto name = static_cast<std::size_t>(strchrnul(variable, '=') - variable) + 1;
        char** at = memory;
        while (at < end && std::strncmp(*at, variable, name) != 0) ++at;
        return at;
    }

    char** memory;
    char** end;
};

void inherit(Environment& environment, const Spec& spec, char* const* inherited) {
    for (; *inherited != nullptr; ++inherited) {
        const bool terminal = std::strncmp(*inherited, "TERM=", 5) == 0;
        if (terminal || !spec.clear_environment) environment.append(*inherited);
    }
}

/** What is true inside, whatever the caller has; answers where HOME is. */
char** describe_inside(Environment& environment, const Spec& spec, const Facts& facts) {
    environment.set("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    const bool is_root = spec.user_name == nullptr && spec.user.value_or(0) == 0;
    char** const home = environment.set(is_root ? "HOME=/root" : "HOME=/");
    environment.set_default(facts.machine ? "TERM=linux" : "TERM=dumb");
    return home;
}

} // namespace

char** fill_environment(const Spec& spec, const Facts& facts, char* const* inherited,
                        std::span<char*> memory) {
    Environment environment(memory.data());
    if (!facts.machine) inherit(environment, spec, inherited);
    char** const home =
        spec.life.subreaper ? memory.data() : describe_inside(environment, spec, facts);
    const char* const standard = *home;
    for (const char* variable : spec.environment) environment.set(variable);
    environment.terminate();
    return *home == standard ? home : nullptr;
}

} // namespace launch
