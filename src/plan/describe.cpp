/** The plan as text. */
#include "plan/plan.hpp"

namespace launch {

namespace {

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
    describe_list(out, "prepare:", plan.prepare);
    describe_list(out, "joiner:", plan.joiner);
    describe_list(out, "outside:", plan.outside);
    describe_list(out, "init:", plan.init);
    describe_list(out, "command:", plan.command);
}

} // namespace launch
