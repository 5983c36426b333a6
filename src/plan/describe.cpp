/** The plan as text. */
#include "plan/plan.hpp"

namespace launch {

namespace {

/** By Place. */
constexpr const char* titles[] = {"prepare:", "joiner:", "outside:", "init:", "command:"};

void describe_list(Text& out, const char* title, std::span<const Step> steps) {
    if (steps.empty()) return;
    out.add(title).add("\n");
    for (const Step& step : steps) {
        out.add("  ");
        describe_step(out, step);
        out.add("\n");
    }
}

} // namespace

void describe_plan(Text& out, const Plan& plan) {
    out.add("new namespaces:"_t);
    for (const NamespaceKind& kind : namespace_kinds) {
        if ((plan.namespaces & kind.flag) != 0) out.add(" ").add(kind.name);
    }
    out.add(plan.namespaces == 0 ? " none\n" : "\n");
    for (unsigned place = 0; place < std::size(titles); ++place) {
        describe_list(out, titles[place], plan.steps(static_cast<Place>(place)));
    }
}

} // namespace launch
