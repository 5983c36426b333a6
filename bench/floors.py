"""The programs of bench/floor: what is done by hand and nothing besides, to measure launch by."""

from __future__ import annotations

import functools
import os
import re

import place
import workshop

SOURCES = os.path.join(place.TOP, "bench", "floor")
MADE = workshop.made("bench", "floor")


@functools.cache
def write_filter() -> None:
    """launch's own filter, as posture.h wants it: what follows the start for --allow-userns."""
    source = os.path.join(MADE, "filter.cpp")
    rules = os.path.join(place.TOP, "seccomp", "calls.txt")
    generator = os.path.join(place.TOP, "seccomp", "generate.py")
    workshop.tool("make the filter", generator, rules, source, "x86_64", "g++")
    with open(source, encoding="ascii") as file:
        text = file.read()
    start = int(re.search(r"default_filter\{rows\.subspan\((\d+)\)", text)[1])
    rows = "\n".join(re.findall(r"^    \{0x.*?\},", text, re.M)[start:])
    array = f"static const struct sock_filter filter[] = {{\n{rows}\n}};\n"
    header = f"#include <linux/filter.h>\n{array}"
    workshop.save(os.path.join(MADE, "filter.h"), header.encode())


@functools.cache
def build(name: str, *kinds: str) -> str:
    """Builds one, as the kinds (macros of its source) want it; answers its path."""
    with workshop.locked():
        write_filter()
        headers = [f"-idirafter/usr/include{more}" for more in ("", "/x86_64-linux-gnu")]
        flags = ["-static", "-Os", "-s", "-Wall", "-Wextra", "-Werror", *headers, f"-I{MADE}"]
        path = os.path.join(MADE, "-".join((name, *kinds)).lower())
        source = os.path.join(SOURCES, f"{name}.c")
        defined = [f"-D{kind}" for kind in kinds]
        workshop.tool(f"build {name}", "musl-gcc", *flags, *defined, "-o", f"{path}.new", source)
        os.replace(f"{path}.new", path)  # another one may be running it
    return path
