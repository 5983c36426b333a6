/** JSON as launch writes it: for --info-fd, --report-fd, and the verbs' --json. */
#pragma once

#include "base/text.hpp"

namespace launch {

/**
 * Writes JSON (RFC 8259) into a Text; the commas come by themselves. A value in a list has a null
 * key.
 */
class Json {
public:
    /** @param plain for people: a line a member, without quotes; what is deeper in one line */
    explicit Json(Text& out, bool plain = false) : out(out), plain(plain) {}

    Json& begin();                         ///< a document: all are of version 1
    Json& open(const char* key = nullptr); ///< an object
    Json& list(const char* key);
    Json& close(); ///< what was opened last
    Json& number(const char* key, std::uint64_t value);
    /** Bytes that are no UTF-8 by themselves, and control bytes, become \u00XX; null is null. */
    Json& text(const char* key, std::string_view value);
    Json& word(const char* key, const char* value); ///< the same
    Json& truth(const char* key, bool value);

private:
    Json& member(const char* key);
    void plain_member(const char* key);
    Json& enter(const char* key, bool list);
    void quoted(std::string_view value);

    Text& out;
    bool plain;
    bool follows = false; ///< something stands before, so a comma is due
    unsigned depth = 0;
    unsigned lists = 0; ///< bit 0: what was opened last is a list, bit 1: what that is in
};

} // namespace launch
