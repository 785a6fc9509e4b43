"""A bundle taken away: sealed first where there is a key, made, recorded. For pages and commands alike."""

from __future__ import annotations

import datetime as dt
from typing import IO

from flask import current_app

from assurance.actions import record_export
from assurance.evidence.extent import Extent, Made
from assurance.evidence.making import make_bundle
from assurance.evidence.record import newer_than_last_seal
from attachments.serving import shelf
from complaints.queries.scope import may_know
from kernel.permissions import SYSTEM, Actor
from ledger.keys import KeyTrouble, SealKey, load_key
from ledger.sealing import SealRefused, make_seal
from web import database


def taken(target: IO[bytes], actor: Actor, extent: Extent, as_of: dt.datetime | None = None) -> Made:
    """Write a bundle, and its entry in the record.

    Letters go in only where the actor may know who filed the case, and never while processing is restricted (art. 18
    GDPR). Raises NoEvidence.
    """
    key = _key(seal=as_of is None)
    with database.storage().reading() as session:
        made = make_bundle(
            target,
            session,
            shelf(),
            extent,
            signer=key,
            may_read=lambda complaint: complaint.restricted_at is None and may_know(session, actor, complaint),
            as_of=as_of,
        )
    with database.storage().writing() as session:
        record_export(session, database.clock(), actor, made)
    return made


def key_or_none() -> SealKey | None:
    """The key that signs seals and bundles; None where none is set or it cannot be used."""
    try:
        return load_key(current_app.config["SETTINGS"].seal_key_file)
    except KeyTrouble as trouble:
        current_app.logger.warning("evidence bundles are not signed: %s", trouble)
        return None


def _key(*, seal: bool) -> SealKey | None:
    """The key, after it sealed what is not sealed yet; None where it is missing or not the present one."""
    key = key_or_none()
    if key is None or not seal:
        return key
    try:
        with database.storage().writing() as session:
            if newer_than_last_seal(session):
                make_seal(session, database.clock(), SYSTEM, key)
    except SealRefused as refused:
        current_app.logger.warning("the evidence bundle is not signed: %s", refused)
        return None
    return key
