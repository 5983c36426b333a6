#include "support/hostile.hpp"

#include "support/files.hpp"
#include "support/process.hpp"
#include "support/words.hpp"

namespace launch_test {

namespace {

constexpr HostileRoot roots[] = {
    {"proc is a link", "rmdir proc; ln -s \"$O\" proc"},
    {"proc is a relative link", "rmdir proc; ln -s ../../../../../../..\"$O\" proc"},
    {"proc is a file", "rmdir proc; touch proc"},
    {"proc is a FIFO", "rmdir proc; mkfifo proc"},
    {"sys is a link", "rmdir sys; ln -s \"$O\" sys"},
    {"sys is a file", "rmdir sys; touch sys"},
    {"dev is a link", "rmdir dev; ln -s \"$O\" dev"},
    {"dev is a link to the outer dev", "rmdir dev; ln -s /dev dev"},
    {"dev is a file", "rmdir dev; touch dev"},
    {"dev is a FIFO", "rmdir dev; mkfifo dev"},
    {"dev/null is a link", "ln -s \"$O\"/null dev/null"},
    {"dev/pts is a link", "ln -s \"$O\" dev/pts"},
    {"dev/console is a link", "ln -s \"$O\"/console dev/console"},
    {"dev/ptmx is a link", "ln -s \"$O\"/ptmx dev/ptmx"},
    {"dev/null is a directory", "mkdir -p dev/null/x"},
    {"etc is a link", "rmdir etc; ln -s \"$O\" etc"},
    {"etc has a link in it", "ln -s \"$O\" etc/x"},
    {"the place is a link", "ln -s \"$O\" place"},
    {"the place is a relative link", "ln -s ../../../../../../..\"$O\" place"},
    {"the place is a link to itself", "ln -s place place"},
    {"the place is a circle of links", "ln -s circle place; ln -s place circle"},
    {"the place is a link through proc", "ln -s /proc/self/root\"$O\" place"},
    {"the place is a link to the working directory", "ln -s /proc/self/cwd place"},
    {"the place is a link to the root", "ln -s / place"},
    {"the place is a file", "touch place"},
    {"the place is a FIFO", "mkfifo place"},
    {"the place is a device", "mknod place c 1 3"},
    {"the place is a block device", "mknod place b 7 0"},
    {"the place has links in it", "mkdir place; ln -s \"$O\" place/a; ln -s \"$O\"/new place/b"},
    {"the place has FIFOs in it", "mkdir place; mkfifo place/a place/b"},
    {"nobody may do anything", "mkdir place; chmod 0 place etc dev proc sys tmp ."},
    {"names have newlines",
     "mkdir 'new\nline' place; touch 'place/a\nb'; ln -s 'new\nline' place/a"},
    {"links have newlines", "ln -s \"$O\"'/new\nline' place"},
};

} // namespace

std::span<const HostileRoot> hostile_roots() {
    return roots;
}

void build_root(const std::string& path, const std::string& outside, const char* script) {
    const auto made = run(
        {"sh", "-ec",
         "mkdir \"$0\"; cd \"$0\"; mkdir dev proc sys etc tmp; cp \"$1\" probe; O=$2; eval \"$3\"",
         path, setting("LAUNCH_PROBE"), outside, script == nullptr ? "" : script});
    require(made.status == 0, "build " + path + ": " + made.err);
}

} // namespace launch_test
