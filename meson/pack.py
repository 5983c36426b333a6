#!/usr/bin/python3
"""Packs the texts for people (src/base/literal.hpp) and the tables of a linked launch, and leaves out what
nothing needs that runs it, the headers of its sections.

    meson/pack.py LINKED LAUNCH

By texts.ld the linker has put both behind the program's zeros, and room for them, packed, at the end of
what is read only. They become zeros, too, which take no room in the file, nor does what is left of that
room."""

import os
import subprocess
import struct
import sys
import tempfile
import typing


class Header(typing.NamedTuple):
    """The part of elf(5)'s header that says where its tables are."""

    segments: int
    sections: int
    flags: int
    size: int
    segment_size: int
    segment_count: int
    section_size: int
    section_count: int
    names: int


HEADER, HEADER_AT = struct.Struct("<QQIHHHHHH"), 32
SEGMENT = struct.Struct("<IIQQQQQQ")  # type, flags, offset, address twice, size in the file, in memory
SECTION = struct.Struct("<IIQQQQ")  # name, type, flags, address, offset, size
LOADED, WRITABLE = 1, 2
FIRST_PAGE, PAGES = 0x40, 4  # of 64 KiB: the program begins at 4 MiB; an address behind them is a word like others
NEAR = 512  # bytes, as the two before in src/steps/texts.cpp


def find_section(image: bytearray, header: Header, wanted: bytes) -> tuple[int, int]:
    """A section's start and end in the file."""
    rows = [
        SECTION.unpack_from(image, header.sections + row * header.section_size)
        for row in range(header.section_count)
    ]
    names = rows[header.names][4]
    for name, _, _, _, offset, size in rows:
        if image.startswith(wanted + b"\0", names + name):
            return offset, offset + size
    raise SystemExit(f"there is no section {wanted.decode()}")


def zopfli(texts: bytes) -> bytes:
    """Deflated (RFC 1951), a twentieth smaller than by gzip. Two bytes follow, for who reads looks ahead."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(texts)
        file.flush()
        command = ["zopfli", "-c", "--deflate", "--i1000", file.name]
        return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout + b"\0\0"


def pack_words(tables: bytes) -> bytes:
    """As src/steps/texts.cpp unpacks them: two words of 8 bytes each follow a byte that says of both how
    many of their bytes are there. An address in the program has two, for its third one is said, too, or one
    where it is not far from the address before.
    """
    packed = bytearray()
    kinds = []
    last = 0
    for (word,) in struct.iter_unpack("<Q", tables):
        size = (max(word, 1).bit_length() + 7) // 8
        page, step = (word >> 16) - FIRST_PAGE, word - last + NEAR
        if not 0 <= page < PAGES:
            kinds.append((size - 1, word.to_bytes(size, "little")))
            continue
        near = 0 <= step < 2 * NEAR
        kinds.append((8 + PAGES + (step >> 8), bytes([step & 0xFF])) if near
                     else (8 + page, struct.pack("<H", word & 0xFFFF)))  # fmt: skip
        last = word
    for (low, first), (high, second) in zip(kinds[::2], kinds[1::2], strict=True):
        packed += bytes([high << 4 | low]) + first + second
    return bytes(packed)


def pack(image: bytearray) -> bytearray:
    """The program as it is run."""
    header = Header(*HEADER.unpack_from(image, HEADER_AT))
    start, end = find_section(image, header, b".tables")
    packed = pack_words(image[start:end])
    start, end = find_section(image, header, b".texts")
    packed += zopfli(image[start:end].rstrip(b"\0") + b"\0")
    room, room_end = find_section(image, header, b".packed")
    kept = room + len(packed)
    if kept > room_end:
        raise SystemExit(f"texts and tables take {len(packed)} bytes: leave more room in texts.ld")
    for row in range(header.segment_count):
        at = header.segments + row * header.segment_size
        kind, flags, offset, address, same, _, size = SEGMENT.unpack_from(image, at)[:7]
        if kind != LOADED:
            continue
        stays = 0 if flags & WRITABLE else kept - offset
        if stays and offset + size != room_end:
            raise SystemExit("what is packed is not at the end of their segment")
        SEGMENT.pack_into(image, at, kind, flags, offset, address, same, stays, stays or size,
                          *SEGMENT.unpack_from(image, at)[7:])
    none = header._replace(sections=0, section_count=0, names=0)
    HEADER.pack_into(image, HEADER_AT, *none)
    return image[:room] + packed


def main() -> None:
    """Reads one file and writes the other."""
    linked, launch = sys.argv[1:]
    with open(linked, "rb") as file:
        image = pack(bytearray(file.read()))
    with open(launch, "wb") as file:
        file.write(image)
    os.chmod(launch, 0o755)


main()
