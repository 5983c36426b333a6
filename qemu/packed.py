"""The image of one run: what lies beside the root, the root, and the words for PID 1.

The packed root is kept in build/images, so that a second boot packs nothing. The rest is tiny and
made afresh, so that a new launch does not mean packing the root again.
"""

from __future__ import annotations

import glob
import hashlib
import os
import shutil
from typing import BinaryIO, NamedTuple, Sequence

from roots import Root
from workshop import TOP, Failure, made

import cpio  # these two lie in initramfs/, which workshop has put on the path
import pack

class Modules(NamedTuple):
    """Modules to be loaded, and the kernel's tree that they are in."""

    tree: str | None = None
    names: Sequence[str] = ()


KEPT = 8  # packed roots; the ones unused for longest are removed
PAGE = 4096
PER_MEMORY = 56  # the part of its memory that a kernel keeps to manage it


def write(
    out: BinaryIO, root: Root, added: list[str], init: str, words: list[bytes], modules: Modules
) -> None:
    """Writes the image; of a file that is there twice the kernel keeps the later one."""
    try:
        with open(init, "rb") as file:
            head = pack.system(file.read(), modules.tree, modules.names)
        out.write(head)
        if os.path.isdir(root.path):
            pack.pack_root(out, root.path, root.place)
        else:
            with open(packed(root), "rb") as body:
                shutil.copyfileobj(body, out, 1 << 20)
        for more in added:
            pack.pack_root(out, more, root.place)
        out.write(pack.words(words))
        out.flush()
    except pack.PackError as error:
        raise Failure(str(error)) from error
    except OSError as error:
        raise Failure(f"pack {root.path}: {error.strerror}") from error


def packed(root: Root) -> str:
    """An archive's packed root, kept by the archive's digest and its place in the image."""
    with open(root.path, "rb") as archive:
        digest = hashlib.file_digest(archive, "sha256")
    digest.update(root.place.encode())
    for module in sorted(glob.glob(os.path.join(TOP, "initramfs", "*.py"))):
        with open(module, "rb") as source:
            digest.update(source.read())  # another packer may pack differently
    path = os.path.join(made("images"), digest.hexdigest()[:32] + ".cpio")
    if os.path.exists(path):
        os.utime(path)
    else:
        pack.save(path, b"", root.path, root.place)
        forget_oldest(os.path.dirname(path))
    return path


def forget_oldest(folder: str) -> None:
    """Keeps the folder from growing for ever."""
    paths = sorted((entry.path for entry in os.scandir(folder)), key=os.path.getmtime)
    for path in paths[:-KEPT]:
        os.unlink(path)


def check_memory(image: BinaryIO, memory: int, kept: int) -> None:
    """Refuses an image that the kernel would unpack only in part, and boot on.

    The kernel keeps some MiB for itself, and the initial root may take half of what is left.
    """
    size = image.tell()
    image.seek(0)
    needed = cpio.pages(image) * PAGE
    left = (memory << 20) - (kept << 20) - (memory << 20) // PER_MEMORY - size
    given = max(left // 2, 0)
    if needed > given:
        raise Failure(
            f"start machine: image needs {-(-needed >> 20)} MiB, --memory {memory}M"
            f" gives {given >> 20} MiB"
        )
