"""``flask deadlines situation``: each situation with the answer the law gives, through the command line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from app import create_app
from tests.program import SECRET
from web.settings import Settings

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """The command line of a program whose database was never made: the law needs none."""
    folder = tmp_path_factory.mktemp("law")
    app: Flask = create_app(Settings(database_url=f"sqlite:///{folder}/x.sqlite", secret_key=SECRET, testing=True))
    yield lambda words: app.test_cli_runner().invoke(args=["deadlines", "situation", *words.split()])
    assert not (folder / "x.sqlite").exists()


def told(run: Run, words: str) -> dict[str, Any]:
    result = run(f"{words} --json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def at(found: Any, path: str) -> Any:
    """``duties.call_answer.stands``: a duty by its rule, a remedy by its name, anything else by its key."""
    for key in path.split("."):
        if isinstance(found, list):
            found = {one.get("rule") or one.get("remedy"): one for one in found}
        found = found.get(key)
    return found


CALLED = "--kind skarga --received 2026-02-27 --step call:2026-02-27 --step serve:2026-03-02 --step complete"
APPEAL = "--kind odwolanie --channel edelivery --step served:2026-11-09 --received"
COMPLETED = (
    "--kind petycja --received 2026-01-20 --step call:2026-01-26 --step serve:2026-01-30 --step complete:2026-02-10"
)
REPEATED = "--kind skarga --received 2026-11-23 --step assign:2026-11-23 --step annotate:2026-11-24 --earlier-outcome"

SITUATIONS = {
    "P01 posted on the seventh day": (
        f"{CALLED}:2026-03-09:2026-03-12",
        {"duties.call_answer.stands": "kept", "duties.call_answer.last_day": "2026-03-09", "state": "assigned"},
    ),
    "P01 posted a day later": (
        f"{CALLED}:2026-03-10:2026-03-12",
        {"duties.call_answer.stands": "kept_late", "duties.call_answer.met_on": "2026-03-10"},
    ),
    "P03 at 23:59 of the last day": (
        f"{APPEAL} 2026-11-23T23:59",
        {
            "filing.handling": "accept",
            "duties.odwolanie_party.stands": "kept",
            "duties.odwolanie_party.last_day": "2026-11-23",
            "duties.odwolanie_party.source": "art. 129 § 2 KPA",
        },
    ),
    "P03 a minute later": (f"{APPEAL} 2026-11-24T00:00", {"duties.odwolanie_party.stands": "kept_late"}),
    "P05": (
        "--kind odwolanie --channel email --received 2026-11-23",
        {
            "filing.handling": "leave",
            "filing.basis": "kpa_63_1",
            "filing.source": "art. 63 § 1 KPA",
            "filing.registered": True,
            "duties.odwolanie_pass_on.stands": "possible",
            "verdict": "no_term",
        },
    ),
    "P05 and left": (
        "--kind odwolanie --channel email --received 2026-11-23 --step leave:2026-11-24:kpa_63_1",
        {"state": "unconsidered", "verdict": "left", "duties.odwolanie_pass_on.stands": "over"},
    ),
    "P06": (
        "--kind skarga --channel email --received 2026-11-23",
        {
            "filing.handling": "accept",
            "term.rule": "skarga_settle",
            "term.amount": 1,
            "term.unit": "months",
            "last_day": "2026-12-23",
            "duties.skarga_settle.stands": "open",
            "verdict": "open",
        },
    ),
    "P06 cannot be left": (
        "--kind skarga --channel email --received 2026-11-23 --step leave:2026-11-24:reg_8_1",
        {"refused.code": "has_name_and_address", "refused.field": "basis", "state": "received"},
    ),
    "P07": (
        "--kind skarga --no-address --received 2026-11-23 --step leave:2026-11-24:reg_8_1",
        {
            "filing.handling": "leave",
            "filing.registered": True,
            "filing.basis": "reg_8_1",
            "state": "unconsidered",
            "refused": None,
        },
    ),
    "P08": (
        "--kind ponaglenie --received 2026-11-23 --urged-until 2026-12-04",
        {
            "filing.handling": "leave",
            "filing.basis": "kpa_37_3a",
            "filing.source": "art. 37 § 3a KPA",
            "duties.ponaglenie_pass_on.stands": "possible",
            "verdict": "no_term",
        },
    ),
    "P08 after the month": (
        "--kind ponaglenie --received 2026-12-07 --urged-until 2026-12-04",
        {"filing.handling": "accept", "duties.ponaglenie_pass_on.stands": "open", "last_day": "2026-12-14"},
    ),
    "P09": (
        "--kind skarga --about mayor --received 2026-03-02 --step to_council:2026-03-09",
        {
            "competent.body": "council",
            "competent.source": "art. 229 pkt 3 KPA",
            "duties.skarga_transfer.stands": "kept",
            "duties.skarga_transfer.last_day": "2026-03-09",
            "last_day": "2026-04-09",
            "state": "at_council",
        },
    ),
    "P09 is not answered here": (
        "--kind skarga --about mayor --received 2026-03-02 --step assign:2026-03-03 --step draft:2026-03-03",
        {"refused.code": "not_competent", "refused.source": "art. 229 pkt 3 KPA"},
    ),
    "P11": (
        "--kind wniosek --received 2026-03-02 --step delay:2026-04-02:2026-04-30 --on 2026-04-03",
        {
            "last_day": "2026-04-02",
            "noticed_on": "2026-04-02",
            "announced_on": "2026-04-30",
            "steps": [
                {
                    "move": "delay",
                    "on": "2026-04-02",
                    "until": "2026-04-30",
                    "basis": None,
                    "state": "received",
                    "source": "art. 245 KPA",
                }
            ],
            "remedies.skarga_on_delay.remedy": "skarga_on_delay",
            "remedies.ponaglenie": None,
        },
    ),
    "P11 with a notice that came too late": (
        "--kind wniosek --received 2026-03-02 --step delay:2026-04-03:2026-04-30",
        {"noticed_on": None, "announced_on": "2026-04-30", "verdict": "overdue"},
    ),
    "P12": (
        f"{REPEATED} zasadna",
        {
            "repeat.answer": "note_impossible",
            "repeat.source": "art. 239 § 1 KPA",
            "refused.code": "not_groundless",
            "refused.source": "art. 239 § 1 KPA",
            "state": "assigned",
        },
    ),
    "P12 where it was groundless": (
        f"{REPEATED} bezzasadna",
        {"repeat.answer": "note_possible", "refused": None, "state": "settled", "verdict": "on_time"},
    ),
    "P14": (
        COMPLETED,
        {
            "term.starts_on": "2026-02-10",
            "term.raw_end": "2026-05-10",
            "last_day": "2026-05-11",
            "term.skipped": [{"date": "2026-05-10", "why": "niedziela"}],
        },
    ),
}


@pytest.mark.parametrize(("words", "expected"), SITUATIONS.values(), ids=SITUATIONS.keys())
def test_a_situation_gets_the_answer_the_law_gives(run: Run, words: str, expected: dict[str, Any]) -> None:
    found = told(run, words)
    assert {path: at(found, path) for path in expected} == expected


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--kind odwolanie --channel email --received 2026-11-23", "Pismo przyszło zwykłym e-mailem."),
        ("--kind skarga --no-name --received 2026-11-23", "W piśmie brakowało imienia, nazwiska albo adresu."),
        ("--kind ponaglenie --received 2026-11-23 --urged-until 2026-12-04", "zanim minął termin"),
        ("--kind petycja --channel oral --received 2026-11-23", "Petycji nie można złożyć ustnie"),
        ("--kind skarga --received 2026-11-23", ""),
    ],
)
def test_whoever_filed_is_told_why_it_is_left(run: Run, words: str, said: str) -> None:
    found = told(run, words)["filing"]["told"]
    assert said in found
    assert bool(found) == bool(said)


def test_what_the_law_knows_no_way_for_is_not_registered_and_owes_nothing(run: Run) -> None:
    found = told(run, "--kind skarga --channel phone --received 2026-11-23")
    assert found["filing"] | {"told": ""} == {
        "handling": "invite",
        "registered": False,
        "source": "art. 63 § 1 KPA; § 5 i 6 rozporządzenia",
        "basis": None,
        "told": "",
    }
    assert (found["term"], found["duties"], found["state"], found["verdict"]) == (None, [], None, "no_term")


def test_a_whole_way_ends_with_its_verdict(run: Run) -> None:
    way = (
        "--kind skarga --received 2026-03-02 --councillor --step assign:2026-03-02 --step delay:2026-04-01:2026-04-20 "
        "--step tell:2026-03-16 --step draft:2026-04-09 --step approve:2026-04-09 --step settle:2026-04-10:bezzasadna"
    )
    found = told(run, way)
    assert (found["state"], found["verdict"], found["last_day"]) == ("settled", "late_noticed", "2026-04-02")
    stands = {duty["rule"]: duty["stands"] for duty in found["duties"]}
    assert (stands["skarga_councillor"], stands["skarga_settle"]) == ("kept", "kept_late")
    assert [one["remedy"] for one in found["remedies"]] == ["repeated", "new_skarga"]


def test_what_was_returned_or_qualified_otherwise_goes_on(run: Run) -> None:
    returned = told(
        run,
        "--kind skarga --about mayor --received 2026-03-02 --step to_council:2026-03-09 --step return:2026-03-16 "
        "--step transfer:2026-03-17",
    )
    assert (returned["state"], returned["last_day"], returned["verdict"]) == ("transferred", "2026-04-02", "left")
    otherwise = told(run, "--kind skarga --received 2026-03-02 --step qualify:2026-03-03:petycja")
    assert (otherwise["kind"], otherwise["last_day"]) == ("petycja", "2026-06-02")


@pytest.mark.parametrize(
    ("step", "code"),
    [
        ("settle:2026-03-03:zasadna", "illegal_move"),
        ("call:2026-03-01", "wrong_day"),
        ("delay:2026-03-03", "missing"),
        ("delay:2026-03-03:2026-03-20", "until_too_early"),
        ("leave:2026-03-03", "missing"),
        ("leave:2026-03-03:kpa_63_1", "wrong_basis"),
        ("leave:2026-03-03:reg_8_2", "call_not_served"),
        ("to_council:2026-03-03", "not_the_councils"),
        ("qualify:2026-03-03:skarga", "same_kind"),
    ],
)
def test_a_step_the_law_refuses_says_why_and_ends_the_answer(run: Run, step: str, code: str) -> None:
    found = told(run, f"--kind skarga --received 2026-03-02 --on 2026-03-10 --step {step} --step assign:2026-03-04")
    assert found["refused"]["code"] == code
    assert found["refused"]["says"]
    assert found["steps"] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--kind skarga", "Missing option '--received'"),
        ("--kind sprawa --received 2026-03-02", "has no term"),
        ("--kind skarga --received 2.03.2026", "write it as 2026-01-30"),
        ("--kind skarga --received 2026-03-02T25:00", "is no day"),
        ("--kind skarga --received 2026-03-02 --channel fax", "is not one of"),
        ("--kind skarga --received 2026-03-02 --step leap:2026-03-03", "'leap' is no step"),
        ("--kind skarga --received 2026-03-02 --step call", "'' is no day"),
        ("--kind skarga --received 2026-03-02 --step complete:2026-03-09:2026-03-08", "cannot arrive before"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(run: Run, words: str, said: str) -> None:
    result = run(words)
    assert result.exit_code == 2
    assert said in result.output


def test_beyond_the_calendar_nothing_is_guessed(run: Run) -> None:
    result = run("--kind skarga --received 2010-03-02")
    assert result.exit_code == 1
    assert "nothing is guessed" in result.output


def test_a_person_reads_the_answer_line_by_line(run: Run) -> None:
    said = run(f"{REPEATED} zasadna").stdout
    assert "  repeat      no note in the file: considered like any other (art. 239 § 1 KPA)\n" in said
    assert "  REFUSED     annotate: Adnotacja jest możliwa tylko wtedy" in said
    late = run("--kind wniosek --received 2026-03-02 --step delay:2026-04-02:2026-04-30 --on 2026-04-03").stdout
    assert "  noticed     2026-04-02, announcing 2026-04-30\n" in late
    assert "  open way    skarga_on_delay: " in late
