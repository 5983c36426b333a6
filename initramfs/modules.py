"""Picks modules out of a kernel's tree, with all that they depend on (modules.dep(5))."""

from __future__ import annotations

import os
from typing import NamedTuple, Sequence


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

    def content(self, module: Module) -> bytes:
        """Its bytes."""
        with open(os.path.join(self.path, module.path), "rb") as file:
            return file.read()


def plain(path: str) -> str:
    """A module's name, of its file; - and _ are the same in it."""
    return os.path.basename(path).split(".", 1)[0].replace("-", "_")


def table(modules: list[Module]) -> bytes:
    """For each module what to load for it, in this order: "erofs: libcrc32c erofs"."""
    lines = []
    for module in modules:
        # modules.dep names what a module needs, and last what all of them need.
        order = [plain(path) for path in (*reversed(module.needs), module.path)]
        lines.append(f"{order[-1]}: {' '.join(order)}\n")
    return "".join(lines).encode()
