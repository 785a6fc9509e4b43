"""Reviews: a signal opens one, exactly once; owner, last day and conclusion, each with an entry; reminders; replays."""

from __future__ import annotations

import datetime as dt
import email
import json
from collections.abc import Callable
from dataclasses import replace
from email import policy
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

import app as house
from analytics.control_words import verdict
from analytics.measures.control import control_chart
from analytics.measures.declaration import Population
from analytics.measures.period import Month, Period
from analytics.measures.registry import measure
from analytics.measures.result import Result
from analytics.reports.control import Watched
from kernel.clock import FixedClock
from kernel.errors import Forbidden, NotFound, Stale
from kernel.permissions import EVERYWHERE, SYSTEM, Role
from ledger.queries import entries_of, head
from ledger.replays import compare
from office.events import PersonDeactivated
from office.models import Person
from quality import labels
from quality.actions import (
    Seen,
    conclude_review,
    continue_reviews,
    open_reviews,
    release_reviews,
    reopen_review,
    take_review,
)
from quality.jobs import OPENED_MAIL, OPENING, open_for_month, seen_of
from quality.models import Review
from quality.queries import possible_owners, review_for, reviews_page, said_of
from quality.reminding import REMINDER, remind, send_reminder
from quality.replaying import REPLAYS
from quality.rules import BadReview, Conclusion, State, goes_on, reminder_of, state_of
from storage.session import Storage
from tests.analytics.test_control_charts import fill_two_years
from tests.cast import FoundedOffice
from worker import mail
from worker.effects import Work
from worker.jobs import JobWork
from worker.models import OutboxRow

Enter = Callable[..., FlaskClient]
OFFICER, HEAD = Role.QUALITY_OFFICER, Role.HEAD
OCTOBER, TODAY = Month(2026, 10), dt.date(2026, 11, 21)
DUE = dt.date(2026, 12, 4)
SQLITE = pytest.mark.parametrize("backend", ["sqlite"])


def seen(office: FoundedOffice | None = None, measure: str = "on_time") -> Seen:
    """A bad October of the whole office, or of the department at home."""
    place = office.home.id if office else None
    return Seen(
        measure, 1, "complaints", place, "2026-10", "outside", "below", "concerning", "laney", "0.2", "0.85", "0.6",
        "1.0", 7,
    )  # fmt: skip


def opened(session: Session, clock: FixedClock, office: FoundedOffice | None = None) -> Review:
    [review] = open_reviews(session, clock, SYSTEM, [seen(office)])
    return review


def person(session: Session, office: FoundedOffice, role: Role = OFFICER) -> Person:
    return session.get_one(Person, office.member(role).person_id)


def taken(session: Session, clock: FixedClock, office: FoundedOffice) -> Review:
    review = opened(session, clock, office)
    take_review(session, clock, office.actor(OFFICER), review, owner=person(session, office), due_on=DUE)
    return review


@pytest.mark.parametrize(
    ("owner", "due_on", "conclusion", "state"),
    [
        (None, None, None, State.NEW),
        ("x", DUE, None, State.TAKEN),
        ("x", TODAY, None, State.TAKEN),
        ("x", TODAY - dt.timedelta(1), None, State.LATE),
        ("x", TODAY - dt.timedelta(1), "cause", State.CONCLUDED),
    ],
)
def test_the_state_follows_from_what_is_stored(owner: object, due_on: dt.date, conclusion: str, state: State):
    assert state_of(owner, due_on, conclusion, TODAY) is state


@pytest.mark.parametrize(
    ("day", "told"),
    [(30, ""), (1, "soon"), (4, "soon"), (5, "late")],
    ids=["four working days before", "three", "the last day", "after it"],
)
def test_a_reminder_is_due_three_working_days_before_and_after_the_last_day(day: int, told: str):
    month = 11 if day == 30 else 12
    assert reminder_of(DUE, dt.date(2026, month, day)) == told


def test_a_signal_opens_one_review_with_one_entry_however_often_it_is_seen(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        before = head(session)
        found = open_reviews(session, clock, SYSTEM, [seen(), seen(office)])
        again = open_reviews(session, clock, SYSTEM, [seen(), seen(office), seen(office, "overdue")])
        end = head(session)
    assert before is not None
    assert end is not None
    assert (len(found), len(again), end.leaf - before.leaf) == (2, 1, 3)


@SQLITE
def test_it_is_taken_concluded_and_opened_again_each_with_one_entry(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        review, actor = taken(session, clock, office), office.actor(OFFICER)
        conclude_review(session, clock, actor, review, kind=Conclusion.CAUSE, words=" Dwie osoby na zwolnieniu. ")
        assert review_for(session, EVERYWHERE, review.id, TODAY).state is State.CONCLUDED
        reopen_review(session, clock, actor, review, words="W listopadzie to samo.")
        row = review_for(session, EVERYWHERE, review.id, TODAY)
        steps = said_of(session, review.id)
        entries = entries_of(session, f"review:{review.id}")
    assert (row.state, row.owner, row.review.due_on) == (State.TAKEN, office.member(OFFICER).actor.name, None)
    assert [step.tag.rpartition(":")[2] for step in steps] == ["open", "take", "conclude", "reopen"]
    assert [step.words for step in steps] == ["", "", "Dwie osoby na zwolnieniu.", "W listopadzie to samo."]
    assert [step.by for step in steps] == ["", *[office.member(OFFICER).actor.name] * 3]
    assert "zwolnieniu" not in "".join(entry.canonical for entry in entries)


@SQLITE
def test_what_cannot_be_is_refused_and_leaves_no_entry(storage: Storage, clock: FixedClock, office: FoundedOffice):
    with storage.writing() as session:
        review, actor, owner = opened(session, clock, office), office.actor(OFFICER), person(session, office)
        handler, before = person(session, office, Role.HANDLER), head(session)
        past, far = dt.date(2026, 11, 20), dt.date(2028, 1, 1)
        refused: list[tuple[str, Callable[[], None]]] = [
            ("due_in_the_past", lambda: take_review(session, clock, actor, review, owner=owner, due_on=past)),
            ("due_too_far", lambda: take_review(session, clock, actor, review, owner=owner, due_on=far)),
            ("cannot_own", lambda: take_review(session, clock, actor, review, owner=handler, due_on=DUE)),
            ("no_words", lambda: conclude_review(session, clock, actor, review, kind=Conclusion.CAUSE, words=" ")),
            ("not_concluded", lambda: reopen_review(session, clock, actor, review, words="Bo tak.")),
        ]  # fmt: skip
        for code, act in refused:
            with pytest.raises(BadReview) as broken:
                act()
            assert broken.value.code == code
        with pytest.raises(Stale):
            take_review(session, clock, actor, review, owner=owner, due_on=DUE, row_version=1)
        assert head(session) == before


@SQLITE
def test_a_head_works_on_the_own_department_and_sees_no_other(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        of_home, of_all = open_reviews(session, clock, SYSTEM, [seen(office), seen()])
        neighbour = office.actor(HEAD, next_door=True)
        for review, actor in (
            (of_home, neighbour),
            (of_all, office.actor(HEAD)),
            (of_home, office.actor(Role.AUDITOR)),
        ):
            with pytest.raises(Forbidden):
                conclude_review(session, clock, actor, review, kind=Conclusion.CAUSE, words="Nie moje.")
        conclude_review(session, clock, office.actor(HEAD), of_home, kind=Conclusion.NO_CAUSE, words="Nic.")
        home = frozenset({office.home.id})
        assert [row.review.id for row in reviews_page(session, home, TODAY, "all", 1).rows] == [of_home.id]
        assert reviews_page(session, EVERYWHERE, TODAY, "open", 1).total == 1
        assert reviews_page(session, EVERYWHERE, TODAY, "concluded", 1).total == 1
        with pytest.raises(NotFound):
            review_for(session, home, of_all.id, TODAY)
        owners = {one.id for one in possible_owners(session, clock, office.home.id)}
    assert owners == {office.member(OFFICER).person_id, office.member(HEAD).person_id}


@SQLITE
def test_the_worker_opens_the_signals_of_the_closed_month_and_tells_the_quality_officer(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        fill_two_years(session, office)
        person(session, office).email = "jakosc@urzad.example"
    work = JobWork("2026-11", storage, clock)
    first, second = OPENING.run(work), OPENING.run(work)
    with storage.reading() as session:
        reviews = session.scalars(select(Review)).all()
        mails = session.scalar(select(func.count()).where(OutboxRow.kind == OPENED_MAIL))
    assert first == f"2026-10: {len(reviews)} reviews opened, 0 went on"
    assert second == "2026-10: 0 reviews opened, 0 went on"
    assert {(one.measure, one.department_id) for one in reviews} >= {("on_time", None), ("on_time", office.home.id)}
    assert {one.month for one in reviews} == {"2026-10"}
    assert mails == 1
    assert all(bool(one.value) != measure(one.measure).is_survey for one in reviews)
    assert open_for_month(storage, clock, SYSTEM, Month(2020, 1)) == (0, 0)


def later(
    month: str, before: str, side: str = "below", measure: str = "on_time", office: FoundedOffice | None = None
) -> Seen:
    """The bad October in a later month."""
    return replace(seen(office, measure), month=month, before=before, side=side, rule="two_in_three", value="0.3")


def look(session: Session, clock: FixedClock, *signals: Seen) -> tuple[int, int]:
    """What the worker does with signals: how many opened a review, how many went on."""
    went_on = continue_reviews(session, clock, SYSTEM, list(signals))
    return len(open_reviews(session, clock, SYSTEM, list(signals))), len(went_on)


def test_a_signal_goes_on_in_the_next_month_of_its_chart_on_the_same_side():
    assert goes_on(("2026-10", "below"), "2026-10", "below")
    assert not goes_on(("2026-10", "below"), "2026-10", "above")
    assert not goes_on(("2026-09", "below"), "2026-10", "below")
    assert not goes_on(("2026-10", "below"), "", "below")


def test_a_signal_that_goes_on_is_noted_in_the_open_review_with_one_entry_and_opens_none(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        review, actor = taken(session, clock, office), office.actor(OFFICER)
        whole = opened(session, clock)
        before = head(session)
        november = (later("2026-11", "2026-10", office=office), later("2026-11", "2026-10", measure="overdue"))
        assert look(session, clock, *november) == (1, 1)
        assert look(session, clock, *november) == (0, 0), "however often it is seen"
        end = head(session)
        assert before is not None
        assert end is not None
        assert end.leaf - before.leaf == 2
        row = review_for(session, EVERYWHERE, review.id, TODAY)
        assert (row.until, row.state, row.review.month) == ("2026-11", State.TAKEN, "2026-10")
        assert [one.until for one in reviews_page(session, EVERYWHERE, TODAY, "open", 1).rows].count("2026-11") == 1
        with pytest.raises(Stale):
            conclude_review(session, clock, actor, review, kind=Conclusion.CAUSE, words="Już.", row_version=2)
        last = said_of(session, review.id)[-1]
        assert (last.tag, last.by, last.seen["month"], last.seen["value"]) == (
            "quality:review:continue", "", "2026-11", "0.3",
        )  # fmt: skip
        assert review_for(session, EVERYWHERE, whole.id, TODAY).until == "", "another department's signal"
        assert compare(session, REPLAYS).difference is None


@SQLITE
@pytest.mark.parametrize(
    "signal",
    [later("2026-11", "2026-10", "above"), later("2026-12", "2026-11"), later("2026-09", "2026-08")],
    ids=["the other side", "a month between that was none", "an earlier month"],
)
def test_another_signal_opens_a_review_of_its_own(
    storage: Storage, clock: FixedClock, office: FoundedOffice, signal: Seen
):
    with storage.writing() as session:
        opened(session, clock)
        assert look(session, clock, signal) == (1, 0)


@SQLITE
def test_what_goes_on_after_the_conclusion_is_a_new_review_and_what_was_noted_stays_noted(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        review, actor = opened(session, clock), office.actor(OFFICER)
        assert look(session, clock, later("2026-11", "2026-10")) == (0, 1)
        conclude_review(session, clock, actor, review, kind=Conclusion.CAUSE, words="Zwolnienia.")
        assert look(session, clock, later("2026-11", "2026-10")) == (0, 0)
        assert look(session, clock, later("2026-12", "2026-11")) == (1, 0)
        assert look(session, clock, later("2027-01", "2026-12")) == (0, 1)
        assert [row.until for row in reviews_page(session, EVERYWHERE, TODAY, "all", 1).rows] == ["2027-01", "2026-11"]


@SQLITE
def test_the_pages_and_the_mail_tell_that_a_signal_goes_on(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, signed_in: Enter
):
    with storage.writing() as session:
        fill_two_years(session, office)
        review = opened(session, clock).id
        look(session, clock, later("2026-11", "2026-10"))
    client = signed_in(OFFICER)
    assert "trwa do: listopad" in client.get("/staff/pl/quality/reviews").text.replace("\u00a0", " ")
    page = " ".join(client.get(f"/staff/pl/quality/reviews/{review}").text.replace("\u00a0", " ").split())
    assert "Sygnał trwa" in page
    assert "listopad 2026: dwa z trzech miesięcy blisko granicy (niżej), 30,0 %" in page
    with app.app_context():
        facts = {"month": dt.date(2026, 11, 1), "count": 0, "went_on": 2}
        only = mail.compose("quality_opened", "pl", to="x@example.pl", row_id=office.id, **facts)
        both = mail.compose("quality_opened", "en", to="x@example.pl", row_id=office.id, **{**facts, "count": 1})
    assert only.subject == "2 sygnały trwają dalej"
    assert "nie ma nowych sygnałów" in only.text
    assert "2 signals go on" in both.text


def test_figures_over_answers_are_not_kept_in_the_record():
    results = [Result("csat", 1, Period.of(OCTOBER.plus(place - 19)), 40, 0.8, numerator=32) for place in range(19)]
    bad = Result("csat", 1, Period.of(OCTOBER), 40, 0.1, numerator=4)
    chart = control_chart([*results, bad])
    kept = seen_of(Watched(Population.COMPLAINTS, None, chart, 9))
    assert (kept.meaning, kept.value, kept.centre, kept.low, kept.high) == ("concerning", "", "", "", "")


@SQLITE
def test_a_step_change_just_recorded_is_said_to_have_no_limits_yet(app: Flask):
    results = [Result("on_time", 1, Period.of(OCTOBER.plus(place - 19)), 40, 0.8, numerator=32) for place in range(20)]
    with app.test_request_context():
        assert "Od zapisanej zmiany nie minęło jeszcze 12 miesięcy" in verdict(control_chart(results, [OCTOBER]))
        assert "Od zapisanej zmiany" not in verdict(control_chart(results[-3:]))


@SQLITE
def test_counts_of_a_review_are_whole_numbers(storage: Storage, clock: FixedClock, office: FoundedOffice, app: Flask):
    with storage.writing() as session, app.test_request_context():
        [review] = open_reviews(
            session, clock, SYSTEM, [replace(seen(measure="overdue"), value="2", centre="0.291667")]
        )
        assert (labels.figure(review, "value"), labels.figure(review, "centre")) == ("2", "0,3")


@SQLITE
def test_the_owner_is_reminded_once_before_the_last_day_and_once_after(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        taken(session, clock, office)
        person(session, office).email = "jakosc@urzad.example"
    asked = []
    for day in (30, 1, 2, 7, 8):  # the last day is Friday, 4 December
        clock.move_to(dt.datetime(2026, 11 if day == 30 else 12, day, 5, tzinfo=dt.UTC))
        remind(JobWork("", storage, clock))
        with storage.reading() as session:
            asked.append(session.scalar(select(func.count()).where(OutboxRow.kind == REMINDER)))
    assert asked == [0, 1, 1, 2, 2]
    with storage.reading() as session:
        late = session.scalars(
            select(OutboxRow).where(OutboxRow.kind == REMINDER).order_by(OutboxRow.created_at)
        ).all()[1]
    work = Work(late.id, json.loads(late.payload), storage, clock)
    with app.app_context():
        send_reminder(work)
        [file] = (Path(app.config["SETTINGS"].data_folder) / "mail").iterdir()
        assert "Po terminie" in str(email.message_from_bytes(file.read_bytes(), policy=policy.default)["Subject"])
        file.unlink()
        with storage.writing() as session:
            [review] = session.scalars(select(Review))
            conclude_review(session, clock, office.actor(OFFICER), review, kind=Conclusion.NO_CAUSE, words="Nic.")
        send_reminder(work)
        assert not list((Path(app.config["SETTINGS"].data_folder) / "mail").iterdir())


@SQLITE
def test_reviews_of_somebody_who_left_wait_for_another_owner(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        review = taken(session, clock, office)
        left = PersonDeactivated(office.member(OFFICER).person_id, None, office.actor(Role.ADMINISTRATOR), "Odejście.")
        release_reviews(session, clock, left)
        assert (review.owner_id, review.due_on) == (None, None)
        assert compare(session, REPLAYS).difference is None


EDITS = {
    "conclusion": "UPDATE review SET conclusion = 'step'",
    "due_on": "UPDATE review SET due_on = '2027-01-01'",
    "value": "UPDATE review SET value = '0.9'",
    "row_version": "UPDATE review SET row_version = 9",
    "words": "UPDATE review_words SET words = 'x'",
    "not there": "DELETE FROM review",
}


def test_a_review_edited_past_the_record_is_named(storage: Storage, clock: FixedClock, office: FoundedOffice):
    assert set(REPLAYS) <= set(house.REPLAYS)
    with storage.session(writing=True) as session:
        review, actor = taken(session, clock, office), office.actor(OFFICER)
        conclude_review(session, clock, actor, review, kind=Conclusion.CAUSE, words="Zwolnienia.")
        session.flush()
        assert compare(session, REPLAYS).difference is None
        for words, statement in EDITS.items():
            with session.begin_nested() as nested:
                if words == "not there":
                    session.execute(text("DELETE FROM review_words"))
                session.execute(text(statement))
                session.expire_all()
                found = compare(session, REPLAYS).difference
                nested.rollback()
            assert found is not None, words
            assert found.place == f"review:{review.id}"
            assert words in found.why or words == "not there", found


@SQLITE
def test_the_pages_lead_from_the_list_to_a_conclusion(
    storage: Storage, clock: FixedClock, office: FoundedOffice, signed_in: Enter
):
    with storage.writing() as session:
        fill_two_years(session, office)
        review = opened(session, clock, office).id
    client, page = signed_in(HEAD), f"/staff/pl/quality/reviews/{review}"
    assert page in client.get("/staff/pl/quality/reviews").get_data(as_text=True)
    sent = {"owner": str(office.member(HEAD).person_id), "due_on-d": "4", "due_on-m": "12", "due_on-y": "2026"}
    assert send(client, f"{page}/take", sent).status_code == 302
    stale = client.post(f"{page}/take", data={**fields(client, f"{page}/take"), **sent, "row_version": "1"})
    assert stale.status_code == 409
    unsaid = send(client, f"{page}/conclude", {"kind": "", "words": "Zwolnienia."})
    assert unsaid.status_code == 422
    assert "Zwolnienia." in unsaid.get_data(as_text=True)
    assert send(client, f"{page}/conclude", {"kind": "cause", "words": "Zwolnienia."}).status_code == 302
    shown = client.get(page).get_data(as_text=True)
    assert "Znaleziono przyczynę" in shown
    assert "/results/charts/control/control.wide.light." in shown
    assert page not in client.get("/staff/pl/quality/reviews").get_data(as_text=True)
    assert page in client.get("/staff/pl/quality/reviews?state=concluded").get_data(as_text=True)
    assert send(client, f"{page}/reopen", {"words": "Znowu to samo."}).status_code == 302
    assert client.get("/staff/pl/quality/reviews?state=x").status_code == 404


@SQLITE
def test_strangers_and_readers_get_no_further(
    storage: Storage, clock: FixedClock, office: FoundedOffice, signed_in: Enter
):
    with storage.writing() as session:
        review = opened(session, clock, office).id
    page = f"/staff/pl/quality/reviews/{review}"
    auditor = signed_in(Role.AUDITOR)
    assert auditor.get(page).status_code == 200
    assert auditor.get(f"{page}/conclude").status_code == 403
    assert signed_in(HEAD, next_door=True).get(page).status_code == 404
    assert signed_in(Role.CLERK).get("/staff/pl/quality/reviews").status_code == 403


def fields(client: FlaskClient, address: str) -> dict[str, str]:
    """The token and the version a form carries."""
    page = client.get(address).get_data(as_text=True)
    names = ("csrf_token", "row_version")
    return {name: page.split(f'name="{name}" type="hidden" value="')[1].split('"')[0] for name in names}


def send(client: FlaskClient, address: str, typed: dict[str, str]):
    return client.post(address, data={**fields(client, address), **typed})


@SQLITE
def test_the_command_line_lists_and_opens(app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice):
    with storage.writing() as session:
        fill_two_years(session, office)
    runner = app.test_cli_runner()
    assert "reviews opened" in runner.invoke(args=["quality", "open", "2026-10"]).output
    listed = runner.invoke(args=["quality", "reviews"])
    assert (listed.exit_code, "on_time" in listed.output) == (0, True)
    assert '"state": "new"' in runner.invoke(args=["quality", "reviews", "--json"]).output
    assert runner.invoke(args=["quality", "open", "2026-11"]).exit_code == 2
    assert runner.invoke(args=["quality", "open", "2026-13"]).exit_code == 2
