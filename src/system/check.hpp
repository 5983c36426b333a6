/** How the files of this room turn a system call's answer into a Result. Nobody else needs it. */
#pragma once

#include "base/error.hpp"
#include "system/descriptor.hpp"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace launch {

/** Calls until the answer is not EINTR. */
template <class Call> auto retry(Call call) {
    auto answer = call();
    while (answer < 0 && errno == EINTR) answer = call();
    return answer;
}

[[gnu::noinline]] inline Failure failed(Literal action, const char* object = nullptr) {
    return Failure(Error(errno, action, object));
}

[[gnu::noinline]] inline Result<> done(long answer, Literal action, const char* object = nullptr) {
    if (answer < 0) return failed(action, object);
    return {};
}

/** Owns a new descriptor; 0, 1 and 2 belong to the command, so such a number is moved up. */
[[gnu::noinline]] inline Result<Descriptor> own(long answer, Literal action,
                                                const char* object = nullptr) {
    if (answer < 0) return failed(action, object);
    Descriptor descriptor(static_cast<int>(answer));
    if (descriptor.get() > STDERR_FILENO) return descriptor;
    const int higher = fcntl(descriptor.get(), F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    if (higher < 0) return failed(action, object);
    return Descriptor(higher);
}

} // namespace launch
