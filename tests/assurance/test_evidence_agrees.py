"""What the program says of an office at work is what the verifier finds by itself, from the entries alone."""

from __future__ import annotations

import io
from typing import Any

import pytest

from analytics.actions import publish_month
from analytics.measures.period import Month
from analytics.reports.published import definition_versions, frozen_rows
from assurance.evidence.extent import MONTH, Extent
from complaints.queries.replay import replayed_cases
from kernel.permissions import Role
from tests.assurance.conftest import MONTH_SHOWN, Proved
from tests.assurance.verifier import run, verifier


def checked(path, *arguments):
    """Exit code and lines of the verifier, run inside this process."""
    out = io.StringIO()
    return verifier().main([str(path), *map(str, arguments)], out), out.getvalue()


def test_the_office_has_cases_of_every_way(proved: Proved):
    with proved.storage.reading() as session:
        cases = [told.case for told in replayed_cases(session)]
    assert {case.kind for case in cases} >= {"skarga", "wniosek", "petycja", "odwolanie", "sprawa"}
    moves = {step.move.value for case in cases for step in case.steps}
    assert {"delay", "to_council", "transfer", "leave", "withdraw", "complete", "qualify", "pass_on"} <= moves
    assert proved.walk.corrections >= 5
    assert proved.walk.late >= 5, "last days went by, and the record says so"


@pytest.mark.parametrize("month", ["2026-10", "2026-11"])
def test_every_deadline_verdict_and_figure_of_a_month_is_the_same(proved: Proved, month: str):
    code, lines = checked(proved.bundle(Extent(MONTH, month=month)))
    assert code == 0, lines
    for population in ("complaints", "skarga", "wniosek", "sprawa"):
        assert f"agrees     results/{population}.csv" in lines
    assert "every last day, warning and verdict" in lines
    assert lines.count("agrees     results/published.jsonl: edition") == (2 if month == MONTH_SHOWN else 0)


def test_a_month_is_verified_by_a_bare_python(month_bundle):
    done = run(month_bundle)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Everything agrees." in done.stdout
    assert "What this cannot prove:" in done.stdout


def test_a_sample_is_verified_and_says_that_figures_are_not_recomputed(sample_bundle):
    done = run(sample_bundle)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Figures of a month are NOT recomputed" in done.stdout
    assert "drawn again with seed 7: the same ones" in done.stdout
    assert "word for word" in done.stdout


def test_chosen_cases_are_verified(cases_bundle):
    done = run(cases_bundle)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_edition_of_a_smaller_registry_stays_valid(proved: Proved, monkeypatch: pytest.MonkeyPatch):
    """September was published when there were fewer measures: its rows are judged by those it names.

    Those over answers are bound by the hash in the record alone, and so not among the recomputed ones.
    """
    known, answered = verifier().FIRST, verifier().ANSWERED
    versions = {key: version for key, version in definition_versions().items() if key in known}

    def rows(*arguments: Any) -> list[tuple[str, ...]]:
        return [row for row in frozen_rows(*arguments) if row[1] in known]

    monkeypatch.setattr("analytics.actions.publishing.definition_versions", lambda: versions)
    monkeypatch.setattr("analytics.actions.publishing.frozen_rows", rows)
    publisher = proved.office.actor(Role.QUALITY_OFFICER)
    with proved.app.app_context(), proved.storage.writing() as session:
        publish_month(session, proved.clock, publisher, Month.parse("2026-09"))
    code, lines = checked(proved.bundle(Extent(MONTH, month="2026-09")))
    assert code == 0, lines
    assert f"edition 1 declares {len(versions)} measures, {len(versions) - len(answered)} are recomputed here." in lines
