"""The settings of signing in with the office's own identity provider (OpenID Connect)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

EVERYBODY, ADMINISTRATORS = "everybody", "administrators"
LOCAL: Final = (EVERYBODY, ADMINISTRATORS)
"""Who may sign in with a password kept here."""

THIS_MACHINE: Final = frozenset({"localhost", "127.0.0.1", "::1"})
"""Where a provider may be reached without TLS: nothing leaves the machine."""


class BadOpenId(Exception):
    """A setting is missing or impossible; the message goes on after INTERESANT_."""


@dataclass(frozen=True)
class OpenIdClient:
    """How the office's provider knows this program.

    ``trusted``: values of ``acr`` or ``amr`` that count as the second factor; none: ours is asked for all the same.
    """

    issuer: str
    client_id: str
    secret: str = field(repr=False)
    trusted: frozenset[str] = frozenset()


def client_of(issuer: str, client_id: str, secret_file: str, trusted: str) -> OpenIdClient | None:
    """The client as set; None when nothing is set. Raises BadOpenId."""
    if not (issuer or client_id or secret_file):
        return None
    for name, value in (("ISSUER", issuer), ("CLIENT_ID", client_id), ("CLIENT_SECRET_FILE", secret_file)):
        if not value:
            raise BadOpenId(f"OIDC_{name} is not set; the issuer, the client id and the secret's file belong together")
    parts = urlsplit(issuer)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in THIS_MACHINE)
    if not is_safe or not parts.hostname or parts.query or parts.fragment:
        raise BadOpenId(f"OIDC_ISSUER must begin with https:// and have no query, not {issuer!r}")
    try:
        secret = Path(secret_file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise BadOpenId(f"OIDC_CLIENT_SECRET_FILE cannot be read: {secret_file}") from None
    if not secret:
        raise BadOpenId(f"OIDC_CLIENT_SECRET_FILE is empty: {secret_file}")
    return OpenIdClient(issuer, client_id, secret, frozenset(re.split(r"[\s,]+", trusted.strip())) - {""})


def check_local(local: str, *, has_client: bool) -> None:
    """Raises BadOpenId for an unknown word, and where administrators alone could sign in at all."""
    if local not in LOCAL:
        raise BadOpenId(f"LOCAL_SIGN_IN must be everybody or administrators, not {local!r}")
    if local == ADMINISTRATORS and not has_client:
        raise BadOpenId("LOCAL_SIGN_IN may be administrators only where INTERESANT_OIDC_ISSUER is set")
