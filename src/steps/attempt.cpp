#include "steps/attempt.hpp"

namespace launch {

bool Attempt::ok(Result<Descriptor> opened, Descriptor& place) {
    if (!opened) return fail(opened.error());
    place = std::move(*opened);
    return true;
}

bool Attempt::fail(const Error& error) {
    if (!broken) failure = error; // what fails after that, fails because of it
    broken = true;
    return false;
}

Result<> Attempt::result() const {
    if (!broken) return {};
    Error error = failure;
    error.object = nullptr; // it may be a name that was found on the way, and is gone by now
    return std::unexpected(error);
}

} // namespace launch
