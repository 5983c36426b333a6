"""Chooses what runs the machine's instructions: the processor by KVM, or QEMU itself by TCG."""

from __future__ import annotations

import os
import subprocess

from architectures import Q35, Architecture
from kernel import command_line
from machine import PANIC, Boot, Machine
from workshop import made, save

PROBE = 5  # seconds in which an accelerator that works has long booted a kernel


def find(kernel_path: str, architecture: Architecture) -> str:
    """KVM if it works, else TCG; what was found holds until this host boots again.

    /dev/kvm may open and then hang, so only a boot tells: without an initial root the kernel
    panics, and that is proof enough.
    """
    if architecture.foreign or not os.access("/dev/kvm", os.R_OK | os.W_OK):
        return "tcg"
    with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
        path = os.path.join(made("accelerator"), file.read().strip())
    if not os.path.exists(path):
        save(path, b"kvm" if kvm_works(kernel_path) else b"tcg")
    with open(path, encoding="ascii") as file:
        return file.read()


def kvm_works(path: str) -> bool:
    """Boots a kernel under KVM and waits for its panic."""
    machine = Machine(Boot(Q35, path, 128, command_line(Q35, [], False), "kvm"))
    try:
        machine.process.wait(PROBE)
        return PANIC in os.read(machine.console, 1 << 16)  # a pipe's whole capacity
    except subprocess.TimeoutExpired:
        return False
    finally:
        machine.end()
        for line in (machine.console, machine.report, machine.output, machine.errors):
            os.close(line)
