"""Flags of tablets' responses as the record tells of them, and whether the rows still say so."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from ledger.models import LedgerEntry
from ledger.replays import Difference, said, tagged
from surveys.events import SurveyTag
from surveys.models import Response
from surveys.rules.flags import GIVEN_ON_THE_WEB

TAPPED: Final = ("kiosk_tap", "kiosk_full")
"""Ways of answering in which a stranger may tap again and again; elsewhere the rules for flags say nothing."""

ON_THE_WEB: Final = ("web", "qr")
"""Ways of answering whose flags are given on arrival and never again."""


def is_told(mode: str, flags: str) -> bool:
    """Whether seals and entries about flags tell of a response that came in this way with these flags."""
    return mode in TAPPED or (mode in ON_THE_WEB and flags in GIVEN_ON_THE_WEB)


def are_told() -> ColumnElement[bool]:
    """The same as a condition on responses."""
    on_the_web = Response.mode.in_(ON_THE_WEB) & Response.flags.in_(GIVEN_ON_THE_WEB)
    return Response.mode.in_(TAPPED) | on_the_web


def digest_of(flagged: Iterable[tuple[uuid.UUID, str]]) -> tuple[int, str]:
    """How many flagged responses these are, and the SHA-256 (hex) of id and flags, in the order of their ids."""
    hashed, count = hashlib.sha256(), 0
    for key, flags in flagged:
        hashed.update(f"{key} {flags}\n".encode())
        count += 1
    return count, hashed.hexdigest()


def flags_digest(session: Session, upto: int) -> tuple[int, str]:
    """The digest of all flagged responses of tablets and by the web that were sealed up to an entry."""
    query = (
        select(Response.id, Response.flags)
        .where(Response.flags != "", Response.leaf <= upto, are_told())
        .order_by(Response.id)
    )
    return digest_of(session.execute(query))


def untold_flags(session: Session) -> Iterator[Difference]:
    """Flags of sealed responses that are not those last told of them: by the last entry about flags up to where it
    looked, after that by the seals they came with. The first seals tell of no flags: nothing is compared with those.
    """
    upto = 0
    for last in said(session, LedgerEntry.leaf == _last_computed(session)):
        upto = last.data["upto"]
        if flags_digest(session, upto) != (last.data["flagged"], last.data["digest"]):
            yield Difference("flags of responses", "they are not those the last entry about them saw", last.leaf)
    seals = list(said(session, tagged([SurveyTag.RESPONSES_SEALED.text]) & (LedgerEntry.leaf > upto)))
    there = _digests_after(session, upto)
    for seal in seals:
        if seal.data.get("flags", there.get(seal.leaf, NONE)) != there.get(seal.leaf, NONE):
            place = f"flags of responses sealed by entry {seal.leaf}"
            yield Difference(place, "they are not those the responses came with", seal.leaf)


NONE: Final = digest_of(())[1]
"""The digest where no response is flagged."""


def _last_computed(session: Session) -> int:
    found = session.scalar(select(func.max(LedgerEntry.leaf)).where(tagged([SurveyTag.FLAGS_COMPUTED.text])))
    return found or 0


def _digests_after(session: Session, upto: int) -> dict[int, str]:
    """The digest of each batch sealed after an entry in which a response is flagged, by the leaf of its seal."""
    query = (
        select(Response.leaf, Response.id, Response.flags)
        .where(Response.flags != "", Response.leaf > upto, are_told())
        .order_by(Response.leaf, Response.id)
    )
    return {
        leaf: digest_of((key, flags) for _leaf, key, flags in rows)[1]
        for leaf, rows in groupby(session.execute(query), key=itemgetter(0))
        if leaf is not None
    }
