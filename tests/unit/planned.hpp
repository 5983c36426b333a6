/** A plan as a value, which suits tests better than one that is filled in place. */
#pragma once

#include "plan/plan.hpp"

#include <memory>

namespace launch_test {

using PlanPointer = std::shared_ptr<const launch::Plan>;

inline launch::Result<PlanPointer> planned(const launch::Spec& spec, const launch::Facts& facts) {
    const auto plan = std::make_shared<launch::Plan>();
    if (const auto filled = launch::fill_plan(*plan, spec, facts); !filled) {
        return std::unexpected(filled.error());
    }
    return PlanPointer(plan);
}

} // namespace launch_test
