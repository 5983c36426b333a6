/**
 * A long piece of work whose many parts answer yes or no: its first failure is kept here, once,
 * where handing a Result through each of them would make them several times as large.
 */
#pragma once

#include "base/error.hpp"
#include "system/descriptor.hpp"

#include <utility>

namespace launch {

class Attempt {
public:
    /** Whether it went well; keeps why not. */
    [[nodiscard]] bool ok(const Result<>& done) { return done || fail(done.error()); }
    /** The same of something that was opened, which goes to `place`. */
    [[nodiscard]] bool ok(Result<Descriptor> opened, Descriptor& place);
    bool fail(const Error& error); ///< answers false
    bool fail(const Refusal& refusal) { return fail(Error(refusal)); }
    [[nodiscard]] bool failed() const { return broken; }
    /** The failure, without its object. */
    [[nodiscard]] Result<> result() const;

private:
    bool broken = false;
    Error failure{};
};

} // namespace launch
