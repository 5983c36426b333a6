#!/usr/bin/python3
"""Types standard input into a Unix socket, SOCKET, and prints what comes back up to the line MARK."""

import socket
import sys

with socket.socket(socket.AF_UNIX) as line:
    line.connect(sys.argv[1])
    line.sendall(sys.stdin.buffer.read())
    heard = b""
    while f"\n{sys.argv[2]}\r\n".encode() not in heard:
        more = line.recv(4096)
        if not more:
            sys.exit("the line was closed")
        heard += more
    sys.stdout.buffer.write(heard)
