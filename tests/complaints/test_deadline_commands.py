"""``flask deadlines``: every vector, every situation and every mistake through the command line."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from app import create_app
from complaints.rules.kinds import LEGAL_KINDS
from complaints.rules.terms import TERM_RULES, rule_by_id
from kernel.terms import FIRST_TERM_DAY, Unit, term
from tests.program import SECRET
from web.settings import Settings

VECTORS = Path(__file__).parents[1] / "reference" / "vectors" / "deadlines.csv"
KEYS = [
    "kind", "rule", "source", "starts_on", "amount", "unit", "raw_end", "last_day", "warn_on", "skipped", "rule_version"
]  # fmt: skip

RULE_OF = {
    "odwołanie art.129§2": ("odwolanie", "odwolanie_party"),
    "odwołanie, raw end 25 Dec": ("odwolanie", "odwolanie_party"),
    "skarga art.237§1": ("skarga", None),
    "wniosek art.244": ("wniosek", None),
    "transfer art.231§1": ("skarga", "skarga_transfer"),
    "transfer art.243": ("wniosek", "wniosek_transfer"),
    "councillor notice art.237§2": ("skarga", "skarga_councillor"),
    "petycja art.10 ust.1": ("petycja", None),
    "petycja extension art.10 ust.3 (from lapse of first term)": ("petycja", "petycja_extension"),
    "petycja completion 14 days": ("petycja", "petycja_answer_to_call"),
}
"""Which rule of the table a vector speaks of; those that are not here are bare arithmetic."""

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """The command line of a program whose database was never made: terms need none."""
    folder = tmp_path_factory.mktemp("terms")
    app: Flask = create_app(Settings(database_url=f"sqlite:///{folder}/x.sqlite", secret_key=SECRET, testing=True))
    yield lambda *words, **runner: app.test_cli_runner(**runner).invoke(args=["deadlines", *map(str, words)])
    assert not (folder / "x.sqlite").exists()


def told(run: Run, *words: object) -> dict[str, Any]:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def vectors() -> list[dict[str, str]]:
    with VECTORS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", vectors(), ids=lambda row: row["id"])
def test_the_vector_holds_as_bare_arithmetic(run: Run, row: dict[str, str]) -> None:
    found = told(run, "term", "--start", row["starts_on"], "--amount", row["amount"], "--unit", row["unit"])
    assert list(found) == ["starts_on", "amount", "unit", "raw_end", "last_day", "warn_on", "skipped"]
    assert (found["raw_end"], found["last_day"]) == (row["raw_end"], row["last_day"])
    first, last = dt.date.fromisoformat(row["raw_end"]), dt.date.fromisoformat(row["last_day"])
    assert [skip["date"] for skip in found["skipped"]] == [
        str(first + dt.timedelta(n)) for n in range((last - first).days)
    ]


@pytest.mark.parametrize("row", [row for row in vectors() if row["rule"] in RULE_OF], ids=lambda row: row["id"])
def test_the_vector_holds_under_its_rule(run: Run, row: dict[str, str]) -> None:
    kind, rule = RULE_OF[row["rule"]]
    found = told(run, "explain", "--kind", kind, "--received", row["starts_on"], *(["--rule", rule] if rule else []))
    assert (found["raw_end"], found["last_day"]) == (row["raw_end"], row["last_day"])
    assert (str(found["amount"]), found["unit"], found["kind"]) == (row["amount"], row["unit"], kind)


def test_a_skarga_is_explained_with_exactly_the_promised_keys(run: Run) -> None:
    found = told(run, "explain", "--kind", "skarga", "--received", "2026-01-30")
    assert list(found) == KEYS
    assert found == {
        "kind": "skarga",
        "rule": "skarga_settle",
        "source": "art. 237 § 1 KPA",
        "starts_on": "2026-01-30",
        "amount": 1,
        "unit": "months",
        "raw_end": "2026-02-28",
        "last_day": "2026-03-02",
        "warn_on": "2026-02-25",
        "skipped": [{"date": "2026-02-28", "why": "sobota"}, {"date": "2026-03-01", "why": "niedziela"}],
        "rule_version": 1,
    }


@pytest.mark.parametrize(
    ("kind", "source", "amount", "unit"),
    [
        ("skarga", "art. 237 § 1", 1, "months"),
        ("wniosek", "art. 244", 1, "months"),
        ("petycja", "art. 10 ust. 1", 3, "months"),
        ("odwolanie", "art. 133", 7, "days"),
        ("zazalenie", "art. 144", 7, "days"),
        ("ponaglenie", "art. 37 § 4", 7, "days"),
        ("odwołanie", "art. 133", 7, "days"),
        ("Zażalenie", "art. 144", 7, "days"),
    ],
)
def test_without_a_rule_the_first_duty_of_the_office_answers(
    run: Run, kind: str, source: str, amount: int, unit: str
) -> None:
    found = told(run, "explain", "--kind", kind, "--received", "2026-03-02")
    assert found["source"].startswith(source)
    assert (found["amount"], found["unit"]) == (amount, unit)
    assert found["kind"] in LEGAL_KINDS


def test_every_rule_of_the_table_can_be_asked_for(run: Run) -> None:
    for rule in TERM_RULES:
        day = max(FIRST_TERM_DAY, rule.in_force_from or FIRST_TERM_DAY)
        kind = ["--kind", min(rule.kinds)] if rule.kinds else []
        found = told(run, "explain", *kind, "--rule", rule.id, "--received", day)
        counted = term(day, rule.amount, rule.unit)
        assert (found["rule"], found["last_day"]) == (rule.id, str(counted.last_day))
        in_words = run("explain", *kind, "--rule", rule.id, "--received", day)
        assert in_words.exit_code == 0
        assert rule.source in in_words.stdout


# --- situations.md ---


def test_p01_an_answer_to_a_call_posted_on_the_seventh_day_is_in_time(run: Run) -> None:
    found = told(run, "explain", "--kind", "skarga", "--rule", "call_answer", "--received", "2026-03-02")
    assert found["last_day"] == "2026-03-09"


def test_p09_the_mayor_hands_a_skarga_on_himself_over_and_the_councils_month_runs(run: Run) -> None:
    seven_days = told(run, "explain", "--kind", "skarga", "--rule", "skarga_transfer", "--received", "2026-03-02")
    assert seven_days["last_day"] == "2026-03-09"
    assert told(run, "explain", "--kind", "skarga", "--received", "2026-03-09")["last_day"] == "2026-04-09"


def test_p11_the_notice_under_245_belongs_inside_the_month_of_the_wniosek(run: Run) -> None:
    assert told(run, "explain", "--kind", "wniosek", "--received", "2026-03-02")["last_day"] == "2026-04-02"
    words = run("explain", "--kind", "wniosek", "--received", "2026-03-02").stdout
    assert "inside the term (art. 245 KPA)" in words
    assert "ponaglenie" not in words


def test_p14_a_petition_runs_from_the_day_it_was_completed(run: Run) -> None:
    found = told(run, "explain", "--kind", "petycja", "--received", "2026-02-10")
    assert (found["raw_end"], found["last_day"]) == ("2026-05-10", "2026-05-11")


# --- words ---


def test_a_person_reads_the_rule_each_skipped_day_by_name_and_the_days_to_keep(run: Run) -> None:
    said = run("explain", "--kind", "skarga", "--received", "2025-11-24").stdout
    for part in (
        "skarga_settle, version 1: art. 237 § 1 KPA",
        "counted to  2025-12-24 Wednesday",
        "2025-12-24 Wigilia Bożego Narodzenia: ustawa z 6.12.2024 (Dz.U. 2024 poz. 1965)",
        "2025-12-28 niedziela",
        "LAST DAY    2025-12-29 Monday",
        "warning     2025-12-19 Friday",
        "the case is late all the same",
    ):
        assert part in said
    assert "assumed" not in said


def test_a_saturday_by_case_law_is_called_so(run: Run) -> None:
    assert "sobota: by case law, uchwała NSA" in run("explain", "--kind", "skarga", "--received", "2011-05-18").stdout


def test_after_the_last_checked_year_unchanged_law_is_said_to_be_assumed(run: Run) -> None:
    said = run("explain", "--kind", "skarga", "--received", "2035-06-01").stdout
    assert "assumed     after 2026 that the law on free days does not change" in said
    assert "assumed" in run("term", "--start", "2035-06-01", "--amount", 1, "--unit", "weeks").stdout


def test_the_whole_table_is_listed_and_as_data(run: Run) -> None:
    lines = run("rules").stdout.splitlines()
    assert [line.split()[0] for line in lines[:-1]] == [rule.id for rule in TERM_RULES]
    assert all(rule.source in line for rule, line in zip(TERM_RULES, lines[:-1], strict=True))
    assert all((rule.consequence or "") in line for rule, line in zip(TERM_RULES, lines[:-1], strict=True))
    rows = json.loads(run("rules", "--json").stdout)
    assert [(row["id"], row["version"], Unit(row["unit"])) for row in rows] == [
        (rule.id, rule.version, rule.unit) for rule in TERM_RULES
    ]
    of_petitions = json.loads(run("rules", "--kind", "petycja", "--json").stdout)
    assert {row["id"] for row in of_petitions} == {rule.id for rule in TERM_RULES if "petycja" in rule.kinds}
    assert rule_by_id("petycja_settle", dt.date(2026, 1, 1)).source in {row["source"] for row in of_petitions}


def test_a_pipe_without_utf_8_gets_the_same_data_with_escapes(run: Run) -> None:
    asked = ["explain", "--kind", "skarga", "--received", "2025-11-24", "--json"]
    plain, piped = run(*asked), run(*asked, charset="cp1252")
    assert "Święto" not in piped.stdout
    assert "\\u0144" not in plain.stdout
    assert json.loads(piped.stdout) == json.loads(plain.stdout)


def test_an_end_that_is_disputed_is_not_moved_and_one_is_warned(run: Run) -> None:
    said = run("explain", "--rule", "substitute_service", "--received", "2026-10-31").stdout
    assert "LAST DAY    2026-11-14 Saturday" in said
    assert "day off     2026-11-14 sobota" in said
    assert "WARNING     the count ends on a day off; whether art. 57 § 4 KPA moves it is disputed" in said
    asked = ["explain", "--rule", "substitute_service", "--json", "--received"]
    data = json.loads(run(*asked, "2026-10-31").stdout)
    assert (data["raw_end"], data["last_day"], data["skipped"]) == ("2026-11-14", "2026-11-14", [])
    assert data["warning"].startswith("the count ends on a day off")
    assert json.loads(run(*asked, "2026-11-03").stdout)["warning"] is None
    assert "WARNING" not in run("explain", "--rule", "substitute_service", "--received", "2026-11-03").stdout


# --- mistakes ---


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["explain", "--kind", "sprawa", "--received", "2026-01-30"], 2, "'sprawa' has no term; the kinds are: skarga"),
        (["explain", "--kind", "", "--received", "2026-01-30"], 2, "has no term"),
        (["explain", "--kind", "skarga", "--received", "2026-1-3"], 2, "is no day; write it as 2026-01-30"),
        (["explain", "--kind", "skarga", "--received", "2026-02-30"], 2, "is no day"),
        (["explain", "--kind", "skarga", "--received", "20260130"], 2, "is no day"),
        (["explain", "--kind", "skarga", "--received", "2026-W05-5"], 2, "is no day"),
        (["explain", "--kind", "skarga", "--received", "2026-01-30T23:59"], 2, "is no day"),
        (["explain", "--kind", "skarga"], 2, "Say what came and when"),
        (["explain", "--received", "2026-01-30"], 2, "Say what came and when"),
        (["explain", "--case", "1/2026", "--kind", "skarga"], 2, "Either --case, or --kind"),
        (["explain", "--kind", "skarga", "--received", "2026-01-30", "--rule", "x"], 2, "there is no rule 'x'"),
        (
            ["explain", "--kind", "skarga", "--received", "2026-01-30", "--rule", "petycja_settle"],
            2,
            "serves petycja, not skarga",
        ),
        (["explain", "--kind", "skarga", "--received", "2010-12-31"], 1, "out of 2011-01-01 to 2040-12-31"),
        (["explain", "--kind", "skarga", "--received", "2040-12-01"], 1, "nothing is guessed"),
        (["explain", "--kind", "petycja", "--received", "2014-01-01"], 1, "No rule for petycja is in force"),
        (["explain", "--rule", "petycja_call", "--received", "2014-01-01"], 1, "No rule for petycja_call"),
        (["term", "--start", "2026-01-31", "--amount", "0", "--unit", "days"], 2, "0"),
        (["term", "--start", "2026-01-31", "--amount", "1", "--unit", "fortnights"], 2, "fortnights"),
        (["term", "--start", "2026-01-31", "--amount", "9" * 30, "--unit", "days"], 1, "nothing is guessed"),
        (["term", "--start", "2026-01-31", "--amount", "1.5", "--unit", "days"], 2, "1.5"),
    ],
)
@pytest.mark.parametrize("more", [[], ["--json"]])
def test_a_mistake_is_a_sentence_an_exit_code_and_nothing_on_stdout(
    run: Run, words: list[str], code: int, sentence: str, more: list[str]
) -> None:
    result = run(*words, *more)
    assert (result.exit_code, result.stdout) == (code, "")
    assert sentence in result.stderr
