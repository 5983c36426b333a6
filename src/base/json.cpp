#include "base/json.hpp"

#include <array>

namespace launch {

void Json::plain_member(const char* key) {
    if (depth > 2) { // in the line of what it is a part of
        out.space();
        return;
    }
    out.add(out.view().empty() ? "" : "\n").add(depth == 2 ? "  " : "").add(key);
    if (key != nullptr) out.add(": ");
}

Json& Json::member(const char* key) {
    if (plain) {
        if (depth > 0) plain_member(key);
        return *this;
    }
    if (follows) out.add(",");
    follows = true;
    if (key == nullptr) return *this;
    out.add("\"").add(key).add("\":");
    return *this;
}

Json& Json::begin() {
    return open().number("version", 1);
}

Json& Json::enter(const char* key, bool list) {
    member(key);
    ++depth;
    lists = lists << 1 | (list ? 1 : 0);
    if (!plain) out.add(list ? "[" : "{");
    follows = false;
    return *this;
}

Json& Json::open(const char* key) {
    return enter(key, false);
}

Json& Json::list(const char* key) {
    return enter(key, true);
}

Json& Json::close() {
    --depth;
    if (!plain) out.add((lists & 1) != 0 ? "]" : "}");
    lists >>= 1;
    follows = true;
    return *this;
}

Json& Json::number(const char* key, std::uint64_t value) {
    member(key);
    out.number(value);
    return *this;
}

Json& Json::truth(const char* key, bool value) {
    member(key);
    if (plain && depth > 2) {
        if (value) out.add(key);
    } else {
        out.add(value ? "true" : "false");
    }
    return *this;
}

Json& Json::text(const char* key, std::string_view value) {
    member(key);
    if (value.data() == nullptr) {
        out.add("null");
    } else if (plain) {
        out.add_printable(value);
    } else {
        quoted(value);
    }
    return *this;
}

Json& Json::word(const char* key, const char* value) {
    return text(key, sized(value));
}

void Json::quoted(std::string_view value) {
    constexpr std::string_view digits = "0123456789abcdef";
    out.add("\"");
    for (const char byte : value) {
        const auto code = static_cast<unsigned char>(byte);
        if (code >= ' ' && code < 0x7f && byte != '"' && byte != '\\') {
            out.add(std::string_view(&byte, 1));
            continue;
        }
        const std::array<char, 2> hexadecimal = {digits[code >> 4], digits[code & 15]};
        out.add("\\u00").add(std::string_view(hexadecimal.data(), hexadecimal.size()));
    }
    out.add("\"");
}

} // namespace launch
