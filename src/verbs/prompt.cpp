#include "verbs/prompt.hpp"

namespace launch {

bool answer_word(const Stop& why, Power& power) {
    std::array<char, 65536> memory;
    std::size_t size = 0;
    static_cast<void>(read_some(0, memory, size));
    if (size == 0) return false;
    if (memory[0] == 'r') {
        power = Power::reboot;
        return false;
    }
    if (memory[0] != 'l') complain(why);
    const auto text = memory[0] == 'l' ? kernel_log(memory) : read_in(here, "/proc/mounts", memory);
    static_cast<void>(write_patiently(1, text));
    return true;
}

} // namespace launch
