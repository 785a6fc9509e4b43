"""Reading the entries of streams for a fold: the same as parsing them whole, and nothing that is not canonical."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, true, type_coerce
from sqlalchemy.orm import Session

from ledger.canonical import canonical, normalised
from ledger.replays import Part, part_of, said, streams_told
from office.models import Person
from storage.types import IdText
from tests.cast import FoundedOffice

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00")) | st.sampled_from(
    ['","data":', ',"recorded_at":"', '"', "\\", "{}"]
)
DATA = st.dictionaries(st.from_regex(r"\A[a-z_]{1,8}\Z"), TEXTS | st.none() | st.booleans() | st.integers(-9, 9))


@given(actor=st.from_regex(r"\A(person|system):[0-9a-z:-]{0,40}\Z"), data=DATA, reason=TEXTS)
def test_the_parts_of_an_entry_are_those_of_its_text_whatever_its_values_hold(
    actor: str, data: dict[str, Any], reason: str
):
    content: Any = normalised(
        {
            "actor": actor,
            "data": data,
            "effective_on": "2026-11-20",
            "reason": reason,
            "recorded_at": "2026-11-21T09:00:00.000000Z",
            "tag": "t",
        }
    )
    told = Part(7, "t", content["data"], actor, "2026-11-20", "2026-11-21T09:00:00.000000Z")
    assert part_of(7, "t", canonical(content)) == told


@pytest.mark.parametrize(
    "text",
    [
        '{"data":{},"actor":"a","effective_on":"2026-11-20","recorded_at":"2026"}',
        '{"actor":"a\\u0041","data":{},"effective_on":"2026-11-20","recorded_at":"2026"}',
        '{"actor":"a","data":{} ,"effective_on":"2026-11-20","recorded_at":"2026"}',
        '{"actor":"a","data":',
        '{"actor":"a","data":{},"effective_on":"2026-11-20',
        '{"actor":"a","data":{},"effective_on":"2026-11-20"}',
        "",
    ],
)
def test_a_text_that_is_not_canonical_is_refused(text: str):
    with pytest.raises(ValueError, match=r"entry 7|substring|Expecting"):
        part_of(7, "t", text)


def test_streams_are_told_one_after_the_other_as_their_entries_say(session: Session, office: FoundedOffice):
    told = {stream: list(parts) for stream, parts in streams_told(session, true())}
    whole: dict[str, list[Part]] = {}
    for one in said(session, true(), by_stream=True):
        whole.setdefault(one.stream, []).append(
            Part(one.leaf, one.tag, one.data, one.actor, one.effective_on, one.recorded_at)
        )
    assert told == whole
    assert len(told) > 1


def test_ids_are_read_as_the_record_writes_them(session: Session, office: FoundedOffice):
    ids = list(session.scalars(select(Person.id)))
    column = type_coerce(Person.id, IdText)
    assert sorted(session.scalars(select(column))) == sorted(map(str, ids))
    assert session.scalars(select(Person.id).where(column == str(ids[0]))).all() == [ids[0]]
