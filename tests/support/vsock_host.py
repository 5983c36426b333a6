#!/usr/bin/python3
"""The host's side of a machine's vsock, for a host without vhost: a device of QEMU's by vhost-user.

    tests/support/vsock_host.py SOCKET [silent|stuck]

QEMU connects to SOCKET. Streams to port 1000 and above are taken, others refused. What a stream has
carried is told on stdout when the machine has shut it down, or is gone: the two ports, and the text.
A silent host answers nothing; a stuck one takes streams, but never hangs up.
"""

from __future__ import annotations

import mmap
import os
import select
import socket
import struct
import sys
from typing import Iterator, NamedTuple

HOST, GUEST = 2, 77  # context identifiers
RECEIVE, TRANSMIT = 0, 1  # the guest's queues
BACKLOG = 1 << 16  # bytes of a stream that are taken

# vhost-user: requests, the features that it needs, and the one for reading the device's config.
GET_FEATURES, SET_MEM_TABLE, SET_VRING_NUM, SET_VRING_ADDR = 1, 5, 8, 9
SET_VRING_BASE, GET_VRING_BASE, SET_VRING_KICK, SET_VRING_CALL = 10, 11, 12, 13
GET_PROTOCOL_FEATURES, GET_QUEUE_NUM, GET_CONFIG = 15, 17, 24
FEATURES = 1 << 32 | 1 << 30  # VIRTIO_F_VERSION_1, VHOST_USER_F_PROTOCOL_FEATURES
PROTOCOL_FEATURES = 1 << 9  # VHOST_USER_PROTOCOL_F_CONFIG
REQUEST = struct.Struct("<III")

# linux/virtio_vsock.h
PACKET = struct.Struct("<QQIIIHHIII")
CONNECT, ACCEPT, RESET, SHUTDOWN, DATA, CREDIT_UPDATE, CREDIT_REQUEST = range(1, 8)
NO_MORE = 2  # of a shutdown's flags: nothing more is sent

NEXT = 1  # a flag of a descriptor


class Region(NamedTuple):
    """A piece of the machine's memory."""

    guest: int
    size: int
    user: int  # the same in QEMU
    offset: int
    memory: mmap.mmap


class Memory:
    """All of it."""

    regions: list[Region] = []

    def find(self, address: int, user: bool) -> tuple[mmap.mmap, int]:
        """Where an address lies."""
        for region in self.regions:
            start = region.user if user else region.guest
            if start <= address < start + region.size:
                return region.memory, region.offset + address - start
        raise ValueError(f"no memory at {address:#x}")


class Queue:
    """A split virtqueue."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self.size = self.seen = 0
        self.kick = self.call = -1
        self.addresses = (0, 0, 0)  # of descriptors, used and available

    def unpack(self, layout: str, table: int, offset: int) -> tuple[int, ...]:
        """Reads from one of the three tables."""
        memory, place = self.memory.find(self.addresses[table] + offset, True)
        return struct.unpack_from(layout, memory, place)

    def take(self) -> Iterator[int]:
        """Chains that the guest has made available."""
        while self.addresses[2] and self.seen != self.unpack("<H", 2, 2)[0]:
            (head,) = self.unpack("<H", 2, 4 + 2 * (self.seen % self.size))
            self.seen = (self.seen + 1) % (1 << 16)
            yield head

    def chain(self, head: int) -> Iterator[tuple[mmap.mmap, int, int]]:
        """A chain's pieces: memory, place and length."""
        flags, following = NEXT, head
        while flags & NEXT:
            address, length, flags, following = self.unpack("<QIHH", 0, 16 * following)
            yield (*self.memory.find(address, False), length)

    def give_back(self, head: int, length: int) -> None:
        """Tells the guest that a chain has been used."""
        (index,) = self.unpack("<H", 1, 2)
        memory, place = self.memory.find(self.addresses[1], True)
        struct.pack_into("<II", memory, place + 4 + 8 * (index % self.size), head, length)
        struct.pack_into("<H", memory, place + 2, (index + 1) % (1 << 16))
        os.eventfd_write(self.call, 1)


class Host:
    """The device, and who listens behind it."""

    def __init__(self, qemu: socket.socket, manner: str) -> None:
        self.qemu, self.manner = qemu, manner
        self.memory = Memory()
        self.queues = [Queue(self.memory), Queue(self.memory)]
        self.streams: dict[tuple[int, int], bytes] = {}

    def run(self) -> None:
        """Until QEMU is gone."""
        while True:
            kicks = [queue.kick for queue in self.queues if queue.kick >= 0]
            ready, _, _ = select.select([self.qemu, *kicks], [], [])
            for kick in set(ready) & set(kicks):
                os.eventfd_read(kick)
            for head in self.queues[TRANSMIT].take():
                pieces = self.queues[TRANSMIT].chain(head)
                content = b"".join(memory[at : at + size] for memory, at, size in pieces)
                self.queues[TRANSMIT].give_back(head, 0)
                self.hear(PACKET.unpack_from(content), content[PACKET.size :])
            if self.qemu in ready and not self.obey():
                break
        for ports in list(self.streams):
            self.tell(ports)

    def hear(self, packet: tuple[int, ...], content: bytes) -> None:
        """Answers a packet of the guest's."""
        _, _, theirs, ours, length, kind, operation, flags, _, _ = packet
        ports = (theirs, ours)
        if self.manner == "silent":
            return
        if operation == CONNECT and ours >= 1000:
            self.streams[ports] = b""
            self.send(ports, kind, ACCEPT)
        elif operation == DATA and ports in self.streams:
            self.streams[ports] += content[:length]
            self.send(ports, kind, CREDIT_UPDATE)
        elif operation == SHUTDOWN and ports in self.streams and flags & NO_MORE:
            if self.manner != "stuck":
                self.send(ports, kind, RESET)
                self.tell(ports)
        elif operation == CONNECT:
            self.send(ports, kind, RESET)
        elif operation == RESET and ports in self.streams:
            self.tell(ports)

    def tell(self, ports: tuple[int, int]) -> None:
        """What a stream has carried."""
        print(*ports, repr(self.streams.pop(ports).decode()), flush=True)

    def send(self, ports: tuple[int, int], kind: int, operation: int) -> None:
        """A packet without content."""
        theirs, ours = ports
        taken = len(self.streams.get(ports, b""))
        packet = (HOST, GUEST, ours, theirs, 0, kind, operation, 0, BACKLOG, taken)
        queue = self.queues[RECEIVE]
        head = next(queue.take())
        memory, place, _ = next(queue.chain(head))
        PACKET.pack_into(memory, place, *packet)
        queue.give_back(head, PACKET.size)

    def obey(self) -> bool:
        """Does what QEMU asks for; False when it has ended."""
        head, sent, _, _ = socket.recv_fds(self.qemu, REQUEST.size, 8)
        if not head:
            return False
        request, _, size = REQUEST.unpack(head)
        content = self.qemu.recv(size, socket.MSG_WAITALL) if size else b""
        answer = self.answer(request, content, sent)
        if answer is not None:
            self.qemu.sendall(REQUEST.pack(request, 5, len(answer)) + answer)
        return True

    def answer(self, request: int, content: bytes, sent: list[int]) -> bytes | None:
        """What a request wants to hear, if anything."""
        numbers = {GET_FEATURES: FEATURES, GET_PROTOCOL_FEATURES: PROTOCOL_FEATURES,
                   GET_QUEUE_NUM: len(self.queues)}
        if request in numbers:
            return struct.pack("<Q", numbers[request])
        if request == GET_CONFIG:
            return content[:12] + struct.pack("<Q", GUEST)[: len(content) - 12]
        if request == SET_MEM_TABLE:
            self.memory.regions = [
                Region(*struct.unpack_from("<QQQQ", content, 8 + 32 * number), map_all(file))
                for number, file in enumerate(sent)
            ]
        if SET_VRING_NUM <= request <= SET_VRING_CALL:
            return self.set_queue(request, content, sent)
        return None

    def set_queue(self, request: int, content: bytes, sent: list[int]) -> bytes | None:
        """Those that are about a queue, whose number comes first."""
        index, value = struct.unpack_from("<BxxxI", content)
        queue = self.queues[index]
        if request == SET_VRING_NUM:
            queue.size = value
        elif request == SET_VRING_BASE:
            queue.seen = value
        elif request == SET_VRING_ADDR:
            queue.addresses = struct.unpack_from("<QQQ", content, 8)
        elif request == SET_VRING_CALL:
            queue.call = sent[0]
        elif request == SET_VRING_KICK:
            queue.kick = sent[0]
        elif request == GET_VRING_BASE:
            queue.kick = -1
            return struct.pack("<II", index, queue.seen)
        return None


def map_all(file: int) -> mmap.mmap:
    """A file as memory."""
    return mmap.mmap(file, os.fstat(file).st_size)


def main(words: list[str]) -> int:
    """The command."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"{words[0]}.new")
        listener.listen(1)
        os.rename(f"{words[0]}.new", words[0])  # who sees it there can connect
        qemu, _ = listener.accept()
    with qemu:
        Host(qemu, words[1] if len(words) > 1 else "").run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
