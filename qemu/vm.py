#!/usr/bin/python3
"""Runs one command in a virtual machine; `qemu/run` starts it, and options.py tells its usage.

The road: options, then what to boot (launch, a kernel, a root), then the image, then the machine,
whose lines are relayed until it ends, and in the end the exit status and the record.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import time
from typing import BinaryIO

import accelerator
import building
import interruption
import kernel
import machine
import options
import outcome
import packed
import roots
import session
import shares
import streams
import timeline
from events import Events
from lines import Line
from machine import Boot, Machine
from options import Options
from outcome import Outcome
from relay import Relay
from streams import say, tell
from workshop import check_writable, locked, made

TIMEOUT = 120.0  # seconds, where no terminal is attached
LAST_LINES = 20  # of the console, shown when something went wrong


def prepare(
    wanted: Options, image: BinaryIO, served: list[int], facts: dict[str, object]
) -> Boot:
    """Builds, fetches and packs whatever is not there yet."""
    append = kernel.command_line(wanted.board, session.kernel_words(wanted), wanted.verbose)
    with locked():
        init = building.launch_binary(wanted.arch)
        facts["kernel"] = path = kernel.find(wanted.kernel, wanted.arch)
        root = roots.find(wanted.root, wanted.arch)
        facts["root"] = root.path
        if root.fallback or wanted.verbose or not wanted.command:
            say(f"qemu/run: root: {root}")
        names = session.modules(wanted)
        tree = kernel.modules(wanted.kernel, wanted.arch) if names else None
        modules = packed.Modules(tree, names)
        packed.write(image, root, wanted.add, init, session.words(wanted), modules)
        packed.check_memory(image, wanted.memory, wanted.arch.kept)
        facts["accelerator"] = chosen = accelerator.find(path, wanted.arch)
    interactive = session.interactive(wanted)
    means = (image.fileno(), interactive, wanted.debug_shell, wanted.disks, wanted.channels)
    shared = [(share.tag, descriptor) for share, descriptor in zip(wanted.shares, served)]
    means = (*means, shared, wanted.net, wanted.monitor)
    return Boot(wanted.board, path, wanted.memory, append, chosen, *means)


def run(wanted: Options, boot: Boot, facts: dict[str, object]) -> Outcome:
    """Boots, relays, and makes sure that QEMU is gone."""
    began = time.monotonic()
    timeout = wanted.timeout or (None if boot.interactive and os.isatty(0) else TIMEOUT)
    live = wanted.verbose and not boot.interactive
    with machine.kept_terminal() if boot.interactive else contextlib.nullcontext():
        running = Machine(boot)
        try:
            data = {} if boot.interactive else {running.output: 1, running.errors: 2}
            told = Events()
            others = [Line(running.events, told.take)] if running.events else []
            relay = Relay(running.console, running.report, running.ports, data, live, others)
            ending = relay.run(timeout, running.end)
            facts["oom_kills"] = relay.record.kills
            facts["timeline"] = timeline.of(relay.record, began, time.monotonic())
            facts["panicked"] = told.panicked if others else None
            exits = "exit" in wanted.channels
            ending = ending or unreported(relay, told, running.process.wait(), exits)
        finally:
            running.end()
    told = ending.number is not None or ending.kind in ("request", "handover")
    if not told and not live:
        show(bytes(relay.tail))
    return ending


def unreported(relay: Relay, told: Events, status: int, exits: bool) -> Outcome:
    """What happened to a machine that ended without a report; if it can, its status tells a little."""
    console = bytes(relay.tail)
    if machine.PANIC in console:
        return outcome.panicked(console, machine.PANIC)
    if told.panicked:
        return Outcome("panic", message="qemu/run: run machine: it told that it had failed")
    if exits and status > 1:
        return Outcome("status", status // 2 - 1)
    if status == 1:
        return Outcome("error", message="qemu/run: start machine: QEMU refused")
    if relay.record.handed_over:
        return Outcome("handover")
    return Outcome("no-report", message="qemu/run: run machine: it ended without a report")


def show(console: bytes) -> None:
    """The console's last lines."""
    lines = console.decode(errors="backslashreplace").replace("\r", "").rstrip("\n").split("\n")
    if lines != [""]:
        say("\n  ".join(["qemu/run: the console's last lines:", *lines[-LAST_LINES:]]))


def attempt(wanted: Options, facts: dict[str, object]) -> Outcome:
    """One run, whatever comes of it."""
    try:
        with tempfile.TemporaryFile(dir=made()) as image, shares.served(wanted.shares) as served:
            return run(wanted, prepare(wanted, image, served, facts), facts)
    except outcome.TROUBLES as error:
        return outcome.of(error)


def message(ending: Outcome, interactive: bool) -> str | None:
    """What to say in the end; a request from a shell to power off needs no word."""
    if ending.request and not (interactive and ending.request == "poweroff"):
        return f"qemu/run: {ending.request} was asked for from inside"
    return ending.message


def whole(words: list[str]) -> int:
    """The command, as far as all goes well."""
    started = time.monotonic()
    wanted = options.parse(words)
    if wanted.help:
        tell(options.help_text(), "help")
        return 0
    for path in filter(None, (wanted.record, wanted.timeline)):
        check_writable(path)
    facts: dict[str, object] = {"root": None, "kernel": None, "accelerator": None}
    facts |= {"timeline": [], "oom_kills": None, "panicked": None}
    ending = attempt(wanted, facts)
    last = message(ending, session.interactive(wanted))
    if last:
        say(last)
    if wanted.timeline:
        timeline.draw(wanted.timeline, facts["timeline"])
    if wanted.record:
        facts["seconds"] = round(time.monotonic() - started, 3)
        outcome.record(wanted.record, ending, facts)
    return ending.status


def main(words: list[str]) -> int:
    """The command."""
    streams.open_closed()
    try:
        interruption.listen()
        return whole(words)
    except outcome.TROUBLES as error:
        ending = outcome.of(error)
    if ending.message:
        say(ending.message)
    return ending.status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
