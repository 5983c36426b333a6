#include "steps/interpreter.hpp"

#include "base/text.hpp"

#include <cstring>
#include <elf.h>
#include <link.h>

namespace launch {

namespace {

using namespace std::string_view_literals;

/** The interpreter of an ELF file whose beginning is in `head`; empty when it has none. */
std::string_view elf_interpreter(std::span<const char> head) {
    using Header = ElfW(Ehdr);
    if (head.size() < sizeof(Header) || std::memcmp(head.data(), ELFMAG, SELFMAG) != 0) return {};
    decltype(Header::e_phoff) at = 0;
    decltype(Header::e_phnum) left = 0;
    std::memcpy(&at, &head[offsetof(Header, e_phoff)], sizeof at);
    std::memcpy(&left, &head[offsetof(Header, e_phnum)], sizeof left);
    ElfW(Phdr) part;
    for (; left > 0; --left, at += sizeof part) {
        if (at > head.size() || head.size() - at < sizeof part) return {};
        std::memcpy(&part, head.data() + at, sizeof part);
        if (part.p_type != PT_INTERP || part.p_offset >= head.size()) continue;
        std::string_view rest(head.data() + part.p_offset, head.size() - part.p_offset);
        return take(rest, '\0');
    }
    return {};
}

/** The interpreter in a script's first line; empty when it is no script. */
std::string_view script_interpreter(std::string_view head) {
    if (!begins(head, "#!")) return {};
    head.remove_prefix(2);
    head = skip_blanks(head);
    for (const char end : {'\n', ' ', '\t'}) head = take(head, end);
    return head;
}

} // namespace

std::string_view interpreter_of(std::span<const char> head) {
    const auto script = script_interpreter({head.data(), head.size()});
    return script.empty() ? elf_interpreter(head) : script;
}

void note_missing(std::string_view interpreter, Context& context) {
    if (interpreter.empty()) return;
    context.note.add("hint: it is there, but not its interpreter "_t).add(interpreter);
}

} // namespace launch
