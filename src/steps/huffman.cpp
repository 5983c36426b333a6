/** Canonical Huffman codes: short ones by a table, the others by counting (RFC 1951, 3.2.2). */
#include "steps/inflate.hpp"

namespace launch {

bool HuffmanCode::build(std::span<const std::uint8_t> lengths) {
    counts = {};
    fast = {};
    for (const std::uint8_t length : lengths) ++counts[length];
    counts[0] = 0;
    std::array<unsigned, longest + 2> places{}; // where the codes of a length start
    unsigned code = 0;
    std::array<unsigned, longest + 2> codes{};
    unsigned used = 0; // in units of the longest code
    for (unsigned length = 1; length <= longest; ++length) {
        places[length + 1] = places[length] + counts[length];
        code = (code + counts[length - 1]) << 1;
        codes[length] = code;
        used += static_cast<unsigned>(counts[length]) << (longest - length);
        if (used > 1U << longest) return false; // more codes than there can be
    }
    const bool one = places[longest + 1] <= 1; // a lone code, or none, leaves the rest free
    if (used < 1U << longest && !one) return false;
    for (unsigned symbol = 0; symbol < lengths.size(); ++symbol) {
        const unsigned length = lengths[symbol];
        if (length == 0) continue;
        symbols[places[length]++] = static_cast<std::uint16_t>(symbol);
        note(symbol, codes[length]++, length);
    }
    return true;
}

/** Enters a short code wherever bits start with it: codes come with their highest bit first. */
void HuffmanCode::note(unsigned symbol, unsigned code, unsigned length) {
    if (length > fast_bits) return;
    unsigned mirrored = 0;
    for (unsigned bit = 0; bit < length; ++bit) mirrored |= (code >> bit & 1) << (length - 1 - bit);
    for (unsigned bits = mirrored; bits < fast.size(); bits += 1U << length) {
        fast[bits] = static_cast<std::uint16_t>(symbol << 4 | length);
    }
}

HuffmanCode::Found HuffmanCode::find(std::uint32_t bits) const {
    const unsigned entry = fast[bits % fast.size()];
    if (entry != 0) return {entry >> 4, entry & 15};
    unsigned code = 0;  // the bits so far
    unsigned first = 0; // the first code of this length
    unsigned index = 0; // and its symbol's place
    for (unsigned length = 1; length <= longest; ++length, bits >>= 1) {
        code |= bits & 1;
        const unsigned count = counts[length];
        if (code < first + count && code >= first) return {symbols[index + code - first], length};
        index += count;
        first = (first + count) << 1;
        code <<= 1;
    }
    return {0, 0};
}

} // namespace launch
