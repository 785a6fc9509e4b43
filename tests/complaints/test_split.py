"""Several matters in one letter: cases of their own, numbered without gaps, all or none."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from complaints.actions import PartTyped, describe, split
from complaints.actions.describe import description_of
from complaints.models import Complainant, Complaint, ComplaintLink, ComplaintMatter
from complaints.queries.steps import steps_of
from complaints.rules.description import Description
from complaints.rules.kinds import Channel, Kind
from complaints.rules.states import State
from kernel.clock import FixedClock
from kernel.permissions import Role
from ledger.canonical import commitment
from ledger.queries import entries_of
from ledger.verify import verify
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import PERSONAL, assigned, length, received, refused
from tests.filling import text

DAY = dt.date(2026, 11, 16)


def parts(office: FoundedOffice) -> list[PartTyped]:
    return [
        PartTyped(Kind.WNIOSEK, "Więcej ławek", "Proszę o ławki.", office.next_door.id),
        PartTyped(Kind.PETYCJA, "Park", "Prosimy o park."),
    ]


def test_parts_are_cases_of_the_same_day_and_person_linked_with_the_letter(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        letter = assigned(session, clock, office, received_on=DAY, channel=Channel.EMAIL)
        before, version = length(session), letter.row_version
        event = split(session, clock, office.actor(Role.HANDLER), letter, parts(office), row_version=version)
        made = [session.get_one(Complaint, part) for part in event.part_ids]
        assert length(session) == before + 3
        step = steps_of(session, letter.id)[-1]
        links = {(link.complaint_id, link.other_id, link.how) for link in session.scalars(select(ComplaintLink))}
        tags = [entries_of(session, f"complaint:{case.id}")[-1].tag for case in (letter, *made)]
        people = [session.get_one(Complainant, case.id) for case in made]
        entry = json.loads(entries_of(session, f"complaint:{made[0].id}")[0].canonical)
        texts = [session.get_one(ComplaintMatter, case.id).text for case in made]
        assert verify(session).is_whole
    assert [case.register_number for case in made] == ["2/2026", "P 1/2026"]
    assert (step.move, step.reference) == ("split", "2/2026, P 1/2026")
    assert links == {(case.id, letter.id, "split") for case in made}
    assert tags == ["complaints:complaint:split", *["complaints:complaint:receive"] * 2]
    assert (letter.state, letter.row_version) == (State.ASSIGNED, version + 1)
    for case in made:
        assert (case.received_on, case.channel, case.state) == (DAY, Channel.EMAIL, State.RECEIVED)
    assert [case.due_on for case in made] == [dt.date(2026, 12, 16), dt.date(2027, 2, 16)]
    assert texts == ["Proszę o ławki.", "Prosimy o park."]
    assert {(person.name, person.address, person.email) for person in people} == {
        (PERSONAL["name"], PERSONAL["address"], PERSONAL["email"])
    }
    personal = [PERSONAL[part] for part in ("name", "address", "email", "phone")]
    assert entry["data"]["complainant"] == commitment(people[0].salt, personal)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_whom_the_letter_is_about_its_parts_are_about(storage: Storage, clock: FixedClock, office: FoundedOffice):
    person = office.member(Role.CLERK).person_id
    with storage.writing() as session:
        letter = assigned(session, clock, office)
        typed = Description(person_id=person, is_withheld=True)
        describe(session, clock, office.actor(Role.HEAD), letter, typed, row_version=letter.row_version)
        event = split(session, clock, office.actor(Role.HANDLER), letter, parts(office), row_version=letter.row_version)
        for part in event.part_ids:
            assert description_of(session.get_one(Complaint, part)) == description_of(letter)


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"parts": []}, "missing"),
        ({"parts": [PartTyped(Kind.SKARGA, "", "Treść.")]}, "missing"),
        ({"parts": [PartTyped(Kind.SKARGA, "Temat", "Treść."), PartTyped(Kind.SKARGA, "Temat", " ")]}, "missing"),
        ({"parts": [PartTyped(Kind.SKARGA, "Temat", "Treść.")] * 6}, "missing"),
        ({"row_version": 99}, "stale"),
        ({"role": Role.CLERK}, "forbidden"),
        ({"kind": Kind.PETYCJA}, "illegal_move"),
    ],
)
def test_what_cannot_be_split_leaves_nothing_behind(
    storage: Storage, clock: FixedClock, office: FoundedOffice, changes: dict[str, Any], code: str
):
    with storage.writing() as session:
        letter = assigned(session, clock, office, kind=changes.get("kind", Kind.SKARGA))
        given = changes.get("parts", parts(office))
        actor = office.actor(changes.get("role", Role.HANDLER))
        with refused(session, code):
            split(session, clock, actor, letter, given, row_version=changes.get("row_version", letter.row_version))
        assert session.scalar(select(func.count()).select_from(Complaint)) == 1
        assert received(session, clock, office).register_number in ("2/2026", "1/2026")


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_step_names_no_part_to_those_its_complainant_is_withheld_from(
    storage: Storage, clock: FixedClock, office: FoundedOffice, signed_in: Callable[..., FlaskClient]
):
    with storage.writing() as session:
        letter = assigned(session, clock, office)
        event = split(session, clock, office.actor(Role.HANDLER), letter, parts(office), row_version=letter.row_version)
        page = f"/staff/pl/case/{letter.id}"
    handler = signed_in(Role.HANDLER)
    assert text(handler.get(page)).count("P 1/2026") == 2, "in the step and among the linked cases"
    with storage.writing() as session:
        session.get_one(Complaint, event.part_ids[1]).about_person_id = office.member(Role.HANDLER).person_id
    assert "P 1/2026" not in text(handler.get(page))
    assert text(signed_in(Role.AUDITOR).get(page)).count("P 1/2026") == 2
