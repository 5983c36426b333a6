"""What differs by architecture: names, the machines that QEMU makes, and their serial lines."""

from __future__ import annotations

import os
from dataclasses import dataclass

from workshop import BUILD, Failure, made

NATIVE = "x86_64"  # of everything that is made without --arch

# panic=-1: a panic restarts at once, which -no-reboot turns into the machine's end.
# cryptomgr.notests: the kernel's self-tests of ciphers would take a sixth of the boot.
KERNEL_WORDS = ("panic=-1", "cryptomgr.notests")


@dataclass(frozen=True)
class Board:
    """A kind of machine."""

    qemu: tuple[str, ...]  # what starts it
    lines: tuple[str, ...]  # the option for each serial line: console, report, output, errors
    words: tuple[str, ...]  # for its kernel
    bus: str = "pci"  # of virtio devices, as their names in QEMU end
    report: int = 1  # which ttyS the report's line is; output and errors follow

    def line(self, number: int) -> str:
        """The report's line inside, or one behind it."""
        return f"/dev/ttyS{self.report + number}"


# "max" has RDRAND, so that the first getrandom() inside need not wait for entropy.
X86 = ("qemu-system-x86_64", "-cpu", "max", "-machine")
ARM = ("qemu-system-aarch64", "-cpu", "cortex-a57", "-machine")

Q35 = Board((*X86, "q35"), ("-serial chardev:{}",) * 4, ("console=ttyS0", *KERNEL_WORDS))
# A second -serial would be dead, but ACPI tells the kernel of each isa-serial. Without a frequency to
# believe in, the kernel finds its clock unstable now and then, and hangs.
MICROVM = Board(
    (*X86, "microvm,isa-serial=off"),
    ("-device isa-serial,chardev={}",) * 4,
    ("console=ttyS0", *KERNEL_WORDS, "tsc_early_khz=1000000"),
    bus="device",
)
# Its own line is no 16550, so the ones on its PCI bus are counted from 0.
VIRT = Board(
    (*ARM, "virt"),
    ("-serial chardev:{}", *("-device pci-serial,chardev={}",) * 3),
    ("console=ttyAMA0", *KERNEL_WORDS, "cma=0"),
    report=0,
)


@dataclass(frozen=True)
class Architecture:
    """One that launch is built for and machines are made of."""

    name: str
    debian: str
    alpine: str  # the SHA-256 of its Alpine
    # MiB that Debian's 6.1 keeps for itself: measured from 96 MiB to 2 GiB, at most 3 too much.
    kept: int
    boards: dict[str, Board]  # the first is the default

    @property
    def foreign(self) -> bool:
        """Whether its packages are not those of this host."""
        return self.name != NATIVE

    def path(self, name: str) -> str:
        """Where something made for it lies."""
        return os.path.join(BUILD, self.name if self.foreign else "", name)

    def made(self, name: str) -> str:
        """A folder of it, there when this returns."""
        return made(self.path(name))

    def board(self, name: str | None) -> Board:
        """The board of a name; the first without one."""
        if name and name not in self.boards:
            names = " and ".join(self.boards)
            raise Failure(f"read option --machine: {self.name} has {names}, no {name}")
        return self.boards[name or next(iter(self.boards))]


X86_64 = Architecture(
    NATIVE,
    "amd64",
    "d4e6fd67dcf75e40c451560ac7265166c2b72a0f38ddc9aae756a7de3d1efa0c",
    42,
    {"q35": Q35, "microvm": MICROVM},
)
AARCH64 = Architecture(
    "aarch64",
    "arm64",
    "041fa34a81788242df9e78fa69b97ab45b8ec47ddbf88864755610414a7bf3de",
    31,
    {"virt": VIRT},
)
ALL = {each.name: each for each in (X86_64, AARCH64)}
