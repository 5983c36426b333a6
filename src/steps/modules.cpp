#include "steps/modules.hpp"

#include "base/names.hpp"
#include "base/text.hpp"
#include "system/modules.hpp"
#include "system/system.hpp"

#include <fcntl.h>
#include <string_view>

namespace launch {

namespace {

Result<> load_file(std::string_view name, std::span<char* const> words) {
    TextOf<128> path;
    TextOf<2048> parameters;
    Descriptor file;
    path.add("/lib/modules/").add(name).add(".ko");
    for (const char* const word : words) {
        std::string_view rest(word);
        if (take(rest, '.') == name) parameters.add(rest).add(" ");
    }
    const auto opened = open_at(here, path.c_str(), O_RDONLY, file);
    return opened ? insert_module(file, parameters.c_str()) : opened;
}

} // namespace

Result<> load_module(const char* name, std::span<char* const> words) {
    std::span<char> text;
    static_cast<void>(map_file("/lib/modules/modules.dep", text)); // without it there is none
    std::string_view lines(text.data(), text.size());
    Result<> done = refuse("load module"_t, name, "the image has none of this name"_t);
    while (!lines.empty()) {
        auto line = take(lines, '\n');
        if (!is_same(take(line, ':'), name)) continue;
        done = {};
        for (line = skip_blanks(line); done && !line.empty();)
            done = load_file(take(line, ' '), words);
        if (!done) done.error().object = name;
        break;
    }
    release_memory(text);
    return done;
}

} // namespace launch
