"""The queue: what the reader may see, filtered, searched and paged; the counts above are the counts of the lists."""

from __future__ import annotations

import datetime as dt
import html
import re
import uuid
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from complaints.models import Complaint
from complaints.queries import QueueFilter, how_many, queue_page, tiles
from complaints.rules.kinds import Kind
from complaints.rules.moves import Move, State
from kernel.clock import FixedClock, warsaw
from kernel.ids import new_id
from kernel.permissions import Actor, Permission, Role
from storage.session import Storage
from tests.cast import NOW, FoundedOffice
from tests.complaints.courses import case_in, take
from tests.complaints.handling import Reply, answered, assigned, received
from tests.filling import document, text
from tests.pages import text_of
from web.forms import tidy

Enter = Callable[..., FlaskClient]
ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"])
PAST, NEAR, FAR = dt.date(2026, 10, 1), dt.date(2026, 10, 23), dt.date(2026, 11, 20)
"""Days of receipt that make a case overdue, due soon (23 November) and neither."""


@pytest.fixture
def cases(storage: Storage, clock: FixedClock, office: FoundedOffice) -> dict[str, uuid.UUID]:
    """A case of each sort by its subject: at home, next door, of nobody; late, soon, settled, imported."""
    with storage.writing() as session:
        made = {
            "późna": assigned(session, clock, office, subject="późna", received_on=PAST),
            "bliska": assigned(session, clock, office, subject="bliska", received_on=NEAR),
            "nowa": received(session, clock, office, subject="nowa", received_on=FAR),
        }
        clock.advance(minutes=1)  # of two cases due on a day the earlier registered one comes first
        made |= {
            "wniosek": received(session, clock, office, subject="wniosek", kind=Kind.WNIOSEK, received_on=FAR),
            "sąsiednia": received(session, clock, office, subject="sąsiednia", department_id=office.next_door.id),
            "niczyja": received(session, clock, office, subject="niczyja", department_id=None),
            "załatwiona": assigned(session, clock, office, subject="załatwiona", received_on=FAR),
        }
        reply = Reply("zasadna", "Treść.", clock.today())
        answered(session, clock, office, made["załatwiona"], reply)
        imported = {
            "przywieziona": _imported("A-7", office.home.id, warsaw(2026, 11, 20, 12)),
            "nieprzypisana": _imported("214", None, None),
        }
        session.add_all(imported.values())
        session.flush()
        return {name: case.id for name, case in {**made, **imported}.items()}


def _imported(number: str, department_id: uuid.UUID | None, due_at: dt.datetime | None) -> Complaint:
    return Complaint(
        id=new_id(),
        kind="sprawa",
        state="received",
        register="elsewhere",
        year=2026,
        source="elsewhere",
        external_number=number,
        channel="other",
        subject=f"z innego rejestru {number}",
        department_id=department_id,
        received_on=FAR,
        registered_at=NOW,
        due_at=due_at,
        due_on=due_at.date() if due_at else None,
    )


def subjects(response: TestResponse) -> list[str]:
    """The subjects of the rows, in order."""
    assert response.status_code == 200
    return [
        text_of(link).replace("\u00a0", " ")
        for link in document(response).iterfind(".//main//table//a")
        if "/case/" in str(link.get("href"))
    ]


def numbers(response: TestResponse) -> list[int]:
    """The counts of the tiles, in order."""
    values = document(response).iterfind(".//*[@class='tile']/*[@class='value']")
    return [int(text_of(value)) for value in values]


def queue(client: FlaskClient, **query: str) -> TestResponse:
    return client.get("/staff/pl/queue", query_string=query)


@ON_SQLITE
def test_the_nearest_last_day_comes_first(signed_in: Enter, cases: dict[str, uuid.UUID]):
    assert subjects(queue(signed_in(Role.HEAD))) == ["późna", "bliska", "nowa", "wniosek"]


@ON_SQLITE
@pytest.mark.parametrize(
    ("role", "next_door", "seen"),
    [
        (Role.CLERK, False, {"późna", "bliska", "nowa", "wniosek"}),
        (Role.HANDLER, False, {"późna", "bliska", "nowa", "wniosek"}),
        (Role.HEAD, True, {"sąsiednia"}),
        (Role.AUDITOR, False, {"późna", "bliska", "nowa", "wniosek", "sąsiednia", "niczyja"}),
        (Role.MANAGEMENT, False, {"późna", "bliska", "nowa", "wniosek", "sąsiednia", "niczyja"}),
    ],
)
def test_everybody_sees_the_own_scope(
    signed_in: Enter, cases: dict[str, uuid.UUID], role: Role, next_door: bool, seen: set[str]
):
    client = signed_in(role, next_door=next_door)
    assert set(subjects(queue(client))) == seen
    for name, case in cases.items():
        status = client.get(f"/staff/pl/case/{case}").status_code
        if name not in {"załatwiona", "przywieziona", "nieprzypisana"}:
            assert status == (200 if name in seen else 404), name


OPEN = {"późna", "bliska", "nowa", "wniosek", "sąsiednia", "niczyja"}
FILTERED: tuple[tuple[dict[str, str], set[str]], ...] = (
    ({}, OPEN),
    ({"state": "unassigned"}, {"nowa", "wniosek", "sąsiednia", "niczyja"}),
    ({"state": "settled"}, {"załatwiona"}),
    ({"state": "all"}, {*OPEN, "załatwiona"}),
    ({"due": "late"}, {"późna"}),
    ({"due": "soon"}, {"bliska"}),
    ({"kind": "wniosek"}, {"wniosek"}),
    ({"kind": "skarga", "state": "unassigned"}, {"nowa", "sąsiednia", "niczyja"}),
    ({"kind": "sprawa"}, {"z innego rejestru A-7", "z innego rejestru 214"}),
    ({"department": "next_door"}, {"sąsiednia"}),
    ({"who": "handler"}, {"późna", "bliska"}),
    ({"who": "handler", "state": "all", "due": ""}, {"późna", "bliska", "załatwiona"}),
    ({"state": "odd", "due": "odd", "kind": "odd", "department": "odd", "who": "odd", "after": "odd"}, OPEN),
    ({"after": "-5"}, OPEN),
    ({"before": "9" * 30}, OPEN),
    ({"q": "   "}, OPEN),
    ({"q": "\x00"}, OPEN),
)


@ON_SQLITE
def test_filters_find_what_they_say(signed_in: Enter, office: FoundedOffice, cases: dict[str, uuid.UUID]):
    names = {"next_door": str(office.next_door.id), "handler": str(office.member(Role.HANDLER).person_id)}
    client = signed_in(Role.AUDITOR)
    for query, found in FILTERED:
        page = queue(client, **{key: names.get(value, value) for key, value in query.items()})
        assert set(subjects(page)) == found, query


@ON_SQLITE
def test_a_reader_of_one_department_cannot_ask_for_another(
    signed_in: Enter, office: FoundedOffice, cases: dict[str, uuid.UUID]
):
    head = signed_in(Role.HEAD)
    assert subjects(queue(head, department=str(office.next_door.id))) == []
    assert "Nie ma takich spraw" in text(queue(head, department=str(office.next_door.id)))


SEARCHED: dict[str, set[str]] = {
    "1": {"późna"},
    "1/2026": {"późna"},
    " 1 / 2026 ": {"późna"},
    "1/2025": set(),
    "999999999": set(),
    "9999999999": set(),
    "PÓŹNA": {"późna"},
    "późn": {"późna"},
    "óźn": set(),
    "sĄsIeD": {"sąsiednia"},
    "po\u0301z\u0301n": {"późna"},
    "%": set(),
    "_": set(),
    "\\": set(),
    "'; DROP TABLE complaint; --": set(),
    "A-7": set(),
    "nicz\x00yja": {"niczyja"},
}


def test_search_knows_numbers_and_polish_letters_on_both_databases(
    storage: Storage, clock: FixedClock, office: FoundedOffice, cases: dict[str, uuid.UUID]
):
    with storage.reading() as session:
        for typed, found in SEARCHED.items():
            page = queue_page(session, clock, office.actor(Role.AUDITOR), QueueFilter(text=tidy(typed)))
            assert {row.subject for row in page.rows} == found, typed


@ON_SQLITE
def test_a_foreign_number_finds_an_imported_case(signed_in: Enter, cases: dict[str, uuid.UUID]):
    auditor = signed_in(Role.AUDITOR)
    assert subjects(queue(auditor, q="A-7", kind="sprawa")) == ["z innego rejestru A-7"]
    assert subjects(queue(auditor, q="214", kind="sprawa")) == ["z innego rejestru 214"]


@ON_SQLITE
@pytest.mark.parametrize("role", [Role.HEAD, Role.AUDITOR])
def test_each_tile_counts_exactly_the_list_behind_it(signed_in: Enter, cases: dict[str, uuid.UUID], role: Role):
    client = signed_in(role)
    for query in ({}, {"q": "nowa", "kind": "wniosek", "due": "late", "state": "settled"}):
        page = queue(client, **query)
        links = [str(tile.get("href")) for tile in document(page).iterfind(".//*[@class='tile']")]
        assert len(links) == 8
        for link, count in zip(links, numbers(page), strict=True):
            listed = client.get(urlsplit(link).path, query_string=urlsplit(link).query)
            assert len(subjects(listed)) == count, link


@ON_SQLITE
def test_the_verdict_is_said_in_words_and_not_by_colour_alone(signed_in: Enter, cases: dict[str, uuid.UUID]):
    page = queue(signed_in(Role.AUDITOR), state="all")
    shown = text(page)
    for words in ("19 dni po terminie", "za 2 dni", "w terminie", "po terminie"):
        assert words in shown, words


@ON_SQLITE
def test_chips_take_one_condition_back(signed_in: Enter, cases: dict[str, uuid.UUID]):
    client = signed_in(Role.AUDITOR)
    page = queue(client, q="a", kind="skarga", due="late", state="all")
    chips = [str(chip.get("href")) for chip in document(page).iterfind(".//*[@class='chip']")]
    assert len(chips) == 3
    for chip in chips:
        assert client.get(urlsplit(chip).path, query_string=urlsplit(chip).query).status_code == 200
        assert chip.count("=") == 3


def _many(session: Session, clock: FixedClock, office: FoundedOffice, count: int) -> None:
    for number in range(count):
        received(session, clock, office, subject=f"Sprawa {number + 1}")


@ON_SQLITE
def test_pages_hold_every_case_once(signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice):
    with storage.writing() as session:
        _many(session, clock, office, 60)
    head = signed_in(Role.HEAD)
    page, pages = queue(head), []
    while True:
        pages.append(subjects(page))
        following = neighbour(page, "next")
        if not following:
            break
        page = head.get(following)
    assert [len(subjects_of_page) for subjects_of_page in pages] == [25, 25, 10]
    assert len({subject for subjects_of_page in pages for subject in subjects_of_page}) == 60
    assert subjects(queue(head, before="end")) == pages[1][10:] + pages[2]
    assert "60 spraw" in text(page)
    second = head.get(neighbour(page, "prev"))
    assert subjects(second) == pages[1]
    assert subjects(head.get(neighbour(second, "prev"))) == pages[0]
    middle = head.get(neighbour(queue(head, q="Sprawa"), "next"))
    links = re.findall(r'href="(/staff/pl/queue\?[^"]*)" rel="(prev|next)"', middle.text)
    assert [rel for _address, rel in links] == ["prev", "next"]
    assert all("q=Sprawa" in address for address, _rel in links)


def neighbour(page: TestResponse, rel: str) -> str:
    """The address of the next or previous page; empty where there is none."""
    found = re.search(rf'href="([^"]*)" rel="{rel}"', page.text)
    return html.unescape(found[1]) if found else ""


def test_tiles_and_lists_agree_on_both_databases(
    storage: Storage, clock: FixedClock, office: FoundedOffice, cases: dict[str, uuid.UUID]
):
    with storage.writing() as session:
        session.execute(update(Complaint).where(Complaint.id == cases["nowa"]).values(left_on=clock.today()))
    with storage.reading() as session:
        for actor in (office.actor(Role.AUDITOR), office.actor(Role.HEAD), Actor("person:x")):
            counted = tiles(session, clock, actor)
            filters = (
                QueueFilter(due="late"),
                QueueFilter(due="soon"),
                QueueFilter(state="unassigned"),
                QueueFilter(),
            )
            listed = [how_many(session, clock, actor, wanted).number for wanted in filters]
            assert [len(queue_page(session, clock, actor, wanted).rows) for wanted in filters] == listed
            shown = (counted.overdue, counted.soon, counted.unassigned, counted.open)
            assert [count.number for count in shown] == listed
            assert actor.can(Permission.COMPLAINT_READ) or listed == [0, 0, 0, 0]


@ON_SQLITE
def test_the_head_finds_what_waits_for_approval_and_a_petition_by_its_number(
    signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        case_in(session, clock, office, Kind.SKARGA, State.FOR_APPROVAL, subject="gotowa")
        case_in(session, clock, office, Kind.PETYCJA, State.AT_COUNCIL, subject="petycja")
        assigned(session, clock, office, subject="spóźniona", received_on=PAST)
        noticed = assigned(session, clock, office, subject="zawiadomiona", received_on=FAR)
        noticed.councillor = "mp"
        session.flush()
        take(session, clock, office, noticed, Move.DELAY, until_on=dt.date(2027, 1, 29))
    head = signed_in(Role.HEAD)
    waiting = queue(head, state="for_approval")
    assert subjects(waiting) == ["gotowa"]
    assert numbers(waiting)[2] == 1
    assert "Do akceptacji" in text(waiting)
    assert subjects(queue(head, q="P 1/2026")) == ["petycja"]
    assert subjects(queue(head, q="p1/2026")) == ["petycja"]
    assert subjects(queue(head, q="O 1/2026")) == []
    clock.advance(days=35)
    late = text(queue(signed_in(Role.HEAD), due="late"))
    assert late.count("zawiadomiono, nowy termin pt. 29.01.2027") == 1
    assert late.count("posłanka lub poseł") == 1
