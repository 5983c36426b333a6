#include "life/boot_root.hpp"

#include "life/requests.hpp"
#include "spec/mount_words.hpp"
#include "spec/values.hpp"
#include "steps/block_devices.hpp"
#include "steps/verity.hpp"
#include "system/mapper.hpp"
#include "system/signals.hpp"
#include "system/system.hpp"
#include "system/uevents.hpp"

#include <algorithm>
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
    Wait(const BootWords& words, Dialect dialect, const Descriptor& signals, Status& status)
        : dialect(dialect), signals(signals), status(status) {
        open_uevents(events);
        start = milliseconds_now() + words.delay * std::uint64_t{1000};
        if (words.patience != BootWords::forever) {
            end = start + words.patience * std::uint64_t{1000};
        }
    }

    /** Looks again whenever the kernel tells of devices. */
    Result<> find(const char* wanted, Text& tags) {
        while (true) {
            const auto now = milliseconds_now();
            if (now >= start && find_device(wanted, tags)) return {};
            if (status.kind == Status::Kind::requested) {
                return refuse("find"_t, wanted, "a request came first"_t);
            }
            if (now >= end) return refuse("find"_t, wanted, "it did not appear in time"_t);
            pass((now < start ? start : end) - now);
        }
    }

private:
    void pass(std::uint64_t milliseconds) {
        wait_for_input(events.get(), signals.get(),
                       static_cast<int>(std::min<std::uint64_t>(milliseconds, INT_MAX)));
        take_uevents(events);
        while (const auto number = static_cast<int>(next_signal(signals).ssi_signo)) {
            const Power* const power = requested_power(dialect, number);
            if (power != nullptr) status = {Status::Kind::requested, 0, *power};
        }
    }

    Dialect dialect;
    const Descriptor& signals;
    Status& status;
    Descriptor events;
    std::uint64_t start, end = ~std::uint64_t{0};
};

/** Where something is mounted in the initramfs, and how. */
struct MountPoint {
    const char* path;
    std::string_view options;
    std::uint64_t attributes;
};

Result<> mount_at(const MountPoint& place, const char* type, const char* source) {
    Descriptor tree;
    if (*type == '\0') {
        return refuse("mount"_t, "its file system is not known: name it by rootfstype="_t);
    }
    static_cast<void>(make_directory(here, place.path)); // if not, attaching will fail
    const auto mounted = detached_mount(type, place.options, place.attributes, tree, source);
    return mounted ? move_tree(tree, here, place.path) : mounted;
}

/** Waits for a device and mounts it as the first of the types that will do, else as what it seems to be. */
Result<> mount_device(Wait& wait, const char* wanted, char* types, const MountPoint& place) {
    DeviceTags tags;
    auto done = wait.find(wanted, tags);
    const char* const source = tags.c_str();
    if (!done) return done;
    if (types == nullptr) return mount_at(place, next_tag(source), source);
    do {
        char* const others = cut_at(types, ',');
        done = mount_at(place, types, source);
        types = others;
    } while (!done && types != nullptr);
    return done;
}

/** Waits for the two devices of verity=, and makes the verified one; only the first name stays. */
Result<> take_verity(Wait& wait, char* data) {
    char* const hashes = cut_at(data, ',');
    char* const root_hash = hashes == nullptr ? nullptr : cut_at(hashes, ',');
    if (root_hash == nullptr) return refuse("read verity="_t, data, "not DATA,HASHES,ROOTHASH"_t);
    DeviceTags data_tags, hash_tags;
    auto done = wait.find(data, data_tags);
    if (done) done = wait.find(hashes, hash_tags);
    if (!done) return done;
    const Literal wrong = open_verity(data_tags.view().data(), hash_tags.view().data(), root_hash);
    return wrong ? refuse("verify"_t, data, wrong) : done;
}

/** rootflags=, and ro before them. */
Result<> take_root(Wait& wait, const BootWords& words, const char* source, Spec& spec) {
    char* const type = words.texts[BootWords::type];
    MountWish wish;
    wish.kind = MountWish::Kind::file_system;
    wish.type = ""; // whose options only the kernel knows
    static_cast<void>(read_mount_words(spec, wish, words.texts[BootWords::flags]));
    TextOf<4096> options;
    if (!words.writable || words.texts[BootWords::verity] != nullptr) options.add("ro\0"sv);
    options.add(wish.parameters);
    const MountPoint place{root_place, options.view(), wish.set};
    if (spec.root == nullptr) spec.root = root_place;
    return is_shared(type) ? mount_at(place, type, source)
                           : mount_device(wait, source, type, place);
}

Result<> take_overlay(Wait& wait, const BootWords& words, Spec& spec) {
    const char* const wanted = words.texts[BootWords::overlay];
    if (!names_device(wanted)) {
        const char* const size = wanted[5] == '\0' ? nullptr : wanted + 6;
        if (!spec.ephemeral.wanted) spec.ephemeral = {true, size};
        return {};
    }
    const auto mounted = mount_device(wait, wanted, nullptr, {changes_place, {}, 0});
    static_cast<void>(make_directory(here, upper)); // they stay there
    static_cast<void>(make_directory(here, work));
    if (spec.overlay.upper == nullptr) spec.overlay = {nullptr, upper, work};
    return mounted;
}

} // namespace

Result<> mount_boot_root(const BootWords& words, Spec& spec, const Descriptor& signals,
                         Status& status) {
    char* const verity = words.texts[BootWords::verity];
    const char* const overlay = words.texts[BootWords::overlay];
    const char* const root = verity != nullptr ? mapped_device : words.texts[BootWords::root];
    Result<> done;
    if (root == nullptr && overlay == nullptr) return done;
    Wait wait(words, spec.life.dialect, signals, status);
    if (verity != nullptr) done = take_verity(wait, verity);
    if (done && root != nullptr) {
        done = take_root(wait, words, root, spec);
        if (!done) done.error().object = root; // the device's own names are gone
    }
    if (done && overlay != nullptr) {
        done = take_overlay(wait, words, spec);
        if (!done) done.error().object = overlay;
    }
    if (!done && verity != nullptr) unmap_devices();
    return done;
}

} // namespace launch
