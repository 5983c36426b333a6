/**
 * The hook that libstdc++'s headers call when a bug is found, for a world without a C++ runtime:
 * says what broke and aborts. Nothing else belongs here. (GCC's libstdc++, bits/functexcept.h.)
 */
#include <bits/functexcept.h>
#include <cstring>
#include <unistd.h>

namespace {

[[noreturn]] void broken(const char* what) {
    static constexpr char prefix[] = "launch: broken assumption: ";
    const bool said = write(STDERR_FILENO, prefix, sizeof prefix - 1) > 0 &&
                      write(STDERR_FILENO, what, std::strlen(what)) > 0 &&
                      write(STDERR_FILENO, "\n", 1) > 0;
    static_cast<void>(said);
    __builtin_trap();
}

} // namespace

namespace std {

[[noreturn]] void __throw_out_of_range_fmt(const char* format, ...) {
    broken(format);
}

} // namespace std
