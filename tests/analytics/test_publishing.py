"""Published months: frozen with what is needed to compute them again, never changed, only followed by an edition."""

from __future__ import annotations

import csv
import hashlib
import json

import pytest
from flask import Flask
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from analytics.actions import NotPublishable, publish_month
from analytics.events import MonthPublished
from analytics.frames.published import editions
from analytics.measures.period import Month
from analytics.models import PublishedMonth
from analytics.reports.as_of import AsOf
from analytics.reports.published import frozen_rows
from kernel.clock import FixedClock, warsaw
from kernel.errors import Forbidden, Stale
from kernel.permissions import Role
from ledger.queries import entries_of, head
from ledger.seal_queries import last_seal
from storage.session import Storage
from tests.analytics.filling import fill, respond
from tests.cast import FoundedOffice
from tests.ledger.sealed import key_of

OCTOBER = Month(2026, 10)
QUALITY = Role.QUALITY_OFFICER


def publish(session: Session, clock: FixedClock, office: FoundedOffice, **more: object) -> MonthPublished:
    return publish_month(session, clock, office.actor(QUALITY), OCTOBER, **more)  # type: ignore[arg-type]


def test_a_month_is_frozen_with_its_versions_and_one_entry(storage: Storage, clock: FixedClock, office: FoundedOffice):
    with storage.writing() as session:
        fill(session, office)
        before = head(session)
        event = publish(session, clock, office)
        [edition] = editions(session, "2026-10")
        [entry] = entries_of(session, "results:2026-10")
        row = session.get_one(PublishedMonth, ("2026-10", 1))
        content = json.loads(entry.canonical)
    assert before is not None
    assert event == MonthPublished("2026-10", 1, before.leaf + 1, edition.digest)  # the answers were sealed first
    assert (edition.number, edition.entry_leaf, edition.by) == (1, entry.leaf, office.member(QUALITY).actor.name)
    data = content["data"]
    assert (data["leaf"], data["edition"], data["digest"]) == (event.leaf, 1, event.digest)
    assert data["digest"] == hashlib.sha256(row.rows.encode()).hexdigest()
    assert data["definitions"]["on_time"] == 1
    assert data["rules"]["skarga_settle"] == 1
    assert data["calendar_version"] == row.calendar_version
    figures = {(one[1], one[3]): one[4:6] for one in edition.rows}
    assert figures["on_time", "population=complaints"] == ("6", "0.666667")


def test_the_figures_can_be_computed_again_from_the_leaf(storage: Storage, clock: FixedClock, office: FoundedOffice):
    with storage.writing() as session:
        respond(session, warsaw(2026, 10, 14, 12), [5] * 9, office.home.id)
        publish(session, clock, office)
    clock.advance(days=3)
    with storage.reading() as session:
        [edition] = editions(session, "2026-10")
        again = frozen_rows(session, clock, OCTOBER, AsOf(edition.as_of, edition.leaf))
    assert tuple(again) == edition.rows


def test_another_edition_needs_a_reason_and_leaves_the_first_as_it_was(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        publish(session, clock, office)
        [first] = editions(session, "2026-10")
        leaf = head(session)
        with pytest.raises(NotPublishable) as refused:
            publish(session, clock, office, reason="  ")
        assert (refused.value.code, refused.value.field) == ("no_reason", "reason")
        assert head(session) == leaf
        clock.advance(days=1)
        publish(session, clock, office, reason="Sprawę 4/2026 wpisano z opóźnieniem.")
        found = editions(session, "2026-10")
    assert [one.number for one in found] == [2, 1]
    assert found[1] == first
    assert found[0].reason == "Sprawę 4/2026 wpisano z opóźnieniem."


def test_who_saw_an_older_edition_is_told(storage: Storage, clock: FixedClock, office: FoundedOffice):
    with storage.writing() as session:
        publish(session, clock, office, after_edition=0)
        with pytest.raises(Stale):
            publish(session, clock, office, after_edition=0, reason="Drugi raz.")


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("month", [Month(2026, 11), Month(2026, 12)])
def test_a_month_that_is_not_over_cannot_be_published(
    storage: Storage, clock: FixedClock, office: FoundedOffice, month: Month
):
    with storage.writing() as session, pytest.raises(NotPublishable) as refused:
        publish_month(session, clock, office.actor(QUALITY), month)
    assert refused.value.code == "month_not_over"


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("role", [role for role in Role if role is not QUALITY])
def test_only_a_quality_officer_publishes(storage: Storage, clock: FixedClock, office: FoundedOffice, role: Role):
    with storage.writing() as session, pytest.raises(Forbidden):
        publish_month(session, clock, office.actor(role), OCTOBER)


@pytest.mark.parametrize(
    "change",
    [update(PublishedMonth).values(digest="0" * 64), delete(PublishedMonth)],
    ids=["update", "delete"],
)
def test_the_database_refuses_to_change_what_is_published(
    storage: Storage, clock: FixedClock, office: FoundedOffice, change
):
    with storage.writing() as session:
        publish(session, clock, office)
    with pytest.raises(DBAPIError, match="append-only"), storage.writing() as session:
        session.execute(change)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_command_publishes_seals_nothing_without_a_key_and_names_what_is_wrong(
    storage: Storage, clock: FixedClock, office: FoundedOffice, app: Flask
):
    runner = app.test_cli_runner()
    done = runner.invoke(args=["results", "publish", "2026-10"])
    assert (done.exit_code, "edition 1" in done.output) == (0, True)
    again = runner.invoke(args=["results", "publish", "2026-10"])
    assert (again.exit_code, "needs a reason" in again.output) == (2, True)
    early = runner.invoke(args=["results", "publish", "2026-11"])
    assert (early.exit_code, "not over yet" in early.output) == (2, True)
    second = runner.invoke(args=["results", "publish", "2026-10", "--reason", "Poprawka."])
    assert (second.exit_code, "edition 2" in second.output) == (0, True)
    same = runner.invoke(args=["results", "changes", "2026-10"])
    assert (same.exit_code, "nothing changed" in same.output) == (0, True)
    for wrong in (["--edition", "9"], ["--as-of", "2099-01-01T00:00"], ["--as-of", "then"]):
        refused = runner.invoke(args=["results", "changes", "2026-10", *wrong])
        assert refused.exit_code == 2, refused.output
    unknown = runner.invoke(args=["results", "changes", "2026-09"])
    assert (unknown.exit_code, "not published" in unknown.output) == (2, True)


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize(
    "command",
    [["month", "2026-10"], ["span", "2026-09", "2026-10"], ["reduction", "2026-09", "2026-10", "2025-09", "2025-10"]],
    ids=lambda words: words[0],
)
def test_every_command_takes_a_moment(app: Flask, office: FoundedOffice, command: list[str]):
    runner = app.test_cli_runner()
    assert runner.invoke(args=["results", *command]).exit_code == 0
    then = runner.invoke(args=["results", *command, "--as-of", "2024-01-02T08:00"])
    assert then.exit_code == 0, then.output
    late = runner.invoke(args=["results", *command, "--as-of", "2099-01-01T00:00"])
    assert (late.exit_code, "the record ends with entry" in late.output) == (2, True)
    before = runner.invoke(args=["results", *command, "--as-of", "1999-01-01T00:00"])
    assert (before.exit_code, "nothing was known before" in before.output) == (2, True)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_comparison_takes_a_date_of_change_that_has_begun(app: Flask, office: FoundedOffice):
    runner, spans = app.test_cli_runner(), ["results", "reduction", "2026-09", "2026-10", "2025-09", "2025-10"]
    told = runner.invoke(args=[*spans, "--change", "2025-10"])
    rows = list(csv.DictReader(told.output.splitlines()))
    assert [row["method"] for row in rows] == [
        "comparison", "comparison", "standardised", "interrupted_level", "interrupted_slope",
    ]  # fmt: skip
    assert (rows[3]["period"], rows[3]["base_period"]) == ("2025-10..2026-09", "2024-10..2025-09")
    assert (rows[3]["difference"], rows[3]["demonstrated"]) == ("", "false")
    for wrong in ("2099-01", "2039-01", "autumn"):
        assert runner.invoke(args=[*spans, "--change", wrong]).exit_code == 2


@pytest.mark.parametrize("backend", ["sqlite"])
def test_backwards_spans_are_refused(app: Flask, office: FoundedOffice):
    done = app.test_cli_runner().invoke(args=["results", "span", "2026-10", "2026-09"])
    assert (done.exit_code, "before the first" in done.output) == (2, True)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_record_is_sealed_when_a_month_is_published(
    storage: Storage, clock: FixedClock, office: FoundedOffice, app: Flask, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("ledger.sealing.load_key", lambda _file: key_of())
    with app.app_context(), storage.writing() as session:
        publish(session, clock, office)
        seal = last_seal(session)
        [edition] = editions(session, "2026-10")
    assert seal is not None
    assert seal.size >= edition.entry_leaf  # the entry of the publishing is under it
