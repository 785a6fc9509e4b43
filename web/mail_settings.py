"""The settings of mail: where the mail server is, and who sends."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from email.headerregistry import Address
from email.utils import parseaddr
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

EXAMPLE: Final = "smtp://USER:PASSWORD@mail.example.pl:587"
PORTS: Final = {"smtp": 587, "smtps": 465}
"""Source: RFC 6409 (submission), RFC 8314 (implicit TLS)."""

RELAY_PORT: Final = 25
"""Where a mail server on this machine listens."""

ADDRESS: Final = re.compile(
    r"[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?=.{1,253}\Z)"
    r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)+"
)
"""An address of mail on the network. Source: HTML Living Standard, "valid e-mail address", with at least one dot in the
domain; RFC 5321, 4.5.3.1 for the lengths."""

TRYING_OUT: Final = Address("Interesant", "interesant", "localhost")
"""Who sends while mail goes into files."""


@dataclass(frozen=True)
class MailServer:
    """A mail server and how to talk to it. ``greeting`` is the name we give ourselves."""

    scheme: str
    host: str
    port: int
    greeting: str
    user: str = ""
    password: str = ""
    password_file: str = ""
    ca_file: str = ""

    @property
    def is_implicit_tls(self) -> bool:
        """Whether the connection is encrypted from its first byte."""
        return self.scheme == "smtps"

    @property
    def is_this_machine(self) -> bool:
        """Whether nothing leaves the machine, so that encryption would hide it from nobody."""
        try:
            return self.host == "localhost" or ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


class BadMail(ValueError):
    """A setting of mail that cannot be; the message says which, and never holds the password."""


def sender_of(mail_from: str, mail_url: str) -> Address:
    """Who sends: ``opinie@example.pl`` or ``Urząd <opinie@example.pl>``. Raises BadMail."""
    if not mail_from:
        if mail_url and mail_url != "file:":
            raise BadMail("MAIL_FROM is not set; give the address the office sends from, for example opinie@example.pl")
        return TRYING_OUT
    name, spec = parseaddr(mail_from)
    if not ADDRESS.fullmatch(spec) or not mail_from.isprintable():
        raise BadMail("MAIL_FROM must be an address like opinie@example.pl or Urząd <opinie@example.pl>")
    return Address(name, addr_spec=spec)


def server_of(mail_url: str, sender: Address, password_file: str, ca_file: str) -> MailServer | None:
    """The server of a mail address, None when mail goes into files. Raises BadMail."""
    if mail_url in {"", "file:"}:
        return None
    parts = _parts(mail_url)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if password_file and password:
        raise BadMail("MAIL_PASSWORD_FILE is set and MAIL_URL holds a password too; take one of them away")
    if bool(user) != bool(password or password_file):
        raise BadMail(f"MAIL_URL needs a user and a password together or neither, for example {EXAMPLE}")
    host = str(parts.hostname)
    found = MailServer(parts.scheme, host, 0, sender.domain, user, password, password_file, ca_file)
    default = RELAY_PORT if found.is_this_machine and parts.scheme == "smtp" else PORTS[parts.scheme]
    return MailServer(parts.scheme, host, parts.port or default, sender.domain, user, password, password_file, ca_file)


def _parts(mail_url: str) -> SplitResult:
    try:
        parts = urlsplit(mail_url)
        is_good = parts.scheme in PORTS and parts.hostname and parts.path in {"", "/"} and parts.port != 0
    except ValueError:
        is_good = False
    if not is_good or parts.query or parts.fragment:
        raise BadMail(f"MAIL_URL must look like {EXAMPLE} (or smtps://..., or file: for files in the data folder)")
    return parts
