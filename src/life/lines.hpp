/** A machine's lines to its host: the record, and the command's relayed streams. */
#pragma once

#include "base/error.hpp"
#include "life/relay.hpp"
#include "life/timeline.hpp"
#include "spec/spec.hpp"
#include "steps/context.hpp"

#include <span>
#include <string_view>

namespace launch {

class Lines {
public:
    static constexpr std::size_t most_wishes = 3;

    /** Opens what `spec` names; the command's ends of the pipes go to `context.streams`. `buffers` outlive us. */
    Result<> open(const Spec& spec, Context& context, Relay::Buffers& buffers);
    /** The host may send from now on. */
    void grant_input();

    /** Fills in what to wait for. */
    void wishes(std::span<pollfd, most_wishes> watched) const;
    void move();
    /** After the command's end: hands on what it wrote, as long as the host takes it. */
    void finish();
    /** Writes lines of the record to all that carry it; a port is looked for until there is one. */
    void report(std::string_view text);
    /** The same of the timeline, as far as it goes, and `more`. */
    void report_timeline(const char* more = "");
    /** Tells how it ended, at first when: whoever is cut off then still knows at which stage. */
    void conclude(std::string_view text);

    Timeline timeline;
    Descriptor port; ///< carries the record, too: a socket of the host, or what report() finds

private:
    void grant(std::size_t bytes);
    void write_line(std::string_view text);
    bool are_heard(); ///< something carries the record

    Descriptor report_line;
    InputRelay input;
    OutputRelay output, errors;
};

/** Writes all of `text` to a descriptor that may be non-blocking or stuck: bounded in time. */
Result<> write_patiently(int descriptor, std::string_view text);

} // namespace launch
