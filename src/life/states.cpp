#include "life/states.hpp"

#include "steps/attempt.hpp"
#include "system/credentials.hpp"
#include "system/procfs.hpp"
#include "system/system.hpp"
#include "system/trees.hpp"

#include <cerrno>
#include <climits>
#include <fcntl.h>

namespace launch {

namespace {

using namespace std::string_view_literals;

/** The path of the folder. */
Result<> add_folder(Text& out) {
    const bool root = own_credentials().user == 0;
    const char* const above = root ? "/run" : own_variable("XDG_RUNTIME_DIR="sv);
    if (above == nullptr || *above != '/') {
        return refuse("find $XDG_RUNTIME_DIR"_t,
                      "an ordinary user's named runs are kept there, and it is not set"_t);
    }
    out.add(above).add("/launch");
    return {};
}

} // namespace

Result<> open_states(bool make, Descriptor& folder) {
    TextOf<PATH_MAX> path;
    auto done = add_folder(path);
    if (done && make) done = make_directory(here, path.c_str(), 0700);
    if (done.error().is(EEXIST)) done = {};
    if (!done) {
        done.error().object = "for the names of runs"; // the path is gone by then
        return done;
    }
    Attempt attempt;
    const bool opened = attempt.open_at(here, path.c_str(), O_RDONLY | O_DIRECTORY, folder) &&
                        attempt.ok(lock(folder));
    attempt.name_failure("the folder of named runs");
    return attempt.result(opened);
}

Result<> try_states() {
    Descriptor folder;
    if (open_states(false, folder)) return {};
    const auto made = open_states(true, folder);
    TextOf<PATH_MAX> path;
    if (made && add_folder(path)) remove_if_empty(here, path.c_str());
    return made;
}

std::string_view read_state(const Descriptor& folder, const char* name, std::span<char> memory) {
    Descriptor file;
    if (!open_at(folder.get(), name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, file)) return {};
    std::size_t size = 0;
    static_cast<void>(read_whole(file, memory, size));
    const std::string_view text(memory.data(), size);
    const auto process = find_number(text, R"("pid":)");
    const auto start = find_number(text, R"("start":)");
    const bool lives = process > 0 && process < INT_MAX && start > 0 &&
                       examine_process(static_cast<pid_t>(process)).start == start;
    return lives ? text : std::string_view();
}

Result<> write_whole(int directory, const char* path, std::string_view content) {
    TextOf<PATH_MAX> beside; // no name of a run has a tilde
    beside.add(path).add("~").number(static_cast<std::uint64_t>(own_process()));
    static_cast<void>(remove_entry(directory, beside.c_str()));
    Descriptor file;
    Result<> done = create_file(directory, beside.c_str(), file, 0644);
    if (done) done = write_all(file, content);
    if (done) done = rename_entry(directory, beside.c_str(), path);
    if (!done) static_cast<void>(remove_entry(directory, beside.c_str()));
    if (!done) done.error().object = path;
    return done;
}

} // namespace launch
