/** The plan as text. */
#include "plan/plan.hpp"

#include "base/names.hpp"

namespace launch {

namespace {

/** By Place. */
constexpr Literal titles = "prepare:\0joiner:\0outside:\0init:\0command:\0"_t;

void describe_list(Text& out, const char* title, std::span<const Step> steps) {
    if (steps.empty()) return;
    out.add(title).line();
    for (const Step& step : steps) {
        out.add("  ");
        describe_step(out, step);
        out.line();
    }
}

} // namespace

void describe_plan(Text& out, const Plan& plan) {
    out.add("new namespaces:"_t);
    for (const NamespaceKind& kind : namespace_kinds) {
        if ((plan.namespaces & kind.flag) != 0) out.space().add(kind.name);
    }
    out.add(plan.namespaces == 0 ? " none\n"_t : "\n"_t);
    unsigned place = 0;
    for (const char* title = titles.text(); *title != '\0'; title = name_at(title, 1)) {
        describe_list(out, title, plan.steps(static_cast<Place>(place++)));
    }
}

} // namespace launch
