"""No test talks to the world: only this machine and local sockets."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import pytest


def _is_here(host: str) -> bool:
    if host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def cut(patch: pytest.MonkeyPatch) -> None:
    """Refuse connections that would leave the machine."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def check(address: Any) -> None:
        if isinstance(address, tuple) and not _is_here(str(address[0])):
            raise AssertionError(f"a test tried to reach {address[0]}: tests stay on this machine")

    def guarded(self: socket.socket, address: Any) -> None:
        check(address)
        connect(self, address)

    def guarded_ex(self: socket.socket, address: Any) -> int:
        check(address)
        return connect_ex(self, address)

    patch.setattr(socket.socket, "connect", guarded)
    patch.setattr(socket.socket, "connect_ex", guarded_ex)
