#!/usr/bin/python3
"""What the measurements share: launch, a root to run in, and a description of this machine.

Run as a program it prints the head of the report.
"""

from __future__ import annotations

import datetime
import fcntl
import json
import os
import platform
import re
import shutil
import signal
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
QUICK = "--quick" in sys.argv[1:]
sys.path.append(os.path.join(TOP, "qemu"))

# A program that measures ends by these as any program does, and not with a traceback; `bench/run`
# has blocked INT so far.
signal.signal(signal.SIGINT, signal.SIG_DFL)
signal.signal(signal.SIGPIPE, signal.SIG_DFL)
signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])

import architectures  # noqa: E402  (these four lie in qemu/, and put initramfs/ on the path)
import building  # noqa: E402
import roots  # noqa: E402
import workshop  # noqa: E402

import unpack  # noqa: E402

EXPLAINED = (OSError, subprocess.CalledProcessError, unpack.UnpackError, workshop.Failure)


def explain(kind: type[BaseException], error: BaseException, trace: object) -> None:
    """What may fail on any machine is told in one sentence; the rest is our mistake."""
    if not isinstance(error, EXPLAINED):
        sys.__excepthook__(kind, error, trace)
        return
    if isinstance(error, OSError):
        error = OSError(f"use {error.filename or 'stdout'}: {error.strerror}")
    print(f"bench/{os.path.basename(sys.argv[0])}: {error}", file=sys.stderr, flush=True)
    os._exit(125)  # without one more attempt to write what was left


sys.excepthook = explain
MARK = "LAUNCH_BENCH_RUNS"  # in the environment of what bench/document.py starts, which has the lock
OPTIONS = {"--quick", "--whole", "--history", "--inside"}
LOOKING = {"--check", "--count", "--bar"}  # with these nothing is measured by the clock


def read_words() -> None:
    """Those of the program: --help is its docstring."""
    for word in sys.argv[1:]:
        if word == "--help":
            print((sys.modules["__main__"].__doc__ or "").strip())
            sys.exit()
        if word.startswith("-") and word not in OPTIONS | LOOKING:
            raise workshop.Failure(f"read {word}: --help tells what there is")


def be_alone() -> object:
    """Who measures in a clone does that alone: for as long as what is answered lives."""
    lock = open(os.path.join(workshop.made("bench"), "lock"), "wb")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise workshop.Failure("measure: another one does in this clone") from error
    return lock


read_words()
LOCK = None if LOOKING & set(sys.argv[1:]) or MARK in os.environ else be_alone()
if sys.stdout:
    sys.stdout.reconfigure(line_buffering=True)  # so that it fails in time


def launch() -> str:
    """The binary: $LAUNCH, as the test suite sets it, or the one of build/launch, built anew."""
    with workshop.locked():
        return os.environ.get("LAUNCH") or building.launch_binary(architectures.X86_64)


def root() -> str:
    """An unpacked Alpine: $LAUNCH_ROOT, or one of our own, there complete or not at all."""
    if "LAUNCH_ROOT" in os.environ:
        return os.environ["LAUNCH_ROOT"]
    path = os.path.join(workshop.made("bench"), "root")
    if not os.path.isdir(path):
        shutil.rmtree(f"{path}.new", ignore_errors=True)
        with workshop.locked():
            found = roots.find(None, architectures.X86_64)
        unpack.unpack(found.path, f"{path}.new")
        os.rename(f"{path}.new", path)
    return path


def reported(name: str) -> str:
    """A file's place in the report, which bench/run moves to bench/report when it is a whole one."""
    return os.path.join(workshop.made("bench", "report"), name)


def keep(name: str, data: object) -> None:
    """Writes what was measured, raw, as NAME.json of the report."""
    with open(reported(f"{name}.json"), "w", encoding="utf-8") as file:
        json.dump(data, file, indent=1)
        file.write("\n")


def bar(what: str, value: float, most: float, word: str = "at most") -> bool:
    """Notes a bar, and what was measured, for the table at the report's head; whether it is met."""
    met = {"at most": value <= most, "below": value < most, "at least": value >= most}[word]
    room = os.path.basename(sys.argv[0])
    with open(reported("bars.jsonl"), "a", encoding="utf-8") as file:
        row = {"room": room, "what": what, "measured": round(value, 3), "bar": f"{word} {most:g}", "met": met}
        file.write(json.dumps(row) + "\n")
    return met


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A Markdown table: the first column is text, the others are numbers."""
    lines = [head, ("---", *["--:"] * (len(head) - 1)), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def version(*words: str) -> str:
    """A tool's version: the first number with a point in what it says."""
    said = subprocess.run(words, capture_output=True, text=True, check=False).stdout
    match = re.search(r"\d+(\.\d+)+", said)
    return match[0] if match else "?"


def processor() -> str:
    """The processor's model, as the kernel calls it."""
    with open("/proc/cpuinfo", encoding="ascii") as file:
        models = [line.split(":")[1].strip() for line in file if line.startswith("model name")]
    return f"{len(models)} × {models[0]}"


def main() -> None:
    """The head."""
    print("# What was measured\n")
    print("Written by `bench/run`; numbers of one machine on one day, not promises.\n")
    print(f"- {datetime.date.today()}, {processor()}, Linux {platform.release()}")
    tools = ("qemu-system-x86_64", "unshare", "bwrap", "crun", "runc", "systemd-nspawn", "tini", "catatonit")
    versions = ", ".join(f"{tool} {version(tool, '--version')}" for tool in tools)
    print(f"- g++ {version('g++', '-dumpfullversion')}, {versions}")


if __name__ == "__main__":
    main()
