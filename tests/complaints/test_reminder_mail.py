"""Reminders and escalations: one mail a day or one by one, once each, in one's own language, never at night."""

from __future__ import annotations

import datetime as dt
import uuid
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Complaint
from complaints.queries.escalation import is_somebody_told
from kernel.clock import FixedClock, warsaw
from kernel.permissions import SYSTEM, Role
from office.actions.hours import DayOffTyped, HoursTyped, add_day_off, add_hours
from office.models import Absence, Deputy, Person, RoleAssignment
from office.rules.notices import Reminders
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import Reply, answered, assigned
from worker.loop import Worker
from worker.models import OutboxRow

LAST = dt.date(2026, 12, 21)
HEAD, QUALITY, HANDLER = (f"{role}@urzad.example.pl" for role in (Role.HEAD, Role.QUALITY_OFFICER, Role.HANDLER))
WEEK = "\n".join(["7:30-15:30"] * 5 + ["", ""])
pytestmark = pytest.mark.parametrize("backend", ["sqlite"])


@pytest.fixture(autouse=True)
def only_these_jobs(app: Flask) -> None:
    app.extensions["jobs"] = tuple(one for one in app.extensions["jobs"] if one.name in ("lateness", "reminders"))


@pytest.fixture(autouse=True)
def addresses(storage: Storage, office: FoundedOffice) -> None:
    for role in (Role.HEAD, Role.QUALITY_OFFICER, Role.HANDLER):
        give_address(storage, office.member(role).person_id, f"{role}@urzad.example.pl")


def give_address(storage: Storage, person_id: uuid.UUID | None, email: str) -> None:
    with storage.writing() as session:
        session.get_one(Person, person_id).email = email


def choose(storage: Storage, office: FoundedOffice, role: Role, how: Reminders, language: str = "pl") -> None:
    with storage.writing() as session:
        person = session.get_one(Person, office.member(role).person_id)
        person.reminders, person.language = how.value, language


class Post:
    """What went out since one looked last, by the clock moved on hour by hour."""

    def __init__(self, app: Flask, clock: FixedClock) -> None:
        self.app, self.clock, self._seen = app, clock, set[Path]()
        self.worker = Worker(app)

    def until(self, moment: dt.datetime) -> list[tuple[dt.datetime, EmailMessage]]:
        """Run a worker every quarter of an hour until a moment; what it sent, and when."""
        found = []
        while True:
            self.worker.run_due_jobs()
            self.worker.drain()
            found += [(self.clock.now(), one) for one in self.new()]
            if self.clock.now() >= moment:
                return found
            self.clock.move_to(min(moment, self.clock.now() + dt.timedelta(minutes=15)))

    def at(self, moment: dt.datetime) -> list[EmailMessage]:
        """A worker that looks once at a moment."""
        self.clock.move_to(moment)
        self.worker.run_due_jobs()
        self.worker.drain()
        return self.new()

    def new(self) -> list[EmailMessage]:
        found = []
        for path in sorted((Path(self.app.config["SETTINGS"].data_folder) / "mail").glob("*.eml")):
            if path not in self._seen:
                self._seen.add(path)
                letter = message_from_bytes(path.read_bytes(), policy=default)
                assert isinstance(letter, EmailMessage)
                found.append(letter)
        return sorted(found, key=lambda one: one["To"])


@pytest.fixture
def post(app: Flask, clock: FixedClock) -> Post:
    return Post(app, clock)


def to(mails: list[EmailMessage]) -> list[str]:
    return [one["To"] for one in mails]


# --- one mail a day ---


def test_head_and_quality_officer_are_told_of_a_late_case_in_the_mail_of_the_day_once(
    post: Post, office: FoundedOffice, filed: uuid.UUID
):
    post.at(warsaw(2026, 12, 21, 8))
    sent = post.until(warsaw(2026, 12, 22, 18))
    assert [(moment, one["To"]) for moment, one in sent] == [
        (warsaw(2026, 12, 22, 8), who) for who in (HANDLER, HEAD, QUALITY)
    ]
    for _moment, one in sent[1:]:
        words = one.get_content()
        assert "Skarga 1/2026: skarga – miesiąc, ostatni dzień 21 grudnia 2026, 1 dzień po terminie" in words
        assert f"/staff/pl/case/{filed}" in words
        assert "Po terminie w wydziale:" not in words, "it is told once in a mail"
        assert "Kolejka do stanowiska" not in words, "subjects stay inside"
        assert "Osoba Próbna" not in words, "names too"
    later = [one for _moment, one in post.until(warsaw(2026, 12, 24, 12))]
    assert QUALITY not in to(later), "told once"
    assert all("Nowe po terminie" not in one.get_content() for one in later)
    assert "Po terminie w wydziale:" in next(one for one in later if one["To"] == HEAD).get_content()


def test_nothing_goes_out_at_night_on_days_off_and_holidays(
    post: Post, storage: Storage, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID
):
    with storage.writing() as session:
        add_hours(session, clock, SYSTEM, HoursTyped(clock.today(), WEEK))
        add_day_off(session, clock, SYSTEM, DayOffTyped(dt.date(2026, 12, 22), "Dzień wolny."))
    post.at(warsaw(2026, 12, 20, 12))
    sent = post.until(warsaw(2026, 12, 28, 10))
    assert {moment.astimezone(clock.now().tzinfo) for moment, _one in sent} == {
        warsaw(2026, 12, 21, 7, 30),
        warsaw(2026, 12, 23, 7, 30),
        warsaw(2026, 12, 28, 7, 30),
    }, "not on the 22nd, which is off, nor at Christmas, of which the eve is one, at the weekend or by night"


def test_a_worker_that_wakes_at_night_waits_for_the_opening(
    post: Post, storage: Storage, office: FoundedOffice, filed: uuid.UUID
):
    for role in (Role.HEAD, Role.QUALITY_OFFICER, Role.HANDLER):
        choose(storage, office, role, Reminders.SINGLE)
    post.clock.move_to(warsaw(2026, 12, 22, 9))
    post.worker.run_due_jobs()  # asked for by day, and then nobody works until the night
    assert post.at(warsaw(2026, 12, 22, 23)) == []
    assert post.at(warsaw(2026, 12, 23, 3)) == []
    assert post.at(warsaw(2026, 12, 23, 7, 59)) == []
    assert to(post.at(warsaw(2026, 12, 23, 8))) == [HANDLER, HEAD, QUALITY]
    assert [one for _moment, one in post.until(warsaw(2026, 12, 23, 15))] == []


def test_what_the_mail_of_a_day_could_not_tell_the_next_one_tells(
    post: Post, storage: Storage, office: FoundedOffice, filed: uuid.UUID
):
    post.clock.move_to(warsaw(2026, 12, 22, 0, 10))
    post.worker.run_due_jobs()  # written down at night; then no worker runs all day
    assert post.at(warsaw(2026, 12, 22, 20)) == []
    told = [one for _moment, one in post.until(warsaw(2026, 12, 23, 9)) if one["To"] == QUALITY]
    assert ["2 dni po terminie" in one.get_content() for one in told] == [True]


def test_a_case_done_before_the_office_opens_is_told_to_nobody(
    post: Post, storage: Storage, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID
):
    choose(storage, office, Role.QUALITY_OFFICER, Reminders.SINGLE)
    post.clock.move_to(warsaw(2026, 12, 22, 5))
    post.worker.run_due_jobs()
    with storage.writing() as session:
        reply = Reply("zasadna", "Przepraszamy.", clock.today())
        answered(session, clock, office, session.get_one(Complaint, filed), reply)
    assert [one for _moment, one in post.until(warsaw(2026, 12, 22, 12))] == []


# --- one by one, or none ---


def test_whoever_wants_a_mail_for_each_case_gets_one_before_one_on_the_last_day_and_one_when_it_is_late(
    post: Post, storage: Storage, office: FoundedOffice, filed: uuid.UUID
):
    choose(storage, office, Role.HANDLER, Reminders.SINGLE)
    post.at(warsaw(2026, 12, 14, 8))
    sent = [(moment, one) for moment, one in post.until(warsaw(2026, 12, 24, 12)) if one["To"] == HANDLER]
    assert [(moment, one["Subject"].replace("\u00a0", " ")) for moment, one in sent] == [
        (warsaw(2026, 12, 16, 8), "Skarga 1/2026: termin 21 grudnia 2026 (za 5 dni)"),
        (warsaw(2026, 12, 21, 8), "Skarga 1/2026: termin 21 grudnia 2026 (dziś)"),
        (warsaw(2026, 12, 22, 8), "Skarga 1/2026: termin 21 grudnia 2026 (1 dzień po terminie)"),
    ]
    assert all(f"/staff/pl/case/{filed}" in one.get_content() for _moment, one in sent)


def test_nobody_can_turn_off_being_told_of_what_is_late(
    post: Post, storage: Storage, office: FoundedOffice, filed: uuid.UUID
):
    for role in (Role.HEAD, Role.HANDLER):
        choose(storage, office, role, Reminders.NONE)
    post.at(warsaw(2026, 12, 15, 8))
    sent = [one for _moment, one in post.until(warsaw(2026, 12, 24, 12))]
    assert to(sent) == [HEAD, QUALITY]
    assert "Nowe po terminie" in sent[0].get_content()


def test_single_escalations_come_once_and_tell_of_a_notice_in_time(
    post: Post, storage: Storage, office: FoundedOffice, filed: uuid.UUID
):
    choose(storage, office, Role.HEAD, Reminders.SINGLE)
    choose(storage, office, Role.QUALITY_OFFICER, Reminders.SINGLE, "en")
    post.at(warsaw(2026, 12, 21, 9))
    sent = [one for _moment, one in post.until(warsaw(2027, 1, 8, 12)) if one["To"] in (HEAD, QUALITY)]
    assert to(sent) == [HEAD, QUALITY]
    assert sent[0]["Subject"] == "Po terminie: Skarga 1/2026"
    assert [one["Content-Language"] for one in sent] == ["pl", "en"]
    choose(storage, office, Role.HEAD, Reminders.DIGEST)
    later = [one for _moment, one in post.until(warsaw(2027, 1, 11, 12)) if one["To"] == HEAD]
    assert all("Nowe po terminie" not in one.get_content() for one in later), "told singly already"


def test_a_head_who_wants_single_mails_hears_of_what_nobody_handles(
    post: Post, storage: Storage, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID
):
    choose(storage, office, Role.HEAD, Reminders.SINGLE)
    with storage.writing() as session:
        session.get_one(Complaint, filed).handler_id = None
    sent = [one for _moment, one in post.until(warsaw(2026, 11, 25, 12))]
    assert [one["Subject"] for one in sent] == ["Skarga 1/2026: do przydzielenia"]


# --- who ---


def test_the_one_it_is_about_is_not_told_and_the_head_of_the_whole_office_is(
    post: Post, storage: Storage, office: FoundedOffice, filed: uuid.UUID
):
    auditor = office.member(Role.AUDITOR).person_id
    give_address(storage, auditor, "sekretarz@urzad.example.pl")
    with storage.writing() as session:
        session.get_one(Complaint, filed).about_person_id = office.member(Role.HEAD).person_id
        session.add(RoleAssignment(person_id=auditor, role="head", from_on=dt.date(2026, 1, 1)))
    post.at(warsaw(2026, 12, 21, 9))
    sent = [one for _moment, one in post.until(warsaw(2026, 12, 22, 12)) if "Nowe po terminie" in one.get_content()]
    assert to(sent) == [QUALITY, "sekretarz@urzad.example.pl"]


def test_while_the_head_is_away_the_deputy_is_told_too(
    post: Post, storage: Storage, office: FoundedOffice, filed: uuid.UUID
):
    clerk = office.member(Role.CLERK).person_id
    give_address(storage, clerk, "zastepca@urzad.example.pl")
    away = {"from_on": dt.date(2026, 12, 20), "to_on": dt.date(2026, 12, 30)}
    with storage.writing() as session:
        head = office.member(Role.HEAD).person_id
        session.add(Absence(person_id=head, **away))
        session.add(Deputy(person_id=head, deputy_id=clerk, department_id=office.home.id, **away))
    post.at(warsaw(2026, 12, 21, 9))
    sent = [one for _moment, one in post.until(warsaw(2026, 12, 22, 12)) if "Nowe po terminie" in one.get_content()]
    assert to(sent) == [HEAD, QUALITY, "zastepca@urzad.example.pl"]


def test_where_no_head_can_be_reached_the_administrator_is_told_and_the_checklist_says_so(
    post: Post, storage: Storage, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID
):
    give_address(storage, office.member(Role.HEAD).person_id, "")
    give_address(storage, office.member(Role.ADMINISTRATOR).person_id, "administrator@urzad.example.pl")
    with storage.reading() as session:
        assert not is_somebody_told(session, clock, SYSTEM)
    post.at(warsaw(2026, 12, 21, 9))
    sent = [one for _moment, one in post.until(warsaw(2026, 12, 22, 12)) if "Nowe po terminie" in one.get_content()]
    assert to(sent) == ["administrator@urzad.example.pl", QUALITY]
    words = sent[0].get_content()
    assert "żaden kierownik" in words
    assert str(filed) not in words, "administrators open no case"


def test_the_checklist_is_content_with_a_head_of_the_whole_office_and_a_quality_officer(
    session: Session, clock: FixedClock, office: FoundedOffice, storage: Storage
):
    auditor = office.member(Role.AUDITOR).person_id
    give_address(storage, auditor, "sekretarz@urzad.example.pl")
    assert not is_somebody_told(session, clock, SYSTEM)
    session.add(RoleAssignment(person_id=auditor, role="head", from_on=dt.date(2026, 1, 1)))
    session.flush()
    assert is_somebody_told(session, clock, SYSTEM)


def test_a_hundred_late_cases_are_one_mail(post: Post, storage: Storage, clock: FixedClock, office: FoundedOffice):
    with storage.writing() as session:
        for _number in range(100):
            assigned(session, clock, office, received_on=dt.date(2026, 11, 20))
    post.clock.move_to(warsaw(2026, 12, 22, 0, 10))
    sent = [one for _moment, one in post.until(warsaw(2026, 12, 22, 9)) if one["To"] == QUALITY]
    assert len(sent) == 1
    assert "i jeszcze 70 spraw" in sent[0].get_content().replace("\u00a0", " ")
    with storage.reading() as session:
        kinds = session.scalars(select(OutboxRow.kind)).all()
    assert kinds.count("complaints.reminder") == 3, "handler, head and quality officer"
