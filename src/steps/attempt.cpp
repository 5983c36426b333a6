#include "steps/attempt.hpp"

#include <utility>

namespace launch {

bool Attempt::ok(Result<> done) {
    return done || fail(done.error());
}

bool Attempt::open_at(int directory, const char* path, int flags, Descriptor& place) {
    return ok(launch::open_at(directory, path, flags, place));
}

bool Attempt::open_in_root(const Descriptor& root, const char* path, int flags, Descriptor& place,
                           Links links) {
    return ok(launch::open_in_root(root, path, flags, place, links));
}

bool Attempt::fail(Error error) {
    if (!first) first = error; // what fails after that, fails because of it
    return false;
}

bool Attempt::fail(Refusal refusal, const char* object) {
    return fail(Error(refusal, object));
}

bool Attempt::forgive(int number) {
    if (!first.is(number)) return false;
    first = {};
    return true;
}

Result<> Attempt::result(bool done) {
    const Error failure = std::exchange(first, {});
    return done ? Result<>() : Failure(failure);
}

} // namespace launch
