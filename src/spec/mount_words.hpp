/** What may follow a place in mount options: "ro,noexec,size=1m". */
#pragma once

#include "base/error.hpp"
#include "spec/spec.hpp"

namespace launch {

/** Reads words that are separated by commas; `\,` is a comma, `\\` a backslash. Cuts in place. */
Result<> read_mount_words(MountWish& wish, char* words);

/** The same for --mount, whose words name the type, the source and the place, too. */
Result<> read_general_mount(MountWish& wish, char* words);

} // namespace launch
