"""Closes the network during tests: only this machine can be reached."""

import ipaddress
import socket
from typing import Any

import pytest


class NetworkClosed(AssertionError):
    """A test tried to reach another machine."""


def close(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on, connecting beyond loopback fails with the name of the place that was asked for."""
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> Any:
        _refuse_unless_here(self.family, address)
        return connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> Any:
        _refuse_unless_here(self.family, address)
        return connect_ex(self, address)

    def guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        _refuse_unless_here(socket.AF_INET, (host, 0))
        return getaddrinfo(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)


def _refuse_unless_here(family: int, address: Any) -> None:
    if family == socket.AF_UNIX or not isinstance(address, tuple):
        return
    host = address[0].decode() if isinstance(address[0], bytes) else address[0]
    if host in (None, "", "localhost") or host == socket.gethostname():
        return
    try:
        if ipaddress.ip_address(host).is_loopback or ipaddress.ip_address(host).is_unspecified:
            return
    except ValueError:
        pass  # a name, and not this machine's
    raise NetworkClosed(f"Tests do not reach other machines, and this one asked for {host}.")
