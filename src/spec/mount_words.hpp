/** What may follow a place in mount options: "ro,noexec,size=1m". */
#pragma once

#include "base/error.hpp"
#include "spec/spec.hpp"

namespace launch {

/**
 * Reads words that are separated by commas; `\,` is a comma, `\\` a backslash. Cuts in place.
 * Answers what is wrong with the word that `spec.part` then is.
 */
Literal read_mount_words(Spec& spec, MountWish& wish, char* words);

/** The same for --mount, whose words name the type, the source and the place, too. */
Literal read_general_mount(Spec& spec, MountWish& wish, char* words);

/** Adds a wish that has been read; answers what is wrong with it. */
Literal add_mount(Spec& spec, const MountWish& wish);

} // namespace launch
