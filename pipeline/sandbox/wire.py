"""Messages over a socket pair: a length, then JSON; open files travel beside it."""

from __future__ import annotations

import json
import os
import socket
import struct
from pathlib import Path
from typing import Any

_LENGTH = struct.Struct("!Q")


def encode(message: Any) -> bytes:  # whatever JSON can say
    """Return a message as ASCII JSON; a ``Path`` becomes its absolute string."""
    return json.dumps(message, default=_absolute).encode()


def _absolute(value: object) -> str:
    if not isinstance(value, Path):
        raise TypeError(f"neither JSON nor a path: {type(value).__name__}")
    return str(value.absolute())


def send(channel: socket.socket, message: Any, descriptors: tuple[int, ...] = ()) -> None:
    """Send one message, and open files with it."""
    data = encode(message)
    head = _LENGTH.pack(len(data))
    if descriptors:
        socket.send_fds(channel, [head], list(descriptors))
    else:
        channel.sendall(head)
    channel.sendall(data)


def receive(channel: socket.socket) -> tuple[Any, list[int]] | None:
    """Return the next message and the open files that came with it; None at the end."""
    head, descriptors, _flags, _address = socket.recv_fds(channel, _LENGTH.size, 4)
    while head and len(head) < _LENGTH.size:
        more = channel.recv(_LENGTH.size - len(head))
        head = head + more if more else b""
    body = _exactly(channel, _LENGTH.unpack(head)[0]) if head else None
    if body is None:
        for descriptor in descriptors:
            os.close(descriptor)
        return None
    return json.loads(body), descriptors


def _exactly(channel: socket.socket, size: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < size:
        part = channel.recv(min(size - len(parts), 1 << 20))
        if not part:
            return None
        parts += part
    return bytes(parts)
