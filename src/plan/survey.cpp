#include "plan/survey.hpp"

#include "base/text.hpp"
#include "plan/mappable_ids.hpp"
#include "steps/seccomp.hpp"
#include "system/credentials.hpp"
#include "system/system.hpp"
#include "system/trees.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <string_view>

namespace launch {

namespace {

constexpr std::uint64_t initial_pid_namespace =
    4026531836; ///< PROC_PID_INIT_INO, <linux/proc_ns.h>

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
    const auto directory = open_at(here, "/roots", O_RDONLY | O_DIRECTORY);
    if (!directory || !each_entry(*directory, note_root, &roots) || roots.count != 1) {
        return nullptr;
    }
    return is_directory(roots.found) ? roots.found : nullptr;
}

/** The device of the last console= word, which is the one behind /dev/console; null without. */
const char* console_device(std::span<char> memory) {
    std::array<char, 256> active{};
    const auto size = read_file("/sys/class/tty/console/active", active);
    if (!size) return nullptr;
    std::string_view names(active.data(), *size);
    while (names.ends_with('\n')) names.remove_suffix(1);
    const auto name = names.substr(names.rfind(' ') + 1); // npos + 1 is 0
    return name.empty() ? nullptr : Text(memory).add("/dev/").add(name).c_str();
}

Result<RootKind> kind_of_file(const char* path) {
    const auto file = open_at(here, path, O_RDONLY | O_NONBLOCK);
    if (!file) return std::unexpected(file.error());
    std::array<char, kind_bytes> head;
    const auto size = read_some(file->get(), head);
    if (!size) return std::unexpected(size.error());
    return kind_of(std::span(head).first(*size));
}

/** Opens the root, and finds out what it is when it is no directory. */
Result<> look_at_root(const Spec& spec, Facts& facts) {
    auto directory = open_at(here, facts.root, O_PATH | O_DIRECTORY);
    Error error = directory.error();
    if (error.number() == ENOTDIR) {
        const auto kind = kind_of_file(facts.root);
        if (kind) facts.kind = *kind;
        error = kind.error();
    }
    if (error) {
        error.set_action("open root");
        error.object = facts.root;
        return Failure(error);
    }
    const bool in_memory = spec.copy.wanted || spec.ephemeral.wanted;
    if (directory && !in_memory) facts.root_directory = std::move(*directory);
    return {};
}

/** The instructions in a file; a page more is asked for than it may have, to see that it has not. */
Result<std::span<const sock_filter>> filter_in(const char* path) {
    constexpr std::size_t most = most_instructions * sizeof(sock_filter);
    const auto memory = text_memory(most + sizeof(sock_filter));
    if (!memory) return std::unexpected(memory.error());
    auto size = read_file(path, *memory);
    if (!size) {
        size.error().set_action("read filter");
        return std::unexpected(size.error());
    }
    return read_filter(memory->first(*size), path);
}

} // namespace

bool wants_filter_file(const Spec& spec) {
    if (spec.filter == nullptr) return false;
    const std::string_view name(spec.filter);
    return name != "default" && name != "none";
}

bool joins(const Spec& spec, std::uint64_t kind) {
    return std::ranges::any_of(spec.joined,
                               [&](const NamespaceWish& wish) { return wish.kind->flag == kind; });
}

bool is_machine() {
    if (own_process() != 1) return false;
    auto number = inode(here, "/proc/self/ns/pid");
    if (!number) { // at boot nobody has mounted /proc yet: ask one of our own
        const auto proc = detached_mount("proc", {}, 0);
        if (proc) number = inode(proc->get(), "self/ns/pid");
    }
    return number && *number == initial_pid_namespace;
}

Result<Facts> survey(const Spec& spec, bool machine, Names& names) {
    const Credentials credentials = own_credentials();
    Facts facts;
    facts.machine = machine;
    facts.user = credentials.user;
    facts.group = credentials.group;
    facts.root = spec.chroot != nullptr ? spec.chroot : spec.root;
    if (const auto found = find_mappable_ids(spec, facts); !found) {
        return std::unexpected(found.error());
    }
    if (machine) {
        facts.console = console_device(names.console);
        if (facts.root == nullptr) {
            facts.root = is_directory("/alpine") ? "/alpine" : only_root(names.root);
        }
    }
    if (wants_filter_file(spec)) {
        const auto filter = filter_in(spec.filter);
        if (!filter) return std::unexpected(filter.error());
        facts.filter = *filter;
    }
    if (facts.root == nullptr && spec.overlay.lower != nullptr) facts.root = spec.overlay.lower;
    if (facts.root == nullptr && !machine) facts.root = "/";
    if (facts.root == nullptr || joins(spec, CLONE_NEWNS)) return facts;
    if (const auto looked = look_at_root(spec, facts); !looked) {
        return std::unexpected(looked.error());
    }
    return facts;
}

} // namespace launch
