/** A plan as a value, which suits tests better than one that is filled in place. */
#pragma once

#include "plan/plan.hpp"

namespace launch_test {

inline launch::Result<launch::Plan> planned(const launch::Spec& spec, const launch::Facts& facts) {
    launch::Plan plan;
    if (const auto filled = launch::fill_plan(plan, spec, facts); !filled) {
        return std::unexpected(filled.error());
    }
    return plan;
}

} // namespace launch_test
