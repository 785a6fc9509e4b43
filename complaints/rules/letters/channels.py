"""States of a letter, and the ways it goes out."""

from __future__ import annotations

import enum


class LetterState(enum.StrEnum):
    """A draft may be changed by anybody who may write; a sent letter by nobody."""

    DRAFT = "draft"
    SENT = "sent"


class LetterChannel(enum.StrEnum):
    """How a letter goes out. By e-mail the program sends it; every other way somebody sends it and records the day."""

    EMAIL = "email"
    POST = "post"
    EDELIVERY = "edelivery"
    HAND = "hand"
