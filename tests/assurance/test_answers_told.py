"""What a bundle tells of answers beside other answers and beside visits: as on the office's pages, or withheld."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from analytics import frames
from analytics.measures.period import Month
from analytics.measures.slices import Slice
from analytics.reports.voice import voice_report
from analytics.reports.voice_rows import voice_rows
from kernel.permissions import EVERYWHERE
from ledger.keys import SealKey, load_key
from tests.assurance.conftest import MONTH_SHOWN, Files, Proved, files_of
from tests.assurance.test_dishonest_office import signed, told
from tests.assurance.verifier import verifier

Voice = dict[str, Any]
VOICE = "survey/voice.json"


@pytest.fixture(name="key")
def key_of_the_office(proved: Proved) -> SealKey:
    """The office's own key."""
    return load_key(proved.folder / "seal.key")


def rows_of(files: Files) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files["results/answers.csv"].decode(), newline="")))


def test_a_told_figure_is_the_one_on_the_pages_of_the_office(proved: Proved, month_bundle: Any):
    month = Month.parse(MONTH_SHOWN)
    with proved.app.app_context(), proved.storage.reading() as session:
        codes = frames.department_codes(session)
        report = voice_report(session, EVERYWHERE, Slice.parse(MONTH_SHOWN), month)
        pages = {(row[1], beside(row[3])): row[4:8] for row in voice_rows(report, "satys7", codes)}
    rows = [row for row in rows_of(files_of(month_bundle)) if row["suppressed"] == "false"]
    found = {
        (row["measure"], beside(row["dimensions"])): (row["n"], row["value"], row["low"], row["high"]) for row in rows
    }
    assert len(found) > 20
    assert found == {key: pages[key] for key in found}
    covered = json.loads(files_of(month_bundle)[VOICE])["covered"]
    assert covered == {name: getattr(report.covered, name) for name in covered}


def beside(dimensions: str) -> str:
    """What stands behind the questionnaire or the population."""
    return dimensions.partition(";")[2]


def settled(voice: Voice) -> Voice:
    return voice["settled"][0]


def driver(voice: Voice, question: str = "q4", among: str = "") -> Voice:
    return next(one for one in voice["drivers"] if (one["question"], one["among"]) == (question, among))


def a_row_that_is_too_small(voice: Voice) -> None:
    """A single answer stands apart in a table, its base unchanged."""
    table = driver(voice)["table"]
    for second in range(5):
        table[4][second] += table[0][second]
    table[0] = [1, 0, 0, 0, 0]
    table[4][0] -= 1


CHANGES: dict[str, tuple[Callable[[Voice], Any], str]] = {
    "another month": (lambda voice: voice.update(month="2026-09"), "it is of another month"),
    "more top answers than answers": (
        lambda voice: settled(voice).update(top=500), "settled, yes: its numbers contradict each other"
    ),
    "too few": (lambda voice: settled(voice).update(n=9, top=4), "settled, yes: it should have been withheld"),
    "withheld and told": (lambda voice: settled(voice).update(hidden=True), "settled, yes: it is told and withheld"),
    "more than there are": (lambda voice: settled(voice).update(n=5000), "settled: more answers than to the question"),
    "an answer left out": (lambda voice: voice["settled"].pop(), "each answer about settling once"),
    "a department more": (
        lambda voice: voice["rates"].append({"department": "x", "hidden": True, "answered": None}),
        "its response rates are not those of the departments whose visits the entries tell",
    ),
    "too few responses": (lambda voice: voice["rates"][0].update(answered=3), "rates, all: it should have been"),
    "more in a department": (
        lambda voice: voice["rates"][1].update(answered=30), "rates: the departments have more answers than there are"
    ),
    "a question left out": (lambda voice: voice["drivers"].pop(), "each question beside the overall rating once"),
    "too few pairs": (lambda voice: driver(voice).update(n=49, top=20), "drivers, q4: it should have been withheld"),
    "a table of another base": (lambda voice: driver(voice).update(n=150), "q4: its table is not that of its base"),
    "a table of other answers": (lambda voice: driver(voice).update(top=70), "q4: its table has other answers 4 and 5"),
    "no table": (lambda voice: driver(voice).update(table=[[1]]), "drivers, q4: it is no table of two questions"),
    "a table that tells of one": (a_row_that_is_too_small, "drivers, q4: its table should have been withheld"),
    "more settled than all": (
        lambda voice: driver(voice, "q3", "yes")["table"][0].__setitem__(0, 40), "more of the settled than of all"
    ),
    "covering more": (lambda voice: voice["covered"].update(of_visits=75), "covered: of_visits, computed 70"),
    "something else": (lambda voice: voice["covered"].update(smiles=1), "covered: it tells something else"),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_counts_that_do_not_fit_or_should_be_withheld_are_named(
    name: str, month_bundle: Any, key: SealKey, tmp_path: Any
):
    change, words = CHANGES[name]
    files = files_of(month_bundle)
    value = json.loads(files[VOICE])
    change(value)
    files[VOICE] = json.dumps(value).encode()
    lines = list(told(signed(files, key), tmp_path))
    assert any(line.startswith(f"{VOICE}: ") and words in line for line in lines), lines


@pytest.mark.parametrize("content", [b"", b"[]", b'{"settled": 5}', b"{"])
def test_counts_that_are_none_are_named(content: bytes, month_bundle: Any, key: SealKey, tmp_path: Any):
    files = {**files_of(month_bundle), VOICE: content}
    assert [line.split(": ")[0] for line in told(signed(files, key), tmp_path)] == [VOICE]


def test_a_pair_moved_inside_a_table_shows_in_its_correlation(month_bundle: Any, key: SealKey, tmp_path: Any):
    """Base and shares stay; what goes together with what does not."""
    files = files_of(month_bundle)
    value = json.loads(files[VOICE])
    table = driver(value, "q5")["table"]
    for first, second, by in ((0, 0, 1), (0, 1, -1), (4, 0, -1), (4, 1, 1)):
        table[first][second] += by
    files[VOICE] = json.dumps(value).encode()
    lines = list(told(signed(files, key), tmp_path))
    place = "results/answers.csv: driver_importance, population=answers;question=q5: "
    assert lines
    assert all(line.startswith(place) for line in lines), lines


def test_rank_correlations_are_those_of_the_program():
    import numpy as np

    from analytics.methods.spearman import spearman

    chance, tool = np.random.default_rng(4), verifier()
    for most in (2, 9, 40):
        table = chance.integers(0, most, (5, 5))
        first, second = (side.ravel() for side in np.indices((5, 5)))
        wanted = spearman(first, second, table.ravel())
        assert wanted is not None
        n, *numbers, is_hidden = tool.together(table.tolist())
        assert (n, is_hidden) == (int(table.sum()), False)
        assert numbers == pytest.approx(list(wanted), abs=1e-9)
    assert tool.together([[0] * 5 for _ in range(5)]) == tool.NOBODY
    assert tool.together([[60, 0, 0, 0, 0], *([0] * 5 for _ in range(4))]) == (60, None, None, None, False)
