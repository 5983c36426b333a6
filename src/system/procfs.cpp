#include "system/procfs.hpp"

#include "system/system.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <unistd.h>

namespace launch {

ProcessState examine_process(pid_t process) {
    std::array<char, 1024> memory;
    const auto text = read_proc(process, "stat", memory);
    // The second field, the name in parentheses, may hold anything.
    auto rest = behind_last(text, ')');
    take_word(rest);
    if (begins(rest, "Z") || begins(rest, "X")) return {};
    ProcessState state{};
    for (unsigned field = 3; field <= 22; ++field) {
        state.start = find_number(take_word(rest), ""); // the last one
        if (field == 4) state.parent = static_cast<pid_t>(state.start);
    }
    return state;
}

const char* proc_path(Text& out, pid_t process, const char* name) {
    out.add("/proc/");
    if (process == 0) {
        out.add("self");
    } else {
        out.number(static_cast<std::uint64_t>(process));
    }
    return out.add("/").add(name).c_str();
}

std::string_view read_proc(pid_t process, const char* name, std::span<char> memory) {
    TextOf<64> path;
    return read_in(here, proc_path(path, process, name), memory);
}

std::uint64_t namespace_number(pid_t process, const char* file) {
    TextOf<64> path;
    std::uint64_t number = 0;
    static_cast<void>(inode(here, proc_path(path, process, file), number)); // it stays 0 then
    return number;
}

std::string_view find_value(std::string_view text, const char* key) {
    auto rest = skip_blanks(behind(text, key));
    return take_line(rest);
}

std::uint64_t find_number(std::string_view text, const char* key) {
    const auto value = find_value(text, key);
    const char* end = value.begin();
    while (end != value.end() && *end >= '0' && *end <= '9') ++end;
    std::uint64_t number = 0;
    static_cast<void>(read_number({value.begin(), end}, most_bytes, number)); // it stays 0 then
    return number;
}

pid_t process_of(const Descriptor& pidfd) {
    TextOf<64> name;
    name.add("fdinfo/").number(static_cast<std::uint64_t>(pidfd.get()));
    std::array<char, 1024> memory;
    return static_cast<pid_t>(find_number(read_proc(0, name.c_str(), memory), "\nPid:"));
}

const char* find_variable(char* const* environment, std::string_view name) {
    for (; *environment != nullptr; ++environment) {
        if (std::strncmp(*environment, name.data(), name.size()) == 0) {
            return *environment + name.size();
        }
    }
    return nullptr;
}

const char* own_variable(std::string_view name) {
    return find_variable(environ, name);
}

} // namespace launch
