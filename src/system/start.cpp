/**
 * How launch starts: by itself, without libc's own start, which would spend two system calls and
 * some KiB on thread-local storage that nothing here uses. So nothing here may call what sets errno,
 * or what musl's package has built with a stack protector: strspn(3) (tests/checks/symbols looks).
 */
#include "system/call.hpp"

#include <bits/functexcept.h>
#include <link.h>
#include <unistd.h>

extern "C" {
[[noreturn]] void __stack_chk_fail(); // NOLINT(*-reserved-identifier)
void prepare_process(long* stack);
}

/** What -fstack-protector compares with (-mstack-protector-guard=global). */
[[gnu::used]] std::uintptr_t __stack_chk_guard; // NOLINT(*-reserved-identifier)

[[gnu::used]] void __stack_chk_fail() { // NOLINT(*-reserved-identifier)
    __builtin_trap();
}

/** Finds the environment behind the words, and 16 random bytes of the kernel's behind that. */
[[gnu::used, gnu::no_stack_protector]] void prepare_process(long* stack) {
    environ = reinterpret_cast<char**>(stack + *stack + 2); // NOLINT(*-reinterpret-cast)
    char** last = environ;
    while (*last != nullptr) ++last;
    const auto* entry = reinterpret_cast<const ElfW(auxv_t)*>(last + 1); // NOLINT
    while (entry->a_type != AT_NULL && entry->a_type != AT_RANDOM) ++entry;
    if (entry->a_type == AT_NULL) return;
    __stack_chk_guard =
        *reinterpret_cast<const std::uintptr_t*>(entry->a_un.a_val) & ~0xffUL; // NOLINT
}

/** libstdc++'s headers call this for a position behind the end of a text: a bug of launch. */
[[noreturn]] void std::__throw_out_of_range_fmt(const char*, ...) { // NOLINT(*-reserved-identifier)
    __builtin_trap();
}
