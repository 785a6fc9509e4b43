"""What an answer of the office's identity provider has to be before anybody is let in by it. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Final

from kernel.errors import RuleBroken

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures taken: those with a public key.

``none`` is no signature, and HS256 would make our secret a key to sign with. Source: RFC 8725, 3.1 and 3.2.
"""

LEEWAY_SECONDS: Final = 60
"""How far the clocks of provider and office may be apart. Ours: machines that keep time are within a second."""

LONGEST_WAY: Final = dt.timedelta(minutes=10)
"""How long somebody may take at the provider. Ours: like the half of a sign-in that waits for the second factor."""

TIMEOUT_SECONDS: Final = 10
"""How long the provider may take for one answer. Ours: whoever signs in waits for it."""


class OpenIdRefused(RuleBroken):
    """Nobody is let in. ``code``: openid_silent (the provider does not answer as it should), openid_expired (nobody
    began here, or too long ago), openid_denied (said at the provider), openid_invalid (an answer that proves nothing),
    openid_unknown (no account here)."""

    code = "openid_invalid"


@dataclass(frozen=True)
class Begun:
    """What this browser waits for: ``state`` and ``nonce`` come back, ``verifier`` proves that it was us who began."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Identity:
    """Who somebody is at the provider. ``email`` is empty unless the provider says it was verified.

    ``strength``: the values of ``acr`` and ``amr``, what the provider says of how the person proved it.
    """

    issuer: str
    subject: str
    email: str = ""
    strength: frozenset[str] = field(default_factory=frozenset)

    def is_strong(self, trusted: frozenset[str]) -> bool:
        """Whether the provider asked for a second factor already, as far as the office trusts it with that."""
        return bool(self.strength & trusted)
