#include "base/names.hpp"

#include <cstring>

namespace launch {

bool is_same(std::string_view word, const char* other) {
    return std::strncmp(word.data(), other, word.size()) == 0 && std::strlen(other) == word.size();
}

bool is_dots(std::string_view name) {
    return is_same(name, ".") || is_same(name, "..");
}

const char* name_at(const char* table, unsigned number) {
    for (; *table != '\0' && number > 0; --number) table += std::strlen(table) + 1;
    return table;
}

unsigned find_name(const char* table, std::string_view name) {
    for (unsigned number = 0; *table != '\0'; ++number, ++table) {
        std::size_t same = 0;
        for (; same < name.size() && *table != '\0' && *table == name[same]; ++same) ++table;
        if (same == name.size() && *table == '\0') return number;
        while (*table != '\0') ++table;
    }
    return no_name;
}

unsigned find_name(const char* table, const char* name) {
    return find_name(table, sized(name));
}

std::optional<NameSet> read_names(const char* table, std::string_view list) {
    NameSet set = 0;
    while (list.data() != nullptr) {
        const unsigned number = find_name(table, take(list, ','));
        if (number == no_name) return std::nullopt;
        set |= NameSet{1} << number;
    }
    return set;
}

bool is_plain_name(const char* word) {
    unsigned length = 0;
    for (; word[length] != '\0'; ++length) {
        const char byte = word[length];
        const char lower = static_cast<char>(byte | 0x20);
        const bool plain = (lower >= 'a' && lower <= 'z') || (byte >= '0' && byte <= '9');
        if (!plain && byte != '_' && (length == 0 || (byte != '.' && byte != '-'))) return false;
    }
    return length > 0 && length <= 64;
}

void add_names(Text& out, const char* table, NameSet set) {
    const char* separator = "";
    for (; set != 0; set &= set - 1) {
        const char* const name = name_at(table, lowest(set));
        if (*name == '\0') return;
        out.add(separator).add(name);
        separator = ",";
    }
}

} // namespace launch
