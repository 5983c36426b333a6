#include "plan/survey.hpp"

#include "base/text.hpp"
#include "plan/mappable_ids.hpp"
#include "steps/seccomp.hpp"
#include "system/credentials.hpp"
#include "system/system.hpp"
#include "system/trees.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string_view>

namespace launch {

namespace {

struct Roots {
    std::span<char> memory;
    const char* found = nullptr;
    unsigned count = 0;
};

bool note_root(void* argument, const char* name) {
    Roots& roots = *static_cast<Roots*>(argument);
    if (*name == '.') return true;
    roots.found = Text(roots.memory).add("/roots/").add(name).c_str();
    ++roots.count;
    return true;
}

/** The only directory in /roots, as "/roots/NAME"; null when there is none or a choice. */
const char* only_root(std::span<char> memory) {
    Roots roots{memory};
    Descriptor directory;
    const bool found = open_path("/roots", O_RDONLY | O_DIRECTORY, directory) &&
                       each_entry(directory, note_root, &roots) && roots.count == 1 &&
                       is_directory(roots.found);
    return found ? roots.found : nullptr;
}

/** The device of the last console= word, which is the one behind /dev/console; null without. */
const char* console_device(std::span<char> memory) {
    std::array<char, 256> active;
    auto names = read_in(here, "/sys/class/tty/console/active", active);
    while (ends(names, "\n")) names.remove_suffix(1);
    const auto name = behind_last(names, ' ');
    return name.empty() ? nullptr : Text(memory).add("/dev/").add(name).c_str();
}

Result<> find_kind(const char* path, RootKind& kind) {
    Descriptor file;
    std::array<char, kind_bytes> head;
    std::size_t size = 0;
    auto done = open_path(path, O_RDONLY | O_NONBLOCK, file);
    if (done) done = read_some(file.get(), head, size);
    if (done) kind = kind_of(std::span(head).first(size));
    return done;
}

/** Sees that the root is there, and finds out what it is when it is no directory. */
Result<> look_at_root(Facts& facts) {
    if (facts.seen || is_directory(facts.root)) return {};
    auto done = find_kind(facts.root, facts.kind);
    if (!done) done.error().set_action("open root"_t);
    if (!done) done.error().object = facts.root;
    return done;
}

/** The instructions in a file; a page more is asked for than it may have, to see that it has not. */
Result<> read_instructions(const char* path, std::span<const sock_filter>& filter) {
    constexpr std::size_t most = most_instructions * sizeof(sock_filter);
    std::span<char> memory;
    const auto made = text_memory(most + sizeof(sock_filter), memory);
    if (!made) return made;
    std::size_t size = 0;
    auto loaded = read_file(path, memory, size);
    if (!loaded) loaded.error().set_action("read filter"_t);
    if (!loaded) return loaded;
    const auto read = read_filter(memory.first(size), path);
    if (!read) return std::unexpected(read.error());
    filter = *read;
    return {};
}

/** What only the PID 1 of a machine looks for. */
void look_at_machine(const Spec& spec, Names& names, Facts& facts) {
    if (facts.root == nullptr) {
        facts.root = is_directory("/alpine") ? "/alpine" : only_root(names.root);
        facts.seen = facts.root != nullptr;
    }
    if (spec.hands_over) { // to whom the console comes with /dev
        facts.base = device_of(spec.overlay.lower != nullptr ? spec.overlay.lower : spec.root);
        facts.upper = device_of(spec.overlay.upper);
        return;
    }
    facts.console = spec.console != nullptr ? spec.console : console_device(names.console);
}

} // namespace

bool wants_filter_file(const Spec& spec) {
    if (spec.filter == nullptr) return false;
    return std::strcmp(spec.filter, "default") != 0 && std::strcmp(spec.filter, "none") != 0;
}

Result<> find_filter(const Spec& spec, Facts& facts) {
    return wants_filter_file(spec) ? read_instructions(spec.filter, facts.filter) : Result<>();
}

bool joins(const Spec& spec, std::uint64_t kind) {
    return std::ranges::any_of(spec.joined,
                               [&](const NamespaceWish& wish) { return wish.kind->flag == kind; });
}

bool joins_users(const Spec& spec) {
    return joins(spec, CLONE_NEWUSER);
}

bool is_machine() {
    return own_process() == 1 && claim_ctrl_alt_delete();
}

void look_at_terminal(const Spec& spec, Facts& facts) {
    if (facts.machine || spec.life.tty != Tty::automatic) return;
    facts.on_terminal = is_terminal(0) && is_terminal(1);
}

Result<> survey(const Spec& spec, bool machine, Names& names, Facts& facts) {
    const Credentials credentials = own_credentials();
    facts.machine = machine;
    facts.user = credentials.user;
    facts.group = credentials.group;
    facts.root = spec.chroot != nullptr ? spec.chroot : spec.root;
    if (machine) look_at_machine(spec, names, facts);
    look_at_terminal(spec, facts);
    if (facts.root == nullptr) facts.root = spec.overlay.lower;
    if (facts.root == nullptr && !machine) facts.root = "/";
    auto done = find_mappable_ids(spec, facts);
    if (done) done = find_filter(spec, facts);
    const bool reachable = facts.root != nullptr && !joins(spec, CLONE_NEWNS);
    return done && reachable ? look_at_root(facts) : done;
}

} // namespace launch
