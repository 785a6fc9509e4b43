"""A version goes from draft to residents: each step one entry, refused ones none; who sees it where and when."""

from __future__ import annotations

import datetime as dt
import json
import uuid

import pytest
from sqlalchemy import func, select, text

from kernel.errors import Stale
from kernel.permissions import Role
from ledger.models import LedgerEntry
from ledger.replays import compare
from surveys import queries
from surveys.actions import (
    PublicationTyped,
    VersionFrozen,
    approve_version,
    begin_draft,
    change_draft,
    copy_to_draft,
    discard_draft,
    end_publication,
    publish,
    release_version,
    reopen_version,
    retire_version,
)
from surveys.actions.drafting import KeyTaken, ReasonNeeded
from surveys.actions.releasing import NotWhole
from surveys.instruments import DEFAULT, load
from surveys.models import QuestionnaireVersion
from surveys.queries import questionnaires
from surveys.replaying import REPLAYS
from surveys.rules.definition import Definition
from surveys.rules.drafting import titled
from surveys.rules.versions import BadPublication, IllegalVersionMove, PlaceKind, SameEyes
from tests.surveys import versions
from tests.surveys.versions import approved, drafted, released

WHY = "Pomyłka w pytaniu"


@pytest.fixture
def officer(office):
    return office.actor(Role.QUALITY_OFFICER)


@pytest.fixture
def second(office):
    return office.actor(Role.ADMINISTRATOR)


def last(session):
    """Tag and data of the newest entry."""
    session.flush()
    entry = session.scalars(select(LedgerEntry).order_by(LedgerEntry.leaf.desc()).limit(1)).one()
    return entry.tag, json.loads(entry.canonical)["data"]


def count(session):
    return session.scalar(select(func.count()).select_from(LedgerEntry))


def place(session, office, clock):
    return queries.place_of(session, office.desk.token, clock.today())


def asked(session, office, clock, on=None):
    found = questionnaires.version_for(session, place(session, office, clock), on or clock.today(), DEFAULT)
    return (found.definition.key, found.definition.version) if found else None


def test_a_whole_way_leaves_one_entry_a_step_and_the_replay_agrees(office, session, clock, officer, second):
    before = count(session)
    version = released(session, clock, office)
    publication = questionnaires.one(session, version.id).publications[0]
    assert version.state == "published"
    assert last(session) == (
        "surveys:version:release",
        {
            "key": "kolejka",
            "version": 1,
            "publication": str(publication.id),
            "place_kind": "desk",
            "place": str(office.desk.id),
            "from_on": "2026-11-21",
            "to_on": None,
        },
    )
    end_publication(session, clock, officer, version, publication, clock.today(), row_version=1, reason=WHY)
    retire_version(session, clock, officer, version, row_version=version.row_version, reason=WHY)
    copy = copy_to_draft(session, clock, officer, version)
    session.flush()
    assert (copy.version, copy.state) == (2, "draft")
    assert last(session)[1]["copied"] == 1
    discard_draft(session, clock, officer, copy, row_version=1, reason=WHY)
    session.flush()
    again = copy_to_draft(session, clock, officer, version)
    session.flush()
    assert again.version == 3, "a number that was used is not used again"
    approve_version(session, clock, second, again, row_version=1)
    reopen_version(session, clock, second, again, row_version=2, reason=WHY)
    session.flush()
    assert count(session) - before == 11
    assert compare(session, REPLAYS).difference is None


def test_nobody_approves_what_they_wrote_and_reopening_does_not_wash_hands(office, session, clock, officer, second):
    version = drafted(session, clock, office)
    before = count(session)
    with pytest.raises(SameEyes):
        approve_version(session, clock, officer, version, row_version=version.row_version)
    assert (version.state, count(session)) == ("draft", before)


def test_a_draft_with_gaps_is_not_approved_and_says_what_is_missing(office, session, clock, officer, second):
    version = drafted(session, clock, office)
    change_draft(
        session, clock, officer, version, lambda content: titled(content, {"pl": "Tylko"}), what="title",
        row_version=version.row_version,
    )  # fmt: skip
    with pytest.raises(NotWhole) as refused:
        approve_version(session, clock, second, version, row_version=version.row_version)
    assert [fault.code for fault in refused.value.faults] == ["title_missing"]


def test_a_change_that_changes_nothing_leaves_no_entry_and_a_stale_one_is_refused(office, session, clock, officer):
    version = drafted(session, clock, office)
    before = count(session)
    assert not change_draft(
        session, clock, officer, version, lambda content: content, what="title", row_version=version.row_version
    )
    with pytest.raises(Stale):
        change_draft(session, clock, officer, version, versions.asking, what="question", row_version=1)
    assert count(session) == before


@pytest.mark.parametrize("state", ["approved", "published", "retired"])
def test_what_is_no_draft_is_frozen(office, session, clock, officer, state):
    version = (approved if state == "approved" else released)(session, clock, office)
    if state == "retired":
        retire_version(session, clock, officer, version, row_version=version.row_version, reason=WHY)
    session.flush()
    wording, before = version.definition, count(session)
    with pytest.raises(IllegalVersionMove) as refused:
        change_draft(
            session, clock, officer, version, versions.asking, what="question", row_version=version.row_version
        )
    assert refused.value.facts["state"] == state
    session.rollback()
    assert (before, wording) != (0, "")


@pytest.mark.parametrize("step", [reopen_version, retire_version, discard_draft])
def test_steps_back_need_a_reason(office, session, clock, officer, step):
    make = {reopen_version: approved, retire_version: released, discard_draft: drafted}[step]
    version = make(session, clock, office)
    with pytest.raises(ReasonNeeded):
        step(session, clock, officer, version, row_version=version.row_version, reason=" ")


def test_a_key_is_taken_once(office, session, clock, officer):
    with pytest.raises(KeyTaken):
        begin_draft(session, clock, officer, key="satys7", title=versions.TITLE)


def test_a_number_of_a_draft_is_not_published_over(office, session, clock, officer):
    original = session.scalars(select(QuestionnaireVersion)).one()
    copy_to_draft(session, clock, officer, original)
    session.flush()
    with pytest.raises(VersionFrozen):
        publish(session, clock, officer, Definition.read({**load().content, "version": 2}))
    publish(session, clock, officer, Definition.read({**load().content, "version": 3}))
    session.flush()
    states = dict(session.execute(select(QuestionnaireVersion.version, QuestionnaireVersion.state)).all())
    assert states == {1: "retired", 2: "draft", 3: "published"}
    assert compare(session, REPLAYS).difference is None


# --- where and when ---


def test_the_narrowest_place_counts_and_elsewhere_stays_what_was(office, session, clock):
    assert asked(session, office, clock) == ("satys7", 1)
    released(session, clock, office)
    assert asked(session, office, clock) == ("kolejka", 1)
    found = questionnaires.version_for(session, None, clock.today(), DEFAULT)
    assert found is not None
    assert found.definition.key == "satys7"


@pytest.mark.parametrize("kind", [kind for kind in PlaceKind if kind is not PlaceKind.AFTER_A_CASE])
def test_each_kind_of_place_reaches_its_desks_from_its_first_day_to_its_last(office, session, clock, officer, kind):
    version = approved(session, clock, office)
    place_id = {"department": office.home.id, "service": office.service.id, "desk": office.desk.id}.get(kind)
    first, end = clock.today() + dt.timedelta(2), clock.today() + dt.timedelta(4)
    typed = PublicationTyped(kind, place_id, first, end)
    release_version(session, clock, officer, version, typed, row_version=version.row_version)
    session.flush()
    days = [clock.today() + dt.timedelta(days) for days in range(1, 6)]
    keys = [asked(session, office, clock, on) for on in days]
    assert keys == [("satys7", 1), *[("kolejka", 1)] * 3, ("satys7", 1)]


def test_a_publication_next_door_is_not_seen_here(office, session, clock, officer):
    version = approved(session, clock, office)
    typed = PublicationTyped(PlaceKind.DEPARTMENT, office.next_door.id, clock.today())
    release_version(session, clock, officer, version, typed, row_version=version.row_version)
    session.flush()
    assert asked(session, office, clock) == ("satys7", 1)


def test_a_retired_version_is_asked_nowhere(office, session, clock, officer):
    version = released(session, clock, office)
    retire_version(session, clock, officer, version, row_version=version.row_version, reason=WHY)
    session.flush()
    assert asked(session, office, clock) == ("satys7", 1)


def test_no_version_is_published_at_a_place_there_is_not(office, session, clock, officer):
    version = approved(session, clock, office)
    for place_id in (None, uuid.uuid4()):
        typed = PublicationTyped(PlaceKind.DESK, place_id, clock.today())
        with pytest.raises(BadPublication):
            release_version(session, clock, officer, version, typed, row_version=version.row_version)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("UPDATE questionnaire_publication SET place_kind = 'office'", "its version, place or days"),
        ("UPDATE questionnaire_publication SET to_on = '2026-12-31'", "its version, place or days"),
        ("DELETE FROM questionnaire_publication", "an entry tells of it, but it is not there"),
        ("UPDATE questionnaire_version SET editors = '[]' WHERE approved_by <> ''", "who wrote or approved it"),
        ("UPDATE questionnaire_version SET approved_by = '' WHERE approved_by <> ''", "who wrote or approved it"),
    ],
)
@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_row_changed_past_the_record_is_found(office, session, clock, change, why):
    released(session, clock, office)
    session.execute(text(change))
    session.expire_all()
    found = compare(session, REPLAYS).difference
    assert found is not None
    assert why in found.why
