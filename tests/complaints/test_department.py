"""The head's pages: what waits, who carries how much, what ends soon, and passing cases on."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from complaints.actions import Passing, approve, draft, reassign
from complaints.models import Complaint
from complaints.queries.department import approvals, endings, loads
from complaints.rules.department import Lack, lack_of, week_ahead, week_of
from complaints.rules.kinds import Kind
from complaints.rules.moves import State
from kernel.clock import FixedClock
from kernel.errors import NotFound
from kernel.permissions import EVERYWHERE, Permission, Role
from ledger.verify import verify
from office.models import Absence
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import PERSONAL, Reply, assigned, length, received
from tests.filling import document, text
from tests.pages import text_of

Enter = Callable[..., FlaskClient]
PAGE, SHEET, QUEUE = "/staff/pl/department", "/staff/pl/department/week", "/staff/pl/queue"
ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"])
PAST, NEAR, FAR = dt.date(2026, 10, 1), dt.date(2026, 10, 23), dt.date(2026, 11, 20)
"""Days of receipt that make a skarga overdue, due on 23 November, and due on 21 December."""


@pytest.fixture
def cases(storage: Storage, clock: FixedClock, office: FoundedOffice) -> dict[str, uuid.UUID]:
    """Cases at home by their subject: late, near, far, of nobody, for approval by another's and by the head's words."""
    reply = Reply("zasadna")
    with storage.writing() as session:
        made = {
            "późna": assigned(session, clock, office, subject="późna", received_on=PAST),
            "bliska": assigned(session, clock, office, subject="bliska", received_on=NEAR),
            "daleka": assigned(session, clock, office, subject="daleka", received_on=FAR),
            "niczyja": received(session, clock, office, subject="niczyja", received_on=FAR),
            "gotowa": assigned(session, clock, office, subject="gotowa", received_on=FAR),
            "własna": assigned(session, clock, office, subject="własna", received_on=FAR),
            "sąsiednia": received(session, clock, office, subject="sąsiednia", department_id=office.next_door.id),
        }
        for name, role in (("gotowa", Role.HANDLER), ("własna", Role.HEAD)):
            case = made[name]
            draft(session, clock, office.actor(role), case, reply.answer(), row_version=case.row_version)
        return {name: case.id for name, case in made.items()}


class TestRules:
    """Pure days and words."""

    def test_the_week_ahead_ends_on_the_fifth_working_day(self):
        assert week_ahead(dt.date(2026, 11, 21)) == dt.date(2026, 11, 27)
        assert week_ahead(dt.date(2026, 11, 23)) == dt.date(2026, 11, 30)
        assert week_ahead(dt.date(2026, 12, 23)) == dt.date(2027, 1, 4)  # three days of Christmas, New Year

    def test_a_weekend_looks_at_the_week_that_comes(self):
        assert week_of(dt.date(2026, 11, 20)) == (dt.date(2026, 11, 16), dt.date(2026, 11, 22))
        assert week_of(dt.date(2026, 11, 21)) == (dt.date(2026, 11, 23), dt.date(2026, 11, 29))
        assert week_of(dt.date(2026, 11, 11)) == (dt.date(2026, 11, 9), dt.date(2026, 11, 15))  # a holiday in the week

    @pytest.mark.parametrize(
        ("kind", "state", "has_handler", "lack"),
        [
            (Kind.SKARGA, State.RECEIVED, False, Lack.HANDLER),
            (Kind.SKARGA, State.ASSIGNED, True, Lack.ANSWER),
            (Kind.ODWOLANIE, State.ASSIGNED, True, Lack.PASSING_ON),
            (Kind.SKARGA, State.CALLED, True, Lack.EXPLANATION),
            (Kind.SKARGA, State.AT_COUNCIL, True, Lack.RESOLUTION),
            (Kind.SKARGA, State.FOR_APPROVAL, True, Lack.APPROVAL),
            (Kind.SKARGA, State.APPROVED, False, Lack.DISPATCH),
        ],
    )
    def test_every_open_case_lacks_something(self, kind: str, state: str, has_handler: bool, lack: Lack):
        assert lack_of(kind, state, has_handler=has_handler) is lack


class TestQueries:
    """The same numbers on both databases."""

    def test_the_work_is_counted_by_handler(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice, cases: dict[str, uuid.UUID]
    ):
        today, home = clock.today(), frozenset({office.home.id})
        with storage.reading() as session:
            nobody, handler = loads(session, today, home, week_ahead(today))
            everybody = loads(session, today, EVERYWHERE, week_ahead(today))
        assert (nobody.person_id, nobody.open, nobody.late, nobody.median_age) == (None, 1, 0, 1)
        assert handler.person_id == office.member(Role.HANDLER).person_id
        assert (handler.open, handler.late, handler.soon, handler.ahead, handler.for_approval) == (5, 1, 1, 1, 2)
        assert handler.median_age == 1  # received on 1.10, 23.10, 20.11, 20.11, 20.11: the middle one a working day ago
        assert sum(load.open for load in everybody) == len(cases)

    def test_of_an_even_number_the_median_is_the_younger_of_the_middle_two(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice
    ):
        with storage.writing() as session:
            for day in (dt.date(2026, 11, 16), dt.date(2026, 11, 19)):
                assigned(session, clock, office, received_on=day)
            (handler,) = loads(session, clock.today(), frozenset({office.home.id}), clock.today())
        assert handler.median_age == 2

    def test_approvals_say_who_may_not(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice, cases: dict[str, uuid.UUID]
    ):
        head = office.actor(Role.HEAD)
        with storage.writing() as session:
            bars = {one.subject: one.bar for one in approvals(session, head, head.scope(Permission.COMPLAINT_APPROVE))}
            session.get_one(Complaint, cases["gotowa"]).about_person_id = head.person_id
            session.flush()
            concerned = {one.subject: one.bar for one in approvals(session, head, frozenset({office.home.id}))}
            elsewhere = approvals(session, head, frozenset({office.next_door.id}))
        assert bars == {"gotowa": "", "własna": "own_words"}
        assert (concerned["gotowa"], elsewhere) == ("concerned", [])

    def test_what_ends_soon_can_be_of_one_person_of_nobody_or_of_all(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice, cases: dict[str, uuid.UUID]
    ):
        today, home = clock.today(), frozenset({office.home.id})
        handler = office.member(Role.HANDLER).person_id
        with storage.reading() as session:
            week = endings(session, home, today, week_ahead(today))
            late_too = endings(session, home, None, week_ahead(today), handler)
            of_nobody = endings(session, home, None, dt.date(2026, 12, 31), of_nobody=True)
            first_only = endings(session, home, None, week_ahead(today), most=1)
        assert [one.subject for one in first_only] == ["późna"]
        assert [(one.subject, one.lack) for one in week] == [("bliska", Lack.ANSWER)]
        assert [one.subject for one in late_too] == ["późna", "bliska"]
        assert [(one.subject, one.lack) for one in of_nobody] == [("niczyja", Lack.HANDLER)]


@ON_SQLITE
class TestReassign:
    """Many cases at once, each by itself."""

    def test_each_is_assigned_with_an_entry_of_its_own_and_the_refused_ones_stay(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice, cases: dict[str, uuid.UUID]
    ):
        head = office.member(Role.HEAD)
        wanted = [cases["późna"], cases["bliska"], cases["daleka"], cases["gotowa"]]
        with storage.writing() as session:
            versions = {key: session.get_one(Complaint, key).row_version for key in wanted}
            session.get_one(Complaint, cases["daleka"]).about_person_id = head.person_id
            session.flush()
            before = length(session)
            done = reassign(
                session,
                clock,
                head.actor,
                [
                    Passing(cases["późna"], head.person_id, versions[cases["późna"]]),
                    Passing(cases["bliska"], head.person_id, versions[cases["bliska"]] - 1),
                    Passing(cases["daleka"], head.person_id, versions[cases["daleka"]]),
                    Passing(cases["gotowa"], office.member(Role.CLERK).person_id, versions[cases["gotowa"]]),
                ],
            )
            assert length(session) == before + 1
            assert [one.complaint_id for one in done.passed] == [cases["późna"]]
            assert [one.why.code for one in done.kept] == ["stale", "concerned", "not_a_handler"]
            assert session.get_one(Complaint, cases["późna"]).handler_id == head.person_id

    def test_somebody_who_is_away_gets_cases_only_where_they_may_wait(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice, cases: dict[str, uuid.UUID]
    ):
        head = office.member(Role.HEAD)
        with storage.writing() as session:
            session.add(Absence(person_id=head.person_id, from_on=clock.today(), to_on=clock.today()))
            version = session.get_one(Complaint, cases["bliska"]).row_version
            wanted = [Passing(cases["bliska"], head.person_id, version)]
            assert [one.why.code for one in reassign(session, clock, head.actor, wanted).kept] == ["away"]
            assert len(reassign(session, clock, head.actor, wanted, may_wait=True).passed) == 1

    def test_a_case_out_of_reach_is_not_there(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice, cases: dict[str, uuid.UUID]
    ):
        head = office.member(Role.HEAD)
        with storage.writing() as session, pytest.raises(NotFound):
            reassign(session, clock, head.actor, [Passing(cases["sąsiednia"], head.person_id, 1)])


@ON_SQLITE
class TestPages:
    """What the head sees and does."""

    def test_the_page_shows_what_waits_and_every_figure_leads_to_its_cases(
        self, signed_in: Enter, office: FoundedOffice, cases: dict[str, uuid.UUID]
    ):
        head = signed_in(Role.HEAD)
        page = head.get(PAGE)
        shown = text(page)
        for words in ("gotowa", "własna", "ktoś inny", "bliska", "brak projektu odpowiedzi", "nikt jeszcze"):
            assert words in shown
        assert "sąsiednia" not in shown
        handler = office.member(Role.HANDLER).person_id
        figures = [
            (text_of(link), str(link.get("href")))
            for link in document(page).iterfind(".//table//a")
            if f"who={handler}" in str(link.get("href"))
        ]
        assert [figure for figure, _href in figures] == ["5", "1", "1", "1", "2", "1"]
        assert "późna" in text(head.get(figures[1][1]))
        narrowed = head.get(figures[3][1].partition("#")[0])
        assert "bliska" in text(narrowed)
        assert "Pokaż sprawy wszystkich osób" in text(narrowed)
        assert "Żadna sprawa nie kończy się" in text(head.get(f"{PAGE}?who=nobody"))

    def test_a_day_is_as_near_on_the_page_as_in_the_queue(
        self, signed_in: Enter, storage: Storage, clock: FixedClock, cases: dict[str, uuid.UUID]
    ):
        """Four days over a weekend are two working days: in the queue the term ends, so it does here."""
        with storage.writing() as session:
            for name in ("bliska", "gotowa"):
                session.get_one(Complaint, cases[name]).due_on = clock.today() + dt.timedelta(days=4)
                session.get_one(Complaint, cases[name]).warn_on = clock.today()
            session.get_one(Complaint, cases["daleka"]).due_on = clock.today() + dt.timedelta(days=2)
            session.get_one(Complaint, cases["daleka"]).warn_on = clock.today() + dt.timedelta(days=1)
        head = signed_in(Role.HEAD)
        for path in (PAGE, QUEUE):
            rows = [
                (name, sign.get("data-is"))
                for row in document(head.get(path)).iterfind(".//tbody/tr")
                for name in ("bliska", "gotowa", "daleka")
                for sign in row.iterfind(".//*[@class='signal']")
                if name in text_of(row)
            ]
            assert set(rows) == {("bliska", "soon"), ("gotowa", "soon"), ("daleka", "neutral")}, path

    def test_last_months_figures_are_a_link_away(self, signed_in: Enter, office: FoundedOffice):
        head = signed_in(Role.HEAD)
        links = [str(link.get("href")) for link in document(head.get(PAGE)).iterfind(".//section//a")]
        wanted = [link for link in links if "/results" in link]
        assert len(wanted) == 4
        assert all("month=2026-10" in link and f"department={office.home.id}" in link for link in wanted)
        assert [head.get(link).status_code for link in wanted] == [200] * 4

    def test_a_dozen_statements_do_whatever_the_number_of_cases(
        self, signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice, statements: Callable
    ):
        head, counts = signed_in(Role.HEAD), []
        head.get(PAGE)
        for _round in range(2):
            with storage.writing() as session:
                for number in range(8):
                    assigned(session, clock, office, subject=f"sprawa {number}", received_on=NEAR)
            with statements() as seen:
                assert head.get(PAGE).status_code == 200
            counts.append(len(seen))
        assert counts[0] == counts[1] <= 11  # three of them know who is signed in

    @pytest.mark.parametrize("path", [PAGE, SHEET])
    def test_only_heads_get_in(self, signed_in: Enter, client: FlaskClient, path: str):
        assert client.get(path).status_code == 302
        for role in Role:
            assert signed_in(role).get(path).status_code == (200 if role is Role.HEAD else 403)

    def test_another_department_is_not_there(self, signed_in: Enter, office: FoundedOffice):
        head = signed_in(Role.HEAD)
        for wrong in (office.next_door.id, "nic"):
            assert head.get(f"{PAGE}?department={wrong}").status_code == 404
        assert head.get(f"{PAGE}?department={office.home.id}").status_code == 200

    def test_the_sheet_names_numbers_and_people_of_the_office_and_nobody_who_filed(
        self, signed_in: Enter, storage: Storage, cases: dict[str, uuid.UUID]
    ):
        head = signed_in(Role.HEAD)
        with storage.reading() as session:
            late = session.get_one(Complaint, cases["późna"]).register_number
        page = head.get(SHEET)
        shown = text(page)
        assert late in shown
        assert "Wydrukowano 21 listopada 2026" in shown
        assert "od 23 listopada 2026 do 29 listopada 2026" in shown
        assert not [secret for secret in (*PERSONAL.values(), "późna", "bliska") if secret in shown]
        assert "od 30 listopada 2026" in text(head.get(f"{SHEET}?week=next"))

    def test_the_cases_of_somebody_away_are_passed_on_and_what_stays_is_told(
        self,
        signed_in: Enter,
        storage: Storage,
        clock: FixedClock,
        office: FoundedOffice,
        cases: dict[str, uuid.UUID],
    ):
        handler, head_id = office.member(Role.HANDLER).person_id, office.member(Role.HEAD).person_id
        with storage.writing() as session:
            session.add(Absence(person_id=handler, from_on=clock.today(), to_on=dt.date(2026, 11, 30)))
            session.execute(update(Complaint).where(Complaint.id == cases["daleka"]).values(about_person_id=head_id))
        head = signed_in(Role.HEAD)
        assert "nieobecność do" in text(head.get(PAGE))
        path = f"{PAGE}/pass-on/{handler}"
        page = head.get(path)
        fields = _fields(page)
        nobody = head.post(path, data=fields)
        assert nobody.status_code == 422
        assert "Nie wybrano, komu przekazać" in text(nobody)
        fields |= {"all": str(head_id), f"to-{cases['bliska']}": "stays"}
        done = head.post(path, data=fields)
        assert done.status_code == 422
        assert "Przekazano 3 " in text(done).replace("\u00a0", " ")
        assert "nie mogą jej prowadzić" in text(done).replace("\u00a0", " ")
        with storage.reading() as session:
            assert verify(session).is_whole
            held = select(Complaint.subject).where(Complaint.handler_id == handler).order_by(Complaint.subject)
            assert list(session.scalars(held)) == ["bliska", "daleka"]
        done = head.post(path, data=_fields(done) | {f"to-{cases['bliska']}": str(head_id)}, follow_redirects=True)
        assert (done.status_code, "Przekazano 1 " in text(done).replace("\u00a0", " ")) == (200, True)
        stale = head.post(path, data=fields)
        told = text(stale).replace("\u00a0", " ")
        now = f"Prowadzi ją teraz {office.actor(Role.HEAD).name}. Proszę ją otworzyć"
        assert (stale.status_code, told.count("W tym czasie ktoś zmienił tę sprawę."), told.count(now)) == (422, 3, 3)
        assert "4 spraw nie przekazano" in told
        assert "Wpisany tekst" not in told
        links = {str(link.get("href")) for link in document(stale).iterfind(".//*[@id='errors']//a")}
        assert links > {f"/staff/pl/case/{cases[name]}" for name in ("późna", "gotowa", "własna")}

    def test_cases_of_another_department_cannot_be_passed_on(
        self, signed_in: Enter, office: FoundedOffice, cases: dict[str, uuid.UUID]
    ):
        head = signed_in(Role.HEAD)
        path = f"{PAGE}/pass-on/{office.member(Role.HANDLER).person_id}"
        data = _fields(head.get(path)) | {
            f"version-{cases['sąsiednia']}": "1",
            "all": str(office.member(Role.HEAD).person_id),
        }
        assert head.post(path, data=data).status_code == 404
        assert head.get(f"{PAGE}/pass-on/{uuid.UUID(int=1)}").status_code == 404
        assert signed_in(Role.HANDLER).get(path).status_code == 403


def _fields(page: object) -> dict[str, str]:
    """The hidden fields of the form on a page."""
    found = document(page).iterfind(".//form//input[@type='hidden']")  # type: ignore[arg-type]
    return {
        str(one.get("name")): str(one.get("value")) for one in found if re.match("csrf|version-", str(one.get("name")))
    }


@ON_SQLITE
def test_an_approved_answer_leaves_the_list(
    storage: Storage, clock: FixedClock, office: FoundedOffice, cases: dict[str, uuid.UUID]
):
    head = office.actor(Role.HEAD)
    with storage.writing() as session:
        case = session.get_one(Complaint, cases["gotowa"])
        approve(session, clock, head, case, row_version=case.row_version)
        assert [one.subject for one in approvals(session, head, frozenset({office.home.id}))] == ["własna"]
