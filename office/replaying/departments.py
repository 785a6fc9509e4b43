"""Departments: their names from day to day, their last day, their successor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.replays import Difference, OnStep, Projection, Said, begins, rows_in, said, shown
from office.events import OfficeTag, StructureTag
from office.models import Department, DepartmentName

STREAM: Final = "department:"


Told = dict[str, Any]
"""A department as its entries tell it: its fields by name, and the newest entry about it as ``leaf``."""


def _differences(session: Session, on_step: OnStep) -> Iterator[Difference]:
    told: dict[str, Told] = {}
    for one in said(session, begins(STREAM)):
        if one.tag in _CHANGES:
            _CHANGES[one.tag](told.setdefault(one.stream, {"names": {}}), one)
            told[one.stream]["leaf"] = one.leaf
    names: dict[str, dict[str, str]] = defaultdict(dict)
    for name in session.scalars(select(DepartmentName)):
        names[f"{STREAM}{name.department_id}"][name.from_on.isoformat()] = name.name
    for row in session.scalars(select(Department)):
        stream = f"{STREAM}{row.id}"
        yield from _compared(row, names[stream], told.pop(stream, None))
        on_step(1)
    for fields in told.values():
        why = "an entry opened it, but it is not there"
        yield Difference(f"department {fields.get('code')}", why, fields["leaf"])


def _compared(row: Department, names: dict[str, str], fields: Told | None) -> Iterator[Difference]:
    place = f"department {row.code}"
    if fields is None:
        yield Difference(place, "it is there, but no entry opened it")
        return
    leaf, here = fields.pop("leaf"), _here(row, names)
    for key, value in fields.items():
        if here[key] != value:
            yield Difference(place, f"{key} is {shown(here[key])} here and {shown(value)} by its entries", leaf)


def _here(row: Department, names: dict[str, str]) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        "names": names,
        "valid_from_on": row.valid_from_on.isoformat(),
        "valid_to_on": row.valid_to_on.isoformat() if row.valid_to_on else None,
        "successor": str(row.successor_id) if row.successor_id else None,
    }


def _opened(fields: dict[str, Any], one: Said) -> None:
    since = one.data["valid_from"]
    fields.update(code=one.data["code"], name=one.data["name"], valid_from_on=since, valid_to_on=None, successor=None)
    fields["names"][since] = one.data["name"]


def _renamed(fields: dict[str, Any], one: Said) -> None:
    fields["name"] = fields["names"][one.data["since"]] = one.data["name"]


def _closed(fields: dict[str, Any], one: Said) -> None:
    fields.update(valid_to_on=one.data["last_day"], successor=one.data["successor"])


_CHANGES: Final = {
    OfficeTag.DEPARTMENT_OPENED.text: _opened,
    StructureTag.DEPARTMENT_RENAMED.text: _renamed,
    StructureTag.DEPARTMENT_CLOSED.text: _closed,
}

REPLAYS: Final = (Projection("departments", partial(rows_in, Department), _differences, (Department, DepartmentName)),)
