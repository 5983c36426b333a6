#include "life/boot_root.hpp"

#include "life/requests.hpp"
#include "spec/mount_words.hpp"
#include "steps/block_devices.hpp"
#include "system/signals.hpp"
#include "system/system.hpp"
#include "system/uevents.hpp"

#include <algorithm>
#include <array>
#include <climits>
#include <cstdint>

namespace launch {

namespace {

using namespace std::string_view_literals;

// In the initramfs.
constexpr const char* root_place = "/sysroot";
constexpr const char* changes_place = "/overlay";
constexpr const char* upper = "/overlay/upper";
constexpr const char* work = "/overlay/work";

/** The wait for devices, all of them together. */
class Wait {
public:
    Wait(const BootWords& words, const Descriptor& signals, Status& status)
        : signals(signals), status(status) {
        static_cast<void>(open_uevents(events)); // without networks in the kernel there are none
        const auto start = milliseconds_now() + words.delay * std::uint64_t{1000};
        pass_until(start, false);
        if (words.patience != BootWords::forever)
            end = start + words.patience * std::uint64_t{1000};
    }

    /** Looks again whenever some block device has come or changed. */
    Result<> find(const char* wanted, Text& tags) {
        while (!find_device(wanted, tags)) {
            if (pass_until(end, true)) continue;
            return refuse("find"_t, wanted,
                          asked() ? "a request came first"_t : "it did not appear in time"_t);
        }
        return {};
    }

private:
    [[nodiscard]] bool asked() const { return status.kind == Status::Kind::requested; }

    /** False when the time is over or a request has come; with `eager`, true when devices have. */
    bool pass_until(std::uint64_t until, bool eager) {
        std::array<pollfd, 2> watched = {{{events.get(), POLLIN, 0}, {signals.get(), POLLIN, 0}}};
        while (true) {
            const auto now = milliseconds_now();
            if (now >= until || asked()) return false;
            const auto left = static_cast<int>(std::min<std::uint64_t>(until - now, INT_MAX));
            wait_for(std::span(watched).subspan(eager ? 0 : 1), left);
            take_requests();
            if (eager && take_block_events(events)) return true;
        }
    }

    void take_requests() {
        while (const auto number = static_cast<int>(next_signal(signals).ssi_signo)) {
            const auto power = requested_power(number);
            if (power) status = {Status::Kind::requested, 0, *power};
        }
    }

    const Descriptor& signals;
    Status& status;
    Descriptor events;
    std::uint64_t end = ~std::uint64_t{0};
};

Result<> mount_at(const char* place, const char* type, std::string_view options,
                  std::uint64_t attributes, const char* source) {
    Descriptor tree;
    static_cast<void>(make_directory(here, place)); // if not, attaching will fail
    const auto mounted = detached_mount(type, options, attributes, tree, source);
    return mounted ? move_tree(tree, here, place) : mounted;
}

/** rootflags=, and ro before them. */
Result<> mount_root(const BootWords& words, Spec& spec, const char* type, const char* source) {
    MountWish wish;
    wish.kind = MountWish::Kind::file_system;
    wish.type = type;
    const Literal wrong = read_mount_words(spec, wish, words.flags);
    if (wrong) return refuse("read rootflags"_t, spec.part, wrong);
    TextOf<4096> options;
    if (!words.writable) options.add("ro\0"sv);
    options.add(wish.parameters);
    return mount_at(root_place, type, options.view(), wish.set, source);
}

/** A device's upper and work directory, made when it is new. */
Result<> mount_changes(Spec& spec, const char* type, const char* source) {
    const auto mounted = mount_at(changes_place, type, {}, 0, source);
    static_cast<void>(make_directory(here, upper));
    static_cast<void>(make_directory(here, work));
    if (spec.overlay.upper == nullptr) spec.overlay = {nullptr, upper, work};
    return mounted;
}

Result<> refuse_unknown() {
    return refuse("mount"_t, nullptr,
                  "no file system that launch knows is on it: rootfstype= names others"_t);
}

Result<> take_root(Wait& wait, const BootWords& words, Spec& spec) {
    DeviceTags tags;
    const char* source = words.root;
    const char* type = words.type;
    Result<> done;
    if (!is_shared(type)) {
        done = wait.find(words.root, tags);
        source = tags.c_str();
        if (type == nullptr) type = next_tag(source);
    }
    if (done && *type == '\0') done = refuse_unknown();
    if (done) done = mount_root(words, spec, type, source);
    if (spec.root == nullptr) spec.root = root_place;
    return done;
}

Result<> take_overlay(Wait& wait, const BootWords& words, Spec& spec) {
    if (!names_device(words.overlay)) {
        const char* const size = words.overlay[5] == '\0' ? nullptr : words.overlay + 6;
        if (!spec.ephemeral.wanted) spec.ephemeral = {true, size};
        return {};
    }
    DeviceTags tags;
    const auto found = wait.find(words.overlay, tags);
    const char* const source = tags.c_str();
    if (!found) return found;
    const char* const type = next_tag(source);
    return *type == '\0' ? refuse_unknown() : mount_changes(spec, type, source);
}

} // namespace

Result<> mount_boot_root(const BootWords& words, Spec& spec, const Descriptor& signals,
                         Status& status) {
    if (words.root == nullptr && words.overlay == nullptr) return {};
    Wait wait(words, signals, status);
    const char* named = words.root; // what is said of a failure: the tags are gone then
    Result<> done;
    if (words.root != nullptr) done = take_root(wait, words, spec);
    if (done && words.overlay != nullptr) {
        named = words.overlay;
        done = take_overlay(wait, words, spec);
    }
    if (!done) done.error().object = named;
    return done;
}

void unmount_boot_root() {
    static_cast<void>(unmount(changes_place, 0));
    static_cast<void>(unmount(root_place, 0));
}

} // namespace launch
