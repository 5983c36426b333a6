/** `launch release FILE`: lets go of a namespace that --persist has kept. */
#include "verbs/run.hpp"

#include "system/namespaces.hpp"

namespace launch {

namespace {

Result<> release(std::span<char* const> words) {
    if (words.size() != 1) return refuse("release", nullptr, "name one file");
    const char* const file = words[0];
    if (const auto checked = check_kept_namespace(file); !checked) return checked;
    if (const auto unmounted = unmount(file, unmount_no_follow); !unmounted) return unmounted;
    remove_if_empty(here, file);
    return {};
}

} // namespace

int release_namespace(std::span<char* const> words, SignalSet) {
    const auto released = release(words);
    if (released) return 0;
    Stop why;
    why.because(released.error());
    say(why.sentence.view());
    return why.code;
}

} // namespace launch
