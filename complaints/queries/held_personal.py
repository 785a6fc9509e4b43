"""What is kept on a person in filings that wait on the holding list, for the copy the law gives them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import HeldFiling
from complaints.queries.files_kept import KeptFile
from complaints.queries.holding import files_of, within_list
from complaints.rules.kinds import Channel
from complaints.rules.same_person import person_key
from kernel.permissions import Actor, Permission

PERSON: Final = ("name", "address", "email", "phone", "on_behalf_of", "may_publish")


def key_of_held(held: HeldFiling) -> str:
    """What other filings of the same person are found by; empty where name or address is missing."""
    words = json.loads(held.content)
    return person_key(words["name"], words["address"])


def held_of(session: Session, actor: Actor, key: str) -> Sequence[HeldFiling]:
    """What waits under the same name and address, oldest first, as far as the reader protects personal data."""
    if not key:
        return ()
    query = select(HeldFiling).where(within_list(actor, Permission.PERSONAL_PROTECT))
    rows = session.scalars(query.order_by(HeldFiling.received_at, HeldFiling.number))
    return [held for held in rows if key_of_held(held) == key]


def told_of_held(session: Session, held: HeldFiling) -> tuple[dict[str, Any], list[KeptFile]]:
    """All of a filing as plain values, and its files."""
    words, folder = json.loads(held.content), held.list_number.replace("/", "-").replace(" ", "-")
    told, files = [], []
    for place, one in enumerate(files_of(session, held.id), start=1):
        files.append(KeptFile(f"files/{folder}/attachment-{place}.{one.file.kind}", one.file.digest))
        told.append({"name": one.upload.name, "note": None, "file": files[-1].path})
    facts = {
        "number": held.list_number,
        "kind": held.kind,
        "channel": Channel.WEB.value,
        "received_on": held.received_on.isoformat(),
        "person": {name: words[name] for name in PERSON},
        "subject": words["subject"],
        "letter": words["text"],
        "wishes": words["remedy_sought"],
        "happened_on": words["happened_on"],
        "attachments": told,
    }
    return facts, files
