#include "system/entropy.hpp"

#include "system/check.hpp"
#include "system/system.hpp"

#include <array>
#include <linux/random.h>

namespace launch {

namespace {

/** struct rand_pool_info. */
struct Seed {
    int bits, size;
    std::array<char, 512> bytes;
};

/** A root on a disk is not trusted: a device there would be overwritten. */
Result<> open_seed(const char* path, Descriptor& file) {
    const Descriptor top(here);
    auto opened = open_in_root(top, path, O_RDWR | O_NONBLOCK, file, Links::refuse);
    if (!opened) opened = open_in_root(top, path, O_RDONLY | O_NONBLOCK, file, Links::refuse);
    if (opened && !is_regular(file)) return refuse("read"_t, path, "not a regular file"_t);
    return opened;
}

} // namespace

Result<> take_seed(const char* path) {
    Descriptor file, random;
    const auto opened = open_seed(path, file);
    if (!opened) return opened;
    Seed seed;
    char* const bytes = seed.bytes.data();
    seed.size = static_cast<int>(call(SYS_read, file.get(), bytes, seed.bytes.size()));
    seed.bits = seed.size * 8; // below zero the kernel refuses it
    static_cast<void>(open_path("/dev/random", O_RDONLY, random));
    const long credited = ask_device(random.get(), RNDADDENTROPY, &seed);
    // Nobody has seen a random number yet, so a crash before the last line gives nothing away.
    if (credited >= 0 && call(SYS_getrandom, bytes, seed.size, GRND_NONBLOCK) == seed.size) {
        call(SYS_pwrite64, file.get(), bytes, seed.size, 0);
        call(SYS_fsync, file.get());
    }
    return done(credited, "credit"_t, path);
}

} // namespace launch
