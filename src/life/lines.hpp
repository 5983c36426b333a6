/** A machine's serial lines to its host: the report, and the command's relayed streams. */
#pragma once

#include "base/error.hpp"
#include "life/relay.hpp"
#include "spec/spec.hpp"
#include "steps/context.hpp"

#include <span>
#include <string_view>

namespace launch {

class Lines {
public:
    static constexpr std::size_t most_wishes = 3;

    /** Opens what `spec` names; the command's ends of the pipes go to `context.streams`. */
    Result<> open(const Spec& spec, Context& context);
    /** The host may send from now on. */
    void grant_input();

    /** Fills in what to wait for. */
    void wishes(std::span<pollfd, most_wishes> watched) const;
    void move();
    /** After the command's end: hands on what it wrote, as long as the host takes it. */
    void finish();
    /** Writes one line of the record. */
    void report(std::string_view text);

private:
    void grant(std::size_t bytes);

    Descriptor report_line;
    InputRelay input;
    OutputRelay output, errors;
};

/** Writes all of `text` to a descriptor that may be non-blocking or stuck: bounded in time. */
Result<> write_patiently(int descriptor, std::string_view text);

} // namespace launch
