"""Reads a root from a tar archive.

Whatever the archive says, every name ends up below the root's place: absolute names lose their
slash, and `..` or a way through a symbolic link is refused.
"""

from __future__ import annotations

import stat
import tarfile
from tarfile import EmptyHeaderError, EOFHeaderError, HeaderError  # type: ignore[attr-defined]
from typing import Iterator

from cpio import CpioError, Entry, printable
from order import Content, Item, above, ordered

Members = dict[bytes, tarfile.TarInfo]
ENDS = (EmptyHeaderError, EOFHeaderError)

TYPES = {
    tarfile.REGTYPE: stat.S_IFREG,
    tarfile.AREGTYPE: stat.S_IFREG,
    tarfile.CONTTYPE: stat.S_IFREG,
    tarfile.GNUTYPE_SPARSE: stat.S_IFREG,
    tarfile.DIRTYPE: stat.S_IFDIR,
    tarfile.SYMTYPE: stat.S_IFLNK,
    tarfile.CHRTYPE: stat.S_IFCHR,
    tarfile.BLKTYPE: stat.S_IFBLK,
    tarfile.FIFOTYPE: stat.S_IFIFO,
}


class Member(tarfile.TarInfo):
    """A member that must be whole: tarfile takes a damaged one for the archive's end."""

    @classmethod
    def fromtarfile(cls, tar: tarfile.TarFile) -> tarfile.TarInfo:
        """The next member."""
        try:
            member = super().fromtarfile(tar)
        except ENDS:
            raise
        except HeaderError as error:
            if tar.offset == 0:  # perhaps it is compressed, or no archive at all
                raise
            raise damaged(tar) from error
        if member.size < 0:
            raise damaged(tar)
        return member


def damaged(tar: tarfile.TarFile) -> CpioError:
    """Where it is."""
    return CpioError(f"it is damaged at byte {tar.offset} of the tar archive")


def entries(path: str) -> Iterator[Item]:
    """A tar archive's entries; a later member replaces an earlier one of the same name."""
    with tarfile.open(path, tarinfo=Member, encoding="utf-8", errors="surrogateescape") as tar:
        members = {contained(member.name): member for member in tar.getmembers()}
        owners = {name: linked_to(name, members) for name in members}
        found = {name: described(name, members[owners[name]]) for name in members}
        refuse_detours(found)
        yield from ordered(
            found,
            file_of=owners.__getitem__,
            content=lambda name: data(tar, members[owners[name]]),
        )
        read_on(tar)


def read_on(tar: tarfile.TarFile) -> None:
    """Reads to the end: a compressed archive's checksum stands there."""
    assert tar.fileobj
    while tar.fileobj.read(1 << 20):
        pass


def contained(name: str) -> bytes:
    """A name from an archive as bytes below the root."""
    parts = [part for part in encoded(name).split(b"/") if part not in (b"", b".")]
    if b".." in parts:
        raise CpioError(f"{name!r} leads out of the root")
    return b"/".join(parts)


def encoded(text: str) -> bytes:
    """The bytes that tarfile has read as this text."""
    return text.encode("utf-8", "surrogateescape")


def linked_to(name: bytes, members: Members) -> bytes:
    """The name under which a member's data lies: a hard link leads to another one."""
    seen = {name}
    while members[name].islnk():
        link = members[name]
        name = contained(link.linkname)
        if name not in members or name in seen:
            raise CpioError(f"{link.name!r} is a hard link to {link.linkname!r}, which is missing")
        seen.add(name)
    return name


def described(name: bytes, member: tarfile.TarInfo) -> Entry:
    """A member as an entry."""
    if member.type not in TYPES:
        raise CpioError(f"{member.name!r} is of the unknown type {member.type!r}")
    return Entry(
        name,
        TYPES[member.type] | (member.mode & 0o7777),
        owner=member.uid,
        group=member.gid,
        modified=int(member.mtime),
        size=member.size if member.isreg() else 0,
        device=(member.devmajor, member.devminor) if member.ischr() or member.isblk() else (0, 0),
    )


def data(tar: tarfile.TarFile, member: tarfile.TarInfo) -> Content:
    """A member's data: a file's bytes or a symbolic link's target."""
    if member.issym():
        return encoded(member.linkname)
    return (tar.extractfile(member) or b"") if member.isreg() else b""


def refuse_detours(entries: dict[bytes, Entry]) -> None:
    """Refuses a name below something that is no directory: a link there could lead anywhere."""
    if b"" in entries and not stat.S_ISDIR(entries[b""].mode):
        raise CpioError("the root itself is no directory")
    for parent, name in above(entries).items():
        if parent in entries and not stat.S_ISDIR(entries[parent].mode):
            below, over = printable(name), printable(parent)
            raise CpioError(f"{below!r} lies below {over!r}, which is no directory")
