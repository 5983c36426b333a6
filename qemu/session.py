"""Which of the three kinds of session is wanted, and the words that tell launch so.

A relayed command has pipes, and PID 1 carries them over serial lines of their own. The tour is
such a command. An interactive session has the console, which is our terminal.
"""

from __future__ import annotations

import os
import shutil

import machine
import shares
from options import Options
from workshop import TOP, Failure


def interactive(wanted: Options) -> bool:
    """Whether the console is our terminal."""
    return wanted.tty or wanted.exec or (not wanted.command and os.isatty(0) and os.isatty(1))


def words(wanted: Options) -> list[bytes]:
    """launch's command line inside; without a command it starts a shell."""
    command = wanted.command
    if not interactive(wanted):
        command = command or ["/bin/sh", "-c", tour()]
    line = wanted.board.line
    relay = [f"--input={line(0)}", f"--output={line(1)}", f"--errors={line(2)}"]
    means = [*(terminal() if interactive(wanted) else relay), *shares.words(wanted.shares)]
    if wanted.net:
        means += ["--net=host", *(["--resolv=/run/resolv.conf"] if usual_network(wanted) else [])]
    if wanted.exec:
        command, means = wanted.command, ["--exec"]
    if wanted.debug_shell and not interactive(wanted):
        raise Failure("read option --debug-shell: without --tty there is no line left for it")
    if wanted.debug_shell:
        means = [*means, f"--debug-shell={line(1)}"]
    chosen = [f"--report={line(0)}", *means, *wanted.launch, *(["--", *command] if command else [])]
    return [os.fsencode(word) for word in chosen]


def usual_network(wanted: Options) -> bool:
    """Whether the network is set up without words of the user's about it."""
    words = " ".join(wanted.append).split()
    return wanted.net and not any(word.startswith("ip=") for word in words)


def kernel_words(wanted: Options) -> list[str]:
    """The kernel's, and launch's before --."""
    # What the network's own DHCP would answer.
    network = "ip=10.0.2.15::10.0.2.2:255.255.255.0:::off:10.0.2.3"
    own = [network] if usual_network(wanted) else []
    devices = {"exit": "launch.debug_exit", "panic": "launch.pvpanic"}
    ending = [devices[each] for each in wanted.channels if each in devices]
    return [*own, *shares.kernel_words(wanted.shares), *wanted.append, *ending]


def modules(wanted: Options) -> list[str]:
    """What is to be loaded. Those of another kernel are unknown: it has to have all built in."""
    devices = {"virtiofs": wanted.shares, "virtio_net": wanted.net}
    needed = [name for name, is_wanted in devices.items() if is_wanted and not wanted.kernel]
    port = machine.port_modules(wanted.board, wanted.channels)
    return [*([wanted.board.transport] if needed else []), *needed, *wanted.modules, *port]


def terminal() -> list[str]:
    """What a program inside cannot ask a serial line: the terminal's size and kind."""
    size = shutil.get_terminal_size()
    facts = {"COLUMNS": size.columns, "LINES": size.lines, "TERM": os.environ.get("TERM", "linux")}
    return [f"--env={name}={value}" for name, value in facts.items()]


def tour() -> str:
    """The short tour's text."""
    with open(os.path.join(TOP, "qemu", "tour.sh"), encoding="utf-8") as file:
        return file.read()
