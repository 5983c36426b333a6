/** `launch release FILE`: lets go of a namespace that --persist has kept. */
#include "verbs/run.hpp"

#include "system/namespaces.hpp"

namespace launch {

namespace {

Result<> release(std::span<char* const> words) {
    if (words.size() != 1) return refuse("release"_t, "name one file"_t);
    const char* const file = words[0];
    auto done = check_kept_namespace(file);
    if (done) done = unmount(file, unmount_no_follow);
    if (done) remove_if_empty(here, file);
    return done;
}

} // namespace

int release_namespace(std::span<char* const> words, SignalSet) {
    Stop why;
    return conclude(why, release(words));
}

} // namespace launch
