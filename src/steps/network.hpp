/** The interface of a network namespace besides its loopback (veth(4), rtnetlink(7)). */
#pragma once

#include "base/error.hpp"
#include "base/text.hpp"
#include "spec/spec.hpp"
#include "steps/context.hpp"

namespace launch {

/** The caller makes it, in the init's namespace at once; it ends with that. */
struct MakeInterface {
    const NetworkWish* wish;
};

/** The init gives it its addresses and routes. */
struct SetUpInterface {
    const NetworkWish* wish;
};

Result<> apply(const MakeInterface& step, Context& context);
Result<> apply(const SetUpInterface& step, Context& context);

void describe(Text& out, const MakeInterface& step);
void describe(Text& out, const SetUpInterface& step);

} // namespace launch
