#include "spec/kernel_words.hpp"

#include "base/names.hpp"
#include "spec/values.hpp"
#include "spec/words.hpp"

#include <cstring>

namespace launch {

namespace {

constexpr std::uint32_t most_seconds = 999'999; // more than eleven days

/** Texts, as BootWords has them; numbers and switches. */
constexpr const char* names =
    "root\0rootfstype\0rootflags\0overlay\0modules\0init\0ip\0verity\0launch.record\0"
    "systemd.set_credential\0rootdelay\0rootwait\0ro\0rw\0launch.debug\0launch.debug_exit\0"
    "launch.pvpanic\0";
enum : unsigned { delay = BootWords::count, wait, ro, rw, debug, debug_exit, pvpanic };

/** overlay=tmpfs[:SIZE]|DEVICE */
bool is_overlay(const char* value) {
    if (!begins(sized(value), "tmpfs")) return names_device(value);
    return value[5] == '\0' || (value[5] == ':' && is_memory_size(value + 6));
}

/** NAME:VALUE of a credential for systemd: passes over the name; false when it is none of ours. */
inline bool is_credential(char*& value) {
    constexpr const char* ours = "vmm.notify_socket:";
    if (!begins(sized(value), ours)) return false;
    value += std::strlen(ours);
    return true;
}

/** Answers what is wrong with a value, which is null of a word without one. */
Literal set(BootWords& words, unsigned number, char* value) {
    if (number >= ro) {
        if (value != nullptr) return "takes no value"_t;
        if (number < debug) words.writable = number == rw;
        if (number == debug) words.debug = true;
        if (number == debug_exit) words.debug_exit = true;
        if (number == pvpanic) words.pvpanic = true;
    } else if (number < BootWords::count) {
        const bool no_root = number == BootWords::verity; // what is none leads to no other root
        if (value == nullptr || (*value == '\0' && !no_root)) return "needs a value"_t;
        if (number == BootWords::overlay && !is_overlay(value))
            return "neither tmpfs[:SIZE] nor a device"_t;
        if (number == BootWords::notify && !is_credential(value)) return fine;
        words.texts[number] = value;
    } else if (value == nullptr && number == wait) {
        words.patience = BootWords::forever;
    } else {
        const bool read =
            value != nullptr &&
            read_number(sized(value), most_seconds, number == wait ? words.patience : words.delay);
        if (!read) return "not a number of seconds up to 999999"_t;
    }
    return fine;
}

} // namespace

Result<> read_boot_word(BootWords& words, char* word) {
    std::string_view name;
    char* const value = value_of(word, name);
    const unsigned number = find_name(names, name);
    if (number == no_name) return {};
    const Literal wrong = set(words, number, value);
    return wrong ? refuse("ignore"_t, word, wrong) : Result<>();
}

Result<> check_boot_root(BootWords& words) {
    char* const named = words.texts[BootWords::root];
    if (named == nullptr || names_device(named) || is_shared(words.texts[BootWords::type]))
        return {};
    words.texts[BootWords::root] = nullptr;
    return refuse("ignore root"_t, named, "neither a path in /dev nor UUID= or LABEL="_t);
}

bool is_shared(const char* type) {
    return type != nullptr && find_name("virtiofs\0009p\0", type) != no_name;
}

bool names_device(const char* word) {
    auto rest = sized(word);
    if (begins(rest, "/dev/")) return true;
    const auto key = take(rest, '=');
    return !rest.empty() && find_name("UUID\0LABEL\0PARTUUID\0PARTLABEL\0", key) != no_name;
}

} // namespace launch
