"""Making a bundle, in one reading of the database."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import IO, Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.measures.period import Month
from assurance.evidence import archive, cases, definitions, figures, pages, record
from assurance.evidence.archive import Archive, Signer
from assurance.evidence.cases import MayRead
from assurance.evidence.extent import CASES, MONTH, SAMPLE, Chosen, Extent, Made, NoEvidence, choose
from assurance.evidence.record import End
from attachments.shelf import Shelf
from kernel.version import VERSION
from office.models import Office

VERIFIER: Final = Path(__file__).parents[1] / "verifier" / "verify.py"


def make_bundle(
    target: IO[bytes],
    session: Session,
    shelf: Shelf,
    extent: Extent,
    *,
    signer: Signer | None,
    may_read: MayRead,
    as_of: dt.datetime | None = None,
) -> Made:
    """Write the bundle of an extent. The same record gives the same bytes, whoever makes it and whenever.

    ``may_read``: of which cases letters and answers go in. Raises NoEvidence.
    """
    end = record.end_of(session, as_of)
    chosen = choose(session, extent, end.leaf)
    if signer is not None and [signer.fingerprint] != record.key_fingerprints(session)[-1:]:
        raise NoEvidence(
            "foreign_key", "The key is not this record's present one: name that, or make the first seal with it."
        )
    with_zip = archive.opened(target)
    with with_zip.zip:
        facts, letters, root = _contents(session, with_zip, shelf, extent, chosen, end, signer, may_read)
        with_zip.add("verify.py", VERIFIER.read_bytes())
        with_zip.text("README.txt", pages.readme(facts))
        with_zip.text("index.html", pages.index(facts))
        manifest = with_zip.close(_facts(session, extent, chosen, end, root), signer)
    return Made(extent, end.leaf, chosen.ids, letters, manifest, signer.fingerprint if signer else None)


def _contents(
    session: Session,
    target: Archive,
    shelf: Shelf,
    extent: Extent,
    chosen: Chosen,
    end: End,
    signer: Signer | None,
    may_read: MayRead,
) -> tuple[pages.Facts, int, str]:
    is_month = extent.kind == MONTH
    root = record.write_all(session, target, end) if is_month else record.write_streams(
        session, target, end, chosen.ids
    )  # fmt: skip
    seals = record.write_seals(session, target, end)
    definitions.write_definitions(session, target)
    rows = cases.write_workings(session, target, end, chosen)
    shown: list[tuple[str, ...]] = []
    letters = 0
    if is_month:
        shown = figures.write_figures(session, target, end, Month.parse(extent.month))
        record.write_batches(session, target, end)
    else:
        letters = cases.write_letters(session, target, shelf, end, chosen, may_read)
    if extent.kind == SAMPLE:
        target.value("cases/sample.json", {"size": extent.size, "seed": extent.seed, "pools": list(chosen.pools)})
    facts = pages.Facts(
        office=_office(session),
        kind=extent.kind,
        what=described(extent, chosen),
        leaf=end.leaf,
        root=root,
        as_of=end.written_moment,
        key=signer.fingerprint if signer else None,
        seals=seals,
        entries_are_all=is_month,
        cases=rows,
        figures=shown,
        letters=letters,
        pools=chosen.pools,
    )
    return facts, letters, root


def described(extent: Extent, chosen: Chosen) -> str:
    """What a bundle holds, in a few words."""
    if extent.kind == MONTH:
        return f"the figures of {extent.month} and the whole record they come from"
    if extent.kind == CASES:
        return f"{len(chosen.ids)} chosen case(s)"
    return f"a sample of {len(chosen.ids)} cases: at most {extent.size} of each department, seed {extent.seed}"


def _facts(session: Session, extent: Extent, chosen: Chosen, end: End, root: str) -> dict[str, Any]:
    return {
        "office": end.office,
        "office_name": _office(session),
        "scope": extent.kind,
        "month": extent.month if extent.kind == MONTH else None,
        "cases": list(chosen.ids),
        "sample": {"size": extent.size, "seed": extent.seed} if extent.kind == SAMPLE else None,
        "leaf": end.leaf,
        "root": root,
        "head": end.hash,
        "as_of": end.written_moment,
        "program": VERSION,
    }


def _office(session: Session) -> str:
    return session.scalar(select(Office.name)) or ""
