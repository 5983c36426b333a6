#include "life/watch.hpp"

#include "base/json.hpp"
#include "base/names.hpp"
#include "life/lines.hpp"
#include "life/states.hpp"
#include "life/wording.hpp"
#include "system/procfs.hpp"
#include "system/trees.hpp"

namespace launch {

namespace {

void number_or_null(Json& json, const char* key, std::uint64_t value) {
    if (value == 0) {
        json.text(key, {});
    } else {
        json.number(key, value);
    }
}

/** What else struct rusage holds that Linux counts, and where. */
constexpr const char* resource_names =
    "minor_faults\0major_faults\0blocks_in\0blocks_out\0waits\0preemptions\0";
constexpr std::uint8_t resource_places[] = {8, 9, 11, 12, 16, 17};

constexpr const char* kinds = "exit\0signal\0request\0timeout\0"; ///< by Status::Kind

[[gnu::noinline]] std::uint64_t milliseconds_of(const ResourceUse& usage, std::size_t at) {
    return static_cast<std::uint64_t>(usage[at] * 1000 + usage[at + 1] / 1000);
}

void tell_usage(Json& json, const ResourceUse& usage) {
    json.open("rusage");
    json.number("user_ms", milliseconds_of(usage, 0));
    json.number("system_ms", milliseconds_of(usage, 2));
    json.number("peak_rss", static_cast<std::uint64_t>(usage[4]) * 1024);
    for (unsigned row = 0; row < sizeof resource_places; ++row) {
        const auto value = static_cast<std::uint64_t>(usage[resource_places[row]]);
        json.number(name_at(resource_names, row), value);
    }
    json.close();
}

} // namespace

void tell_running(Text& out, const Running& run) {
    Json json(out);
    json.begin();
    json.word("name", run.name);
    json.number("pid", static_cast<std::uint64_t>(run.process));
    json.number("start", run.start);
    number_or_null(json, "init", static_cast<std::uint64_t>(run.init));
    number_or_null(json, "command", static_cast<std::uint64_t>(run.command));
    json.open("namespaces");
    for (std::size_t kind = 0; kind < namespace_kinds.size(); ++kind) {
        number_or_null(json, namespace_kinds[kind].name, run.namespaces[kind]);
    }
    json.close();
    json.word("cgroup", run.cgroup);
    json.word("root", run.root);
    json.close();
    out.line();
}

void tell_finish(Text& out, const Finish& finish) {
    const Status& status = finish.status;
    const bool failed = !finish.failure.empty();
    const bool killed = !failed && status.kind == Status::Kind::signaled;
    const bool asked = !failed && status.kind == Status::Kind::requested;
    Json json(out);
    json.begin();
    json.word("name", finish.name);
    const auto kind = static_cast<unsigned>(status.kind);
    json.word("ended", failed ? "failed" : name_at(kinds, kind));
    json.number("status", static_cast<std::uint64_t>(finish.code));
    number_or_null(json, "signal", killed ? static_cast<std::uint64_t>(status.value) : 0);
    json.word("request", asked ? power_name(status.power) : nullptr);
    json.text("failure", failed ? finish.failure : std::string_view());
    json.number("wall_ms", finish.milliseconds);
    json.number("cpu_ms", milliseconds_of(finish.usage, 0) + milliseconds_of(finish.usage, 2));
    tell_usage(json, finish.usage);
    json.open("limits");
    for (unsigned count = 0; count < finish.limits.counts.size(); ++count) {
        json.number(name_at(usage_names, count), finish.limits.counts[count]);
    }
    json.close().close();
    out.line();
}

Result<> check_watchers(Spec& spec) {
    for (int* const each : {&spec.info, &spec.record}) {
        if (*each > 2) keep_private(*each);
        if (*each < 0 || is_writable(*each)) continue;
        spec.info = spec.record = -1; // nobody is told of it
        return refuse("write to"_t, "the descriptor of --info-fd or --report-fd"_t.text(),
                      "it is not open for writing"_t);
    }
    return {};
}

Result<> Watch::keep(const Spec& spec, const Descriptor& folder) const {
    TextOf<longest_state> text;
    tell_running(text, run);
    if (text.cut())
        return refuse("keep the state of"_t, spec.name, "its root's path is too long"_t);
    return write_whole(folder.get(), spec.name, text.view());
}

Result<> Watch::begin(const Spec& spec, const char* root) {
    if (spec.pid_file != nullptr) {
        TextOf<64> number;
        number.number(static_cast<std::uint64_t>(own_process())).line();
        const auto written = write_whole(here, spec.pid_file, number.view());
        if (!written) return written;
        filed = true;
    }
    if (!wanted(spec)) return {};
    run = {.name = spec.name, .process = own_process(), .root = root};
    run.start = examine_process(0).start;
    return spec.name == nullptr ? Result<>() : take_name(spec);
}

Result<> Watch::take_name(const Spec& spec) {
    if (run.start == 0)
        return refuse("keep the state of"_t, spec.name, "there is no /proc to see"_t);
    Descriptor folder;
    auto done = open_states(true, folder);
    std::array<char, longest_state> memory;
    if (done && !read_state(folder, spec.name, memory).empty()) {
        done = refuse("read --name"_t, spec.name, "a run of this name is there already"_t);
    }
    if (done) done = keep(spec, folder);
    named = done.has_value();
    return done;
}

Result<> Watch::tell(const Spec& spec, const Child& child) {
    if (spec.record >= 0) began = milliseconds_now();
    if (!wanted(spec)) return {};
    run.init = child.init;
    run.command = child.command;
    run.cgroup = child.cgroup;
    run.namespaces = child.namespaces;
    Result<> done;
    if (spec.name != nullptr) {
        Descriptor folder;
        done = open_states(false, folder);
        if (done) done = keep(spec, folder);
    }
    if (spec.info < 0) return done;
    TextOf<longest_state> text;
    tell_running(text, run);
    const auto written = write_patiently(spec.info, text.view());
    // The reader sees the end now; launch's own start above 2.
    if (spec.info > 2 && spec.info != spec.record) Descriptor(spec.info).close();
    return done ? written : done;
}

void Watch::end(const Spec& spec) {
    if (filed) {
        std::array<char, 16> memory;
        const auto number = find_number(read_in(here, spec.pid_file, memory), "");
        const bool ours = number == static_cast<std::uint64_t>(own_process());
        if (ours) static_cast<void>(remove_entry(here, spec.pid_file));
    }
    if (named) {
        Descriptor folder;
        if (open_states(false, folder)) static_cast<void>(remove_entry(folder.get(), spec.name));
    }
    named = filed = false;
}

std::uint64_t Watch::milliseconds() const {
    return began == 0 ? 0 : milliseconds_now() - began;
}

} // namespace launch
