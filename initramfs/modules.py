"""Picks modules out of a kernel's tree, with all that they depend on (modules.dep(5))."""

from __future__ import annotations

import os
import re
from typing import NamedTuple, Sequence

BUSES = ("acpi", "pci:", "virtio:")  # whose devices PID 1 looks at

FOLDERS = {
    "storage": ("ata", "block", "message", "mmc", "nvme", "scsi"),
    "network": ("net",),
    "virtio": ("char", "crypto", "gpu", "virtio"),
    "9p": (),
}
OTHERS = {"virtio": ("fs/fuse/", "net/vmw_vsock/"), "9p": ("net/9p/",)}
SILENT = {"storage": ("sd_mod",), "9p": ("9p",)}  # no device there asks for these


class Module(NamedTuple):
    """One that goes into the image: its path below /lib/modules/RELEASE, and what it needs."""

    path: str
    needs: list[str]


class ModuleError(Exception):
    """A tree or a name that is no good; the text is the reason."""


class Tree:
    """The modules of one kernel: /lib/modules/RELEASE, wherever that lies."""

    def __init__(self, path: str) -> None:
        self.path = path.rstrip("/")
        self.modules: dict[str, Module] = {}
        for line in self.lines("modules.dep"):
            file, _, needs = line.partition(":")
            self.modules[plain(file)] = Module(file, needs.split())
        self.built_in = {plain(line) for line in self.lines("modules.builtin")}

    def lines(self, name: str) -> list[str]:
        """A list's lines."""
        with open(os.path.join(self.path, name), encoding="utf-8") as file:
            return file.read().splitlines()

    def pick(self, names: Sequence[str]) -> list[Module]:
        """The modules of these names, and what they need; what is built in needs nothing."""
        picked: dict[str, Module] = {}
        waiting = [plain(name) for name in names]
        while waiting:
            name = waiting.pop()
            module = self.modules.get(name)
            if not module and name not in self.built_in:
                raise ModuleError(f"{self.path} has no module {name}")
            if module and name not in picked:
                picked[name] = module
                waiting += [plain(path) for path in module.needs]
        return sorted(picked.values(), key=lambda module: module.path)

    def separate(self, names: Sequence[str]) -> list[str]:
        """Those of the names that are not built in."""
        return [name for name in map(plain, names) if name in self.modules]

    def drivers(self, classes: Sequence[str]) -> list[tuple[str, str]]:
        """By the pattern of a device's name, what drives it: modules.alias, of these classes. What
        virtio's devices are on is always among them."""
        folders = [f"kernel/drivers/{name}/" for each in classes for name in FOLDERS[each]]
        folders += [f"kernel/{name}" for each in classes for name in OTHERS.get(each, ())]
        wanted = ("kernel/drivers/virtio/", *folders)
        found = []
        for line in self.lines("modules.alias"):
            pattern, name = line.split()[1:3]
            module = self.modules.get(plain(name))
            if module and module.path.startswith(wanted) and pattern.startswith(BUSES):
                # PID 1 knows * alone, and it is no harm when a module is loaded in vain.
                found.append((re.sub(r"\[[^]]*\]|\?", "*", pattern).rstrip("*") + "*", plain(name)))
        return found

    def silent(self, classes: Sequence[str]) -> list[str]:
        """What else these classes take, as far as this kernel has it."""
        names = [name for each in classes for name in SILENT.get(each, ())]
        return [name for name in names if name in self.modules]

    def content(self, module: Module) -> bytes:
        """Its bytes."""
        with open(os.path.join(self.path, module.path), "rb") as file:
            return file.read()


def plain(path: str) -> str:
    """A module's name, of its file; - and _ are the same in it."""
    return os.path.basename(path).split(".", 1)[0].replace("-", "_")


def check(classes: Sequence[str]) -> None:
    """Refuses what is no class of devices."""
    unknown = [name for name in classes if name not in FOLDERS]
    if unknown:
        raise ModuleError(f"there is no class {unknown[0]}, but {', '.join(FOLDERS)}")


def table(modules: list[Module], drivers: Sequence[tuple[str, str]] = ()) -> bytes:
    """What to load, in this order, for a module, "erofs libcrc32c erofs", and for a device."""
    orders = {}
    for module in modules:
        # modules.dep names what a module needs, and last what all of them need.
        order = [plain(path) for path in (*reversed(module.needs), module.path)]
        orders[order[-1]] = " ".join(order)
    lines = [*((name, name) for name in orders), *drivers]
    return "".join(f"{key} {orders[name]}\n" for key, name in lines).encode()
