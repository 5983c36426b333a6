/**
 * A piece of work whose many parts answer yes or no: its first failure is kept here, once, where
 * handing a Result through each of them would make them several times as large.
 */
#pragma once

#include "base/error.hpp"
#include "system/descriptor.hpp"
#include "system/system.hpp"

namespace launch {

class Attempt {
public:
    /** Whether it went well; keeps why not. */
    [[nodiscard]] bool ok(Result<> done);
    /** The same of the calls with these names. */
    [[nodiscard]] bool open_at(int directory, const char* path, int flags, Descriptor& place);
    [[nodiscard]] bool open_in_root(const Descriptor& root, const char* path, int flags,
                                    Descriptor& place, Links links = Links::follow);
    [[gnu::noinline]] bool fail(Error error);                                   ///< answers false
    [[gnu::noinline]] bool fail(Refusal refusal, const char* object = nullptr); ///< the same
    [[nodiscard]] bool failed() const { return static_cast<bool>(first); }
    /** Forgets the failure if it is this errno; false when it is another one. */
    [[nodiscard]] bool forgive(int number);
    /** Says what the failure is about: null for a name that was found on the way. */
    void name_failure(const char* object) { first.object = object; }
    /** The end of the work, which is `done` or has failed; the failure is forgotten. */
    Result<> result(bool done);

private:
    Error first; ///< none before a failure
};

} // namespace launch
