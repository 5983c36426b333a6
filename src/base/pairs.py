#!/usr/bin/python3
"""Learns the pairs of base/literal.hpp from all texts in src that are marked with _t or _row: byte pair
encoding (Gage 1994). Its answer, pairs.hpp, is kept in the repository; run it again when texts have
changed much. It changes the size of launch only, never what it says."""

import ast
import collections
import pathlib
import re

# What stands for a pair, in the order of learning: no byte of a text, so neither NUL nor newline.
BYTES = [*range(0x80, 0x100), *range(1, 10), *range(11, 32)]
LITERAL = re.compile(r'((?:"(?:[^"\\\n]|\\.)*"\s*)+)_(t|row)\b')
PART = re.compile(r'"(?:[^"\\\n]|\\.)*"')


def texts(folder: pathlib.Path) -> list[bytes]:
    """Each text once."""
    found = set()
    for path in sorted(folder.rglob("*.?pp")):
        for match in LITERAL.finditer(path.read_text()):
            parts = PART.findall(match[1])
            text = b"".join(ast.literal_eval("b" + part) for part in parts)
            found.add(text.rpartition(b"\0")[2] if match[2] == "row" else text)
    return sorted(found)


def learn(lines: list[list[int]]) -> list[tuple[int, int]]:
    """The pair that is most often there is joined, again and again."""
    pairs = []
    for byte in BYTES:
        counts = collections.Counter()
        for line in lines:
            counts.update(pair for pair in zip(line, line[1:]) if 0 not in pair)
        pair = min(counts, key=lambda each: (-counts[each], each))
        pairs.append(pair)
        for line in lines:
            at = 0
            while at < len(line) - 1:
                if (line[at], line[at + 1]) == pair:
                    line[at : at + 2] = [byte]
                at += 1
    return pairs


def shown(byte: int) -> str:
    """As a character of C++."""
    if byte in b"'\\":
        return f"'\\{chr(byte)}'"
    return f"'{chr(byte)}'" if 32 <= byte < 127 else f"'\\x{byte:02x}'"


def main() -> None:
    """Writes the table beside itself."""
    here = pathlib.Path(__file__).resolve().parent
    lines = [list(text) for text in texts(here.parent)]
    before = sum(map(len, lines))
    pairs = learn(lines)
    print(f"{before} bytes become {sum(map(len, lines))}")
    table = [(0, 0)] * 160
    for byte, pair in zip(BYTES, pairs):
        table[(byte - 0x80) % 256] = pair
    rows = ", ".join(f"{{{shown(first)}, {shown(second)}}}" for first, second in table)
    (here / "pairs.hpp").write_text(
        "/** Made by pairs.py: what a byte stands for in a packed text, from 0x80 on and from 0 on. */\n"
        "#pragma once\n\n#include <array>\n\nnamespace launch::packing {\n\n"
        "// clang-format off\ninline constexpr std::array<std::array<char, 2>, 160> pairs = {{\n"
        f"{rows}\n}}}};\n// clang-format on\n\n}} // namespace launch::packing\n"
    )


main()
