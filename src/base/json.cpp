#include "base/json.hpp"

#include <array>

namespace launch {

Json& Json::member(const char* key) {
    if (follows) out.add(",");
    follows = true;
    if (key == nullptr) return *this;
    out.add("\"").add(key).add("\":");
    return *this;
}

Json& Json::open(const char* key, const char* bracket) {
    member(key);
    out.add(bracket);
    follows = false;
    return *this;
}

Json& Json::close(const char* bracket) {
    out.add(bracket);
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
    out.add(value ? "true" : "false");
    return *this;
}

Json& Json::text(const char* key, std::string_view value) {
    member(key);
    if (value.data() == nullptr) {
        out.add("null");
    } else {
        quoted(value);
    }
    return *this;
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
