/** A script that makes orphans, on a host and in a machine. */
#pragma once

namespace launch_test {

/**
 * Arguments: a status, and a number of orphans. Says how many pages process 1 and the init have, which are one
 * where the process ids are new, and how many descriptors, before and after these; then it ends with the status,
 * among a thousand more. The probe is at /probe.
 */
constexpr const char* orphanage = R"sh(
    look() {
        for process in 1 $PPID; do
            echo $(grep ^Rss: /proc/$process/smaps_rollup) $(ls /proc/$process/fd | wc -l)
        done
    }
    /probe shed 2000 0
    before=$(look)
    /probe shed $2 0 || echo failed
    /probe orphans 0
    [ "$(look)" = "$before" ] && echo flat || echo "$before, then $(look)"
    exec /probe shed 1000 $1
)sh";

} // namespace launch_test
