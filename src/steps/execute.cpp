/** Finding and executing the command, and saying why it could not be. */
#include "steps/command.hpp"

#include "steps/tell.hpp"
#include "system/procfs.hpp"
#include "system/system.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <string_view>

namespace launch {

namespace {

using namespace std::string_view_literals;

/** The interpreter of an ELF file whose beginning is in `head`; empty when it has none. */
std::string_view elf_interpreter(std::span<const char> head) {
    ElfW(Ehdr) file{};
    if (head.size() < sizeof file || std::memcmp(head.data(), ELFMAG, SELFMAG) != 0) return {};
    std::memcpy(&file, head.data(), sizeof file);
    for (std::size_t index = 0; index < file.e_phnum; ++index) {
        ElfW(Phdr) part{};
        const std::size_t at = file.e_phoff + index * sizeof part;
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

/** When a file is there and exec still answers ENOENT, its interpreter is what is missing. */
void note_interpreter(const char* path, Context& context) {
    std::array<char, 4096> head;
    std::size_t size = 0;
    if (!read_file(path, head, size)) return;
    const auto found = std::span(head).first(size);
    const auto script = script_interpreter({found.data(), found.size()});
    const auto name = script.empty() ? elf_interpreter(found) : script;
    if (!name.empty()) context.note.add("hint: it is there, but not its interpreter "_t).add(name);
}

/** One candidate; the answer is always a failure, for success does not come back. */
Error try_path(const char* path, const Execute& step, Context& context) {
    const Error error = execute(path, step.words.data(), context.environment).error();
    if (error.is(ENOENT)) note_interpreter(path, context);
    return error;
}

/** Only these let the search go on to PATH's next directory, as execvp(3) does. */
bool goes_on(Error error) {
    return error.is(ENOENT) || error.is(ENOTDIR) || error.is(EACCES);
}

Error search(const Execute& step, Context& context) {
    Error worst{ENOENT, "find"_t};
    const char* const found = find_variable(context.environment, "PATH="sv);
    auto rest = sized(found); // as the command will see it
    do {
        const auto folder = take(rest, ':');
        TextOf<PATH_MAX> candidate;
        candidate.add(folder).add(folder.empty() ? "." : "");
        candidate.add("/").add(step.words[0]);
        const Error error = try_path(candidate.c_str(), step, context);
        if (!goes_on(error)) return error;
        if (error.is(EACCES)) worst = error;
    } while (rest.data() != nullptr && context.note.view().empty());
    return worst;
}

} // namespace

Result<> apply(const Execute& step, Context& context) {
    const char* const name = step.words[0];
    Error error = *name == '\0'                       ? Error{ENOENT, "find"_t}
                  : std::strchr(name, '/') != nullptr ? try_path(name, step, context)
                                                      : search(step, context);
    error.object = nullptr; // the step's own words name the command
    return std::unexpected(error);
}

void describe(Text& out, const Execute& step) {
    tell(out, "execute %"_t, step.words[0]);
}

} // namespace launch
