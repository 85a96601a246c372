"""Asking ClamAV about a file: a client of its INSTREAM command, and nothing more.

The scanner is on this machine, on a socket or on a port of its own: files never cross a network to be looked at.
"""

import ipaddress
import re
import socket
import struct
from dataclasses import dataclass
from typing import Final

#: The scanner may load its signatures anew while we wait.
PATIENCE: Final = 60.0  # seconds
_PIECE: Final = 64 * 1024
_LONGEST_ANSWER: Final = 4 * 1024
_FOUND: Final = re.compile(r"^stream: (?P<virus>[\w.()/: +-]{1,200}) FOUND$")


class NoScanner(Exception):
    """There is no scanner to be reached now: nobody knows about this file, or about the next."""


class CannotScan(Exception):
    """The scanner is there and cannot look at this file, breaks off, or says what nobody understands."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What the scanner says: the name of a virus, or nothing."""

    virus: str = ""

    @property
    def is_clean(self) -> bool:
        """Whether nothing was found."""
        return not self.virus


def is_place(place: str) -> bool:
    """Whether this names a scanner of this machine: the path of a socket, or ``127.0.0.1:3310``."""
    if place.startswith("/"):
        return True
    host, _colon, port = place.rpartition(":")
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback and 0 < int(port) < 65_536
    except ValueError:
        return False


def scan(content: bytes, *, place: str, patience: float = PATIENCE) -> Finding:
    """Have the scanner at ``place`` look at these bytes. Raises NoScanner or CannotScan: then nobody knows."""
    try:
        line = _connected(place, patience)
    except OSError as error:
        raise NoScanner(type(error).__name__) from None
    try:
        with line:
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), _PIECE):
                piece = content[start : start + _PIECE]
                line.sendall(struct.pack("!L", len(piece)) + piece)
            line.sendall(struct.pack("!L", 0))
            answer = _answer(line)
    except OSError as error:
        raise CannotScan(type(error).__name__) from None
    if answer == "stream: OK":
        return Finding()
    if found := _FOUND.match(answer):
        return Finding(found["virus"])
    raise CannotScan("an error, or an answer nobody understands")


def _connected(place: str, patience: float) -> socket.socket:
    if not is_place(place):
        raise ConnectionError
    if not place.startswith("/"):
        host, _colon, port = place.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=patience)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(patience)
    try:
        line.connect(place)
    except OSError:
        line.close()
        raise
    return line


def _answer(line: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
        piece = line.recv(_LONGEST_ANSWER)
        if not piece:
            raise ConnectionError  # an answer that breaks off says nothing
        answer += piece
    return answer.rstrip(b"\0\n").decode("ascii", errors="replace")
