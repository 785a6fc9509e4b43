"""Which later entries touch a closed month, what a stored dashboard rests on, and when the worker makes it anew."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from analytics import boards
from analytics.actions.storing import drop_boards, move_on, put_board
from analytics.frames import stored as frames
from analytics.frames.scope import NOWHERE
from analytics.frames.stored import CaseNow, Kept, Later, Place
from analytics.measures.declaration import Population
from analytics.measures.period import Month
from analytics.models import StoredBoard
from analytics.reports.choice import Choice, Compare
from analytics.reports.material import last_leaf
from analytics.reports.stored import keeping, wanted
from analytics.reports.stored.basis import Facts, told_upto
from analytics.reports.stored.finding import figures_of, is_right_day, place_of
from analytics.reports.stored.keeping import Made, plan
from analytics.reports.stored.touching import FLAGS, SILENT, Figures, silent_tags, touches
from analytics.reports.structure import Structure
from complaints.actions import note
from complaints.models import Complaint
from kernel.clock import FixedClock, warsaw
from kernel.permissions import EVERYWHERE, SYSTEM, Role
from ledger.actions import append
from ledger.tags import known_tags
from storage.session import Storage
from surveys.actions import seal_responses
from surveys.counting import set_flags
from surveys.events import SurveyTag
from surveys.models import Response
from tests.analytics.filling import complaint, fill, respond
from tests.cast import FoundedOffice
from tests.complaints.handling import assigned

D = dt.date
HOME, DOOR = uuid.UUID(int=1), uuid.UUID(int=2)
OCTOBER = Month(2026, 10)
ALL = Figures(Population.COMPLAINTS, EVERYWHERE, OCTOBER.last)
WHOLE = Place("everywhere", "complaints", "", "day_of_case", "2026-10", "year")


def later(tag: str, **changes: object) -> Later:
    facts = {
        "kind": "skarga",
        "department": HOME,
        "received_on": D(2026, 10, 20),
        "due_on": D(2026, 11, 20),
        "settled_on": None,
        **changes,
    }
    return Later(9, f"complaints:{tag}", CaseNow(**facts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "is_touched"),
    [
        (later("complaint:assign"), True),
        (later("complaint:assign", received_on=D(2026, 11, 1)), False),
        (later("complaint:receive"), True),
        (later("complaint:receive", received_on=D(2026, 11, 1)), False),
        (later("complaint:receive", kind="petycja"), False),
        (later("complaint:qualify", kind="petycja"), True),
        (later("complaint:correct", received_on=D(2026, 11, 1)), True),
        (later("complaint:settle", settled_on=D(2026, 11, 2)), False),
        (later("complaint:settle", settled_on=D(2026, 10, 31)), True),
        (later("complaint:settle", settled_on=D(2026, 11, 2), due_on=D(2026, 10, 31)), True),
        (later("complaint:settle", settled_on=D(2026, 11, 2), due_on=None), True),
        (later("complaint:delay"), False),
        (later("complaint:delay", due_on=D(2026, 10, 30)), True),
        (later("complaint:extend"), True),
        (later("complaint:reproject"), True),
        (later("complaint:note"), False),
        (later("letter:send"), False),
        (Later(9, "complaints:law:adopt", None), True),
        (Later(9, "results:month:publish", None), True),
        (Later(9, "results:step:record", None), True),
        (Later(9, "office:department:rename", None), True),
        (Later(9, "office:session:open", None), False),
        (Later(9, "office:day_off:add", None), True),
        (Later(9, "surveys:responses:seal", None), False),
        (Later(9, "surveys:version:release", None), True),
        (Later(9, "surveys:paper:resolve", None), True),
        (Later(9, "quality:review:open", None), False),
        (Later(9, "assurance:evidence:export", None), False),
        (Later(9, "something:nobody:knows", None), True),
    ],
)
def test_what_touches_the_figures_of_october(one: Later, is_touched: bool):
    assert touches(Figures(Population.COMPLAINTS, EVERYWHERE, OCTOBER.last), one) is is_touched


def test_what_leaves_a_case_where_it_lies_touches_its_department_alone():
    home, door = (Figures(Population.COMPLAINTS, frozenset({one}), OCTOBER.last) for one in (HOME, DOOR))
    assert touches(home, later("complaint:receive"))
    assert not touches(door, later("complaint:receive"))
    assert touches(door, later("complaint:assign"))  # it may have come from there
    assert touches(door, later("complaint:receive", department=DOOR))
    assert not touches(door, later("complaint:receive", department=None))


def test_silent_tags_exist_and_no_tag_that_moves_a_case_is_among_them():
    assert set(known_tags()) >= SILENT
    moving = ("assign", "correct", "transfer", "withdraw", "leave", "return", "complete", "extend", "settle", "qualify")
    assert silent_tags().isdisjoint({f"complaints:complaint:{verb}" for verb in moving} | {FLAGS})


@pytest.mark.parametrize(
    ("scope", "choice", "reach"),
    [
        (EVERYWHERE, Choice(), "everywhere"),
        (EVERYWHERE, Choice(department=HOME), "everywhere"),
        (frozenset({HOME}), Choice(department=HOME), str(HOME)),
        (frozenset({HOME}), Choice(), None),
        (frozenset({HOME, DOOR}), Choice(department=HOME), None),
        (frozenset({HOME}), Choice(department=DOOR), None),
        (frozenset({NOWHERE}), Choice(department=NOWHERE), None),
        (EVERYWHERE, Choice(structure=Structure.TODAY), None),
        (EVERYWHERE, Choice(topic="none"), None),
    ],
)
def test_only_the_whole_office_and_a_single_department_alone_are_stored(scope, choice: Choice, reach: str | None):
    place = place_of(scope, choice, OCTOBER, Compare.YEAR)
    assert (place.reach if place else None) == reach


def test_a_year_that_runs_is_told_up_to_its_last_closed_month():
    assert told_upto(Month(2026, 3), D(2026, 11, 21)) == OCTOBER
    assert told_upto(Month(2025, 3), D(2026, 11, 21)) == Month(2025, 12)


def test_a_row_holds_from_its_day_until_the_day_the_calendar_changes_something():
    kept = Kept("", "", D(2026, 11, 3), D(2026, 11, 6), 1)
    assert [is_right_day(kept, D(2026, 11, day)) for day in (2, 3, 5, 6)] == [False, True, True, False]


# --- what it rests on, on both databases ---


def made(place: Place = WHOLE, leaf: int = 7) -> Made:
    return Made(place, Kept("b" * 64, "f" * 64, D(2026, 11, 21), None, leaf), "{}")


def test_rows_are_put_moved_on_and_dropped(session: Session, office: FoundedOffice):
    door = Place(*(*WHOLE_PARTS[:2], str(DOOR), *WHOLE_PARTS[3:]))
    for one in (made(), made(door), made(leaf=9)):
        put_board(session, one)
    session.flush()
    assert {place: kept.leaf for place, kept in frames.all_stored(session).items()} == {WHOLE: 9, door: 7}
    move_on(session, {WHOLE: 8, door: 7}, 20)  # another worker made the first anew meanwhile
    assert {place: kept.leaf for place, kept in frames.all_stored(session).items()} == {WHOLE: 9, door: 20}
    found = frames.stored_at(session, WHOLE)
    assert found is not None
    assert found[:2] == (Kept("b" * 64, "f" * 64, D(2026, 11, 21), None, 9), "{}")
    assert found[2] == last_leaf(session)
    drop_boards(session, [WHOLE])
    assert set(frames.all_stored(session)) == {door}
    assert frames.stored_at(session, WHOLE) is None


def test_a_dashboard_that_cannot_be_made_keeps_no_other_waiting_and_is_told(
    monkeypatch: pytest.MonkeyPatch, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    door = Place(*(*WHOLE_PARTS[:2], str(DOOR), *WHOLE_PARTS[3:]))

    def make(_session: Session, _clock: FixedClock, place: Place) -> Made:
        if place == WHOLE:
            raise ArithmeticError("no such figure")
        return made(place)

    monkeypatch.setattr(boards, "plan", lambda *_asked: keeping.Plan(stale=[WHOLE, door]))
    monkeypatch.setattr(boards, "make", make)
    with pytest.raises(ArithmeticError, match="no such figure"):
        boards.keep_boards(storage, clock)
    with storage.reading() as session:
        assert set(frames.all_stored(session)) == {door}


WHOLE_PARTS = (WHOLE.reach, WHOLE.population, WHOLE.department, WHOLE.structure, WHOLE.month, WHOLE.compare)


def test_later_entries_are_told_once_for_each_tag_and_case(session: Session, clock: FixedClock, office: FoundedOffice):
    before = assigned(session, clock, office)
    leaf = max(one.leaf for one in frames.later_entries(session, 0, ()))
    case = assigned(session, clock, office, received_on=D(2026, 10, 30))
    for words in ("Raz.", "Dwa."):
        note(session, clock, office.actor(Role.HANDLER), before, words)
    found = frames.later_entries(session, leaf, {"complaints:complaint:note"})
    in_order = sorted(found, key=lambda one: one.leaf)
    assert [(one.tag, one.case.received_on if one.case else None) for one in in_order] == [
        ("complaints:complaint:receive", D(2026, 10, 30)),
        ("complaints:complaint:assign", D(2026, 10, 30)),
    ]
    assert len(frames.later_entries(session, leaf, ())) == 3
    assert {one.case.department for one in found if one.case} == {case.department_id}


def test_what_comes_late_past_the_record_is_seen_by_the_facts(
    session: Session, clock: FixedClock, office: FoundedOffice
):
    fill(session, office)
    today = clock.today()
    before = Facts(session, today).basis(ALL)
    assert Facts(session, today).basis(ALL) == before
    respond(session, warsaw(2026, 11, 2, 12), [5], office.home.id)  # not the first answer
    session.add(complaint(90, received_on=D(2026, 11, 5)))
    session.flush()
    assert Facts(session, today).basis(ALL) == before  # of the running month
    respond(session, warsaw(2026, 10, 31, 12), [5], office.home.id)
    late = Facts(session, today).basis(ALL)
    assert late != before
    seal_responses(session, clock, SYSTEM)
    assert Facts(session, today).basis(ALL) == late
    assert Facts(session, D(2026, 12, 1)).basis(ALL) != late  # November takes part in what is told
    session.add(complaint(91, received_on=D(2026, 10, 5)))
    session.flush()
    assert Facts(session, today).basis(ALL) != late
    door = Figures(Population.COMPLAINTS, frozenset({office.next_door.id}), OCTOBER.last)
    before = Facts(session, today).basis(door)
    session.add(complaint(92, received_on=D(2026, 10, 5), department_id=office.home.id))
    session.add(complaint(93, received_on=D(2026, 10, 5), department_id=office.next_door.id, kind="petycja"))
    session.flush()
    assert Facts(session, today).basis(door) == before  # of others


def test_a_day_that_is_still_to_come_says_until_when_a_row_holds(
    session: Session, clock: FixedClock, office: FoundedOffice
):
    fill(session, office)
    assert frames.next_change(session, clock, OCTOBER.last) is None
    imported = {"kind": "sprawa", "source": "miasto", "external_number": "1"}
    session.add(complaint(None, due_on=D(2026, 10, 31), due_at=warsaw(2026, 12, 9, 3), **imported))
    session.add(complaint(None, **{**imported, "external_number": "2"}, due_at=warsaw(2026, 11, 30, 3)))
    session.flush()
    assert frames.next_change(session, clock, OCTOBER.last) == D(2026, 12, 9)
    session.add(complaint(None, **{**imported, "external_number": "3"}, settled_on=D(2026, 11, 25)))
    session.flush()
    assert frames.next_change(session, clock, OCTOBER.last) == D(2026, 11, 25)


def test_doubtful_answers_are_told_by_their_flags(session: Session, clock: FixedClock, office: FoundedOffice):
    respond(session, warsaw(2026, 10, 14, 12), [5] * 3, office.home.id)
    respond(session, warsaw(2026, 11, 4, 12), [5] * 3, office.home.id)
    seal_responses(session, clock, SYSTEM)
    none = frames.flags_by(session, OCTOBER.last)
    of_day = {day: list(session.scalars(select(Response.id).where(Response.local_on == day))) for day in DAYS}
    set_flags(session, "fast", of_day[DAYS[1]][:1])
    assert frames.flags_by(session, OCTOBER.last) == none
    set_flags(session, "fast", of_day[DAYS[0]][:1])
    one = frames.flags_by(session, OCTOBER.last)
    set_flags(session, "", of_day[DAYS[0]][:1])
    set_flags(session, "fast", of_day[DAYS[0]][1:2])
    assert len({none, one, frames.flags_by(session, OCTOBER.last)}) == 3


DAYS = (D(2026, 10, 14), D(2026, 11, 4))


# --- the worker ---


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep one month, and a dashboard that costs nothing to make."""
    monkeypatch.setattr(wanted, "MONTHS", 1)
    monkeypatch.setattr(wanted, "RECENT", 1)
    monkeypatch.setattr(keeping, "packed", lambda _board: "{}")
    monkeypatch.setattr(keeping, "board", _board)


def _board(session: Session, *_asked: object) -> Made:
    return made(leaf=last_leaf(session)).kept  # type: ignore[return-value]  # only its leaf is looked at


@pytest.mark.usefixtures("few")
def test_the_worker_makes_what_is_missing_bit_by_bit_and_then_rests(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        fill(session, office)
    places = (
        2 + 2 * 2 + 2
    )  # the office, compared in two ways; two departments, each for two readers; skargi and wnioski
    assert boards.keep_boards(storage, clock, 0) == (1, places - 1)
    with storage.reading() as session:
        assert set(frames.all_stored(session)) == {WHOLE}
    assert boards.keep_boards(storage, clock, 60) == (places - 1, 0)
    assert boards.keep_boards(storage, clock, 60) == (0, 0)


@pytest.mark.usefixtures("few")
def test_the_worker_makes_anew_what_an_entry_touches_and_drops_what_nobody_wants(
    storage: Storage, clock: FixedClock, office: FoundedOffice, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(keeping, "LAG", 3)
    with storage.writing() as session:
        fill(session, office)
    boards.keep_boards(storage, clock, 60)
    with storage.writing() as session:
        before = assigned(session, clock, office)  # in November
    with storage.reading() as session:
        assert plan(session, clock).stale == []
    with storage.writing() as session:
        for number in range(3):
            note(session, clock, office.actor(Role.HANDLER), session.get_one(Complaint, before.id), f"{number}.")
    with storage.reading() as session:
        assert len(plan(session, clock).ahead) == 8
    assert boards.keep_boards(storage, clock, 60) == (0, 0)
    with storage.writing() as session:
        assert plan(session, clock).ahead == {}
        assigned(session, clock, office, received_on=D(2026, 10, 30))
    with storage.reading() as session:
        stale = plan(session, clock).stale
    assert WHOLE in stale
    assert {one.population for one in stale} == {"complaints", "skarga"}
    assert boards.keep_boards(storage, clock, 60) == (7, 0)
    clock.move_to(warsaw(2026, 12, 1, 7))
    with storage.reading() as session:
        found = plan(session, clock)
    assert len(found.gone) == 8
    assert {one.month for one in found.stale} == {"2026-11"}
    boards.keep_boards(storage, clock, 60)
    with storage.reading() as session:
        assert {one.month for one in frames.all_stored(session)} == {"2026-11"}


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(("day", "is_touched"), [(DAYS[0], True), (DAYS[1], False)])
def test_flags_told_anew_touch_the_months_whose_answers_they_change(
    storage: Storage, clock: FixedClock, office: FoundedOffice, day: dt.date, is_touched: bool
):
    with storage.writing() as session:
        for one in DAYS:
            respond(session, warsaw(one.year, one.month, one.day, 12), [5] * 3, office.home.id)
        seal_responses(session, clock, SYSTEM)
    boards.keep_boards(storage, clock, 60)
    with storage.writing() as session:
        set_flags(session, "fast", list(session.scalars(select(Response.id).where(Response.local_on == day).limit(1))))
        data = {"rules": 1, "responses": 6, "changed": 1, "upto": 1, "flagged": 1, "digest": "0" * 64}
        append(session, clock, SYSTEM, SurveyTag.FLAGS_COMPUTED, "survey-flags", data, clock.today())
    with storage.reading() as session:
        found = plan(session, clock)
        assert (len(found.stale), len(found.ahead)) == ((6, 0) if is_touched else (0, 6))


@pytest.mark.usefixtures("few")
def test_what_the_calendar_changes_today_is_not_stored(storage: Storage, clock: FixedClock, office: FoundedOffice):
    with storage.writing() as session:
        fill(session, office)
    boards.keep_boards(storage, clock, 60)
    with storage.writing() as session:
        session.execute(update(StoredBoard).values(basis=""))
        facts = {"kind": "sprawa", "source": "miasto", "external_number": "1", "due_on": D(2026, 10, 31)}
        session.add(complaint(None, due_at=clock.now() + dt.timedelta(hours=2), **facts))
    boards.keep_boards(storage, clock, 60)
    with storage.reading() as session:
        assert frames.all_stored(session) == {}
    clock.advance(hours=3)
    assert boards.keep_boards(storage, clock, 60) == (9, 0)  # service cases as well by now


def test_figures_of_a_place_are_those_of_its_department():
    assert figures_of(WHOLE) == Figures(Population.COMPLAINTS, EVERYWHERE, D(2026, 10, 31))
    own = Place(str(HOME), "skarga", str(HOME), "day_of_case", "2026-10", "year")
    assert figures_of(own) == Figures(Population.SKARGA, frozenset({HOME}), D(2026, 10, 31))
