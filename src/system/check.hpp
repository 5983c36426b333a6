/** How the files of this room turn a system call's answer into a Result. Nobody else needs it. */
#pragma once

#include "base/error.hpp"
#include "system/call.hpp"
#include "system/descriptor.hpp"

#include <cerrno>
#include <fcntl.h>
#include <linux/stat.h> // musl has no statx
#include <sys/stat.h>
#include <unistd.h>

namespace launch {

/** Calls until the answer is not EINTR. */
template <class Call> long retry(Call again) {
    long answer;
    do {
        answer = again();
    } while (answer == -EINTR);
    return answer;
}

[[gnu::noinline]] inline Failure failed(long answer, Literal action, const char* object = nullptr) {
    return Failure(Error(static_cast<int>(-answer), action, object));
}

[[gnu::noinline]] inline Result<> done(long answer, Literal action, const char* object) {
    if (answer < 0) return failed(answer, action, object);
    return {};
}
// No default argument, here and in other places: it would be passed by each of many callers.
[[gnu::noinline]] inline Result<> done(long answer, Literal action) {
    return done(answer, action, nullptr);
}

/** The same of what counts bytes, of which there are none when it fails. */
[[gnu::noinline]] inline Result<> counted(long answer, Literal action, std::size_t& size) {
    size = answer < 0 ? 0 : static_cast<std::size_t>(answer);
    return done(answer, action);
}

namespace detail {

[[gnu::noinline]] inline long ask_device(int descriptor, unsigned request, long argument) {
    return call(SYS_ioctl, descriptor, request, argument);
}

} // namespace detail

/** ioctl(2), which is called so often that it is no part of its callers. */
template <class Argument = long>
[[gnu::always_inline]] inline long ask_device(int descriptor, unsigned request,
                                              Argument argument = {}) {
    return detail::ask_device(descriptor, request, detail::word(argument));
}

/** prctl(2), which wants zeros for what it is not told. */
[[gnu::noinline]] inline long set_process(int option, unsigned long value, unsigned long more = 0) {
    return call(SYS_prctl, option, value, more, 0, 0);
}

/** Owns a new descriptor; 0, 1 and 2 belong to the command, so such a number is moved up. */
[[gnu::noinline]] inline Result<> own(Descriptor& place, long answer, Literal action,
                                      const char* object = nullptr) {
    if (answer >= 0 && answer <= STDERR_FILENO) {
        const Descriptor low(static_cast<int>(answer));
        answer = call(SYS_fcntl, low.get(), F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    }
    if (answer >= 0) place = Descriptor(static_cast<int>(answer));
    return done(answer, action, object);
}

/** What statx(2) says of `name` in a directory; with AT_EMPTY_PATH and "" of the descriptor. It is all
 *  zeros when that fails. */
[[gnu::noinline]] inline long look_at(int directory, const char* name, int flags,
                                      struct statx& found) {
    found = {};
    return call(SYS_statx, directory, name, flags, STATX_BASIC_STATS, &found);
}

/** The same of an open file; a mode of 0 when it fails. */
[[gnu::noinline]] inline struct statx state_of(const Descriptor& file) {
    struct statx found;
    static_cast<void>(look_at(file.get(), "", AT_EMPTY_PATH, found));
    return found;
}

} // namespace launch
