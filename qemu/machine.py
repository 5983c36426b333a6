"""The virtual machine: QEMU's command line, its start, and its end in every case."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import termios
from dataclasses import dataclass
from typing import Iterator, Sequence

import events
from architectures import Board
from options import Disk
from workshop import Failure

PANIC = b"Kernel panic - not syncing"
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)

# The least that a machine can do with: no default devices, no screen, no network.
DEVICES = (
    *("-smp", "1", "-no-reboot"),
    *("-nodefaults", "-no-user-config", "-display", "none", "-nic", "none"),
)


@dataclass(frozen=True)
class Boot:
    """What to start."""

    board: Board
    kernel: str
    memory: int
    append: str
    accelerator: str = "tcg"
    image: int | None = None  # a descriptor
    interactive: bool = False  # the console is our terminal
    debug_shell: str | None = None  # a socket for the line of the output, which is free then
    disks: Sequence[Disk] = ()
    channels: Sequence[str] = ()  # that carry the record besides the serial line
    shares: Sequence[tuple[str, int]] = ()  # tags, and descriptors to who serves them
    net: bool = False
    monitor: str | None = None  # a socket


class Machine:
    """A running QEMU; our ends of its lines are `console`, `report`, `output`, `errors`, `ports`, and
    `events` that of QMP, if it is wanted."""

    def __init__(self, boot: Boot) -> None:
        ours, theirs = socket.socketpair()
        pipes = [os.pipe() for _ in range(4 if "port" in boot.channels else 3)]
        self.report = ours.detach()
        self.console, self.output, self.errors, *self.ports = (reader for reader, _ in pipes)
        lines = [theirs.detach(), *(writer for _, writer in pipes)]
        self.events, told = (None, None)
        if "panic" in boot.channels:
            self.events, told = (end.detach() for end in socket.socketpair())
            os.write(self.events, events.HELLO)
        others = [boot.image] if boot.image else []
        others += [served for _, served in boot.shares]
        others += [told] if told else []
        parent = os.getpid()
        try:
            self.process = subprocess.Popen(
                command(boot, *lines) + tell_events(told),
                stdin=None if boot.interactive else subprocess.DEVNULL,
                stdout=None if boot.interactive else subprocess.DEVNULL,
                stderr=lines[1],  # QEMU's own messages end up on the console
                pass_fds=[*lines, *others],
                preexec_fn=lambda: die_with(parent, boot.interactive),
            )
        except OSError as error:
            raise Failure(f"start {boot.board.qemu[0]}: {error.strerror}") from error
        for descriptor in [*lines, *([told] if told else [])]:
            os.close(descriptor)

    def end(self) -> None:
        """Ends QEMU; one that the kernel will not let go of (a stuck KVM) is left to it."""
        self.process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(2)


def command(
    boot: Boot, report: int, console: int, output: int, errors: int, port: int | None = None
) -> list[str]:
    """QEMU's command line, with the four serial lines.

    What only comes out is read from a line's log, which goes to a pipe: a socket would fill up
    after some three hundred bytes, because QEMU sends them one by one.
    """
    words = [*boot.board.qemu, *DEVICES, "-accel", boot.accelerator, "-m", f"{boot.memory}M"]
    words += ["-kernel", boot.kernel, "-append", boot.append]
    words += ["-initrd", f"/dev/fd/{boot.image}"] if boot.image else []
    terminal = "stdio,signal=off" if boot.interactive else "null"
    third = f"null,logfile=/dev/fd/{output}"
    if boot.debug_shell:
        third = listening(boot.debug_shell)
    lines = (
        f"{terminal},logfile=/dev/fd/{console}",
        f"socket,fd={report}",
        third,
        f"null,logfile=/dev/fd/{errors}",
    )
    for number, (line, option) in enumerate(zip(lines, boot.board.lines)):
        name = f"line{number}"
        words += ["-chardev", f"{line},id={name}", *option.format(name).split()]
    if boot.monitor:
        words += ["-chardev", f"{listening(boot.monitor)},id=monitor", "-monitor", "chardev:monitor"]
    for number, disk in enumerate(boot.disks):
        words += drive(f"disk{number}", disk)
    words += shared(boot)
    if boot.net:
        words += ["-netdev", "user,id=net", "-device", network(boot.board)]
    if port is not None:
        words += ["-chardev", f"file,id=port,path=/dev/fd/{port}"]
        words += ["-device", f"virtio-serial-{boot.board.bus}"]
        words += ["-device", "virtserialport,chardev=port,name=launch.record"]
    if "exit" in boot.channels:
        words += ["-device", "isa-debug-exit,iobase=0xf4,iosize=4"]
    return words


def tell_events(descriptor: int | None) -> list[str]:
    """QEMU tells them there, and the machine has a device to panic by."""
    if descriptor is None:
        return []
    events_line = f"socket,id=events,fd={descriptor}"
    return ["-chardev", events_line, "-mon", "chardev=events,mode=control", "-device", "pvpanic"]


def port_modules(board: Board, channels: Sequence[str]) -> list[str]:
    """Those that a port takes in Debian's cloud kernel, which has none of them built in."""
    return [board.transport, "virtio_console"] if "port" in channels else []


def listening(path: str) -> str:
    """A Unix socket, as QEMU calls it, that nobody is waited for on."""
    return f"socket,path={path.replace(',', ',,')},server=on,wait=off"


def drive(name: str, disk: Disk) -> list[str]:
    """An NVMe drive, for which Debian's cloud kernel needs no module."""
    path = disk.path.replace(",", ",,")
    access = "on" if disk.readonly else "off"
    return [
        *("-drive", f"if=none,id={name},format=raw,readonly={access},file={path}"),
        *("-device", f"nvme,drive={name},serial={name}"),
    ]


def shared(boot: Boot) -> list[str]:
    """The virtiofs shares; who serves them works in the machine's memory."""
    words: list[str] = []
    if boot.shares:
        memory = f"memory-backend-memfd,id=memory,size={boot.memory}M,share=on"
        words += ["-object", memory, "-machine", "memory-backend=memory"]
    for number, (tag, served) in enumerate(boot.shares):
        words += ["-chardev", f"socket,id=share{number},fd={served}"]
        words += ["-device", f"vhost-user-fs-{boot.board.bus},chardev=share{number},tag={tag}"]
    return words


def network(board: Board) -> str:
    """A virtio network card; on PCI it would have a ROM to boot from."""
    return "virtio-net-pci,netdev=net,romfile=" if board.bus == "pci" else "virtio-net-device,netdev=net"


def die_with(parent: int, interactive: bool) -> None:
    """Runs in the child: QEMU must not outlive us, even if we are killed.

    On our terminal it is told to end, not killed, so that it puts the terminal back in order.
    """
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM if interactive else signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


@contextlib.contextmanager
def kept_terminal() -> Iterator[None]:
    """Puts the terminal, and the flags of our streams, back as they were."""
    flags = {number: fcntl.fcntl(number, fcntl.F_GETFL) for number in range(3)}
    terminal = termios.tcgetattr(0) if os.isatty(0) else None
    try:
        yield
    finally:
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)  # we may be in the background by now
        for number, value in flags.items():
            fcntl.fcntl(number, fcntl.F_SETFL, value)
        if terminal:
            termios.tcsetattr(0, termios.TCSANOW, terminal)
