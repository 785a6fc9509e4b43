"""The registry is the only list of measures: whole, in three languages, printed and shown as it is declared."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from analytics import labels
from analytics.actions import publish_month
from analytics.definitions import as_markdown
from analytics.measures.deadlines import compute
from analytics.measures.declaration import Judgement, Population, Unit
from analytics.measures.members import MEMBERS
from analytics.measures.period import Month, Period
from analytics.measures.registry import MEASURES, THEMES, measure
from analytics.measures.satisfaction import QUESTION_OF
from analytics.reports.choice import Choice
from analytics.reports.material import gather
from analytics.reports.published import definition_versions, frozen_rows
from devtools import translations
from devtools.places import ROOT
from kernel.clock import FixedClock
from kernel.permissions import EVERYWHERE, Role
from storage.session import Storage
from tests.analytics.filling import fill
from tests.cast import FoundedOffice

SignedIn = Callable[..., FlaskClient]
DECLARED = {
    "key", "titles", "population", "numerator", "denominator", "cohort", "judgement", "unit", "better", "interval",
    "minimum_n", "source", "version", "in_force_from", "formula",
}  # fmt: skip
OCTOBER = Month(2026, 10)
REDUCTIONS = "analytics.reports.reductions"
ELSEWHERE = {
    "reduction": REDUCTIONS, "reduction_p90": REDUCTIONS, "standardised": REDUCTIONS,
    "standardised_on_time": REDUCTIONS, "interrupted_level": REDUCTIONS, "interrupted_slope": REDUCTIONS,
    "answers": "analytics.reports.month"} | dict.fromkeys(
    (
        "csat_if_settled", "csat_if_in_progress", "csat_if_not_settled", "csat_weighted", "response_rate",
        "driver_performance", "driver_importance",
    ),
    "analytics.reports.voice",
)  # fmt: skip
"""Measures that are neither of one set of cases nor of one question, and who computes them."""
NARROW = {"analytics/labels/names.py", "analytics/annual_names.py"}
"""Headings of narrow columns and names of questions: some are as short as the title itself."""
PAGES_NAMED_SO = {"Skrócenie terminów"}


def test_the_command_prints_every_measure_with_all_that_is_declared(app: Flask) -> None:
    done = app.test_cli_runner().invoke(args=["kpi", "definitions", "--json"])
    assert done.exit_code == 0, done.output
    printed = json.loads(done.output)["measures"]
    assert [one["key"] for one in printed] == [measure.key for measure in MEASURES]
    assert all(one.keys() == DECLARED for one in printed)
    csat = next(one for one in printed if one["key"] == "csat")
    assert (csat["titles"]["pl"], csat["unit"], csat["interval"]) == ("Zadowolenie z obsługi", "share", "wilson")
    assert csat["titles"]["en"] != csat["titles"]["pl"] != csat["titles"]["uk"]


def test_the_command_reads_well_without_json_too(app: Flask) -> None:
    done = app.test_cli_runner().invoke(args=["kpi", "definitions"])
    assert done.exit_code == 0, done.output
    assert "on_time\n  title (pl)      Załatwione na czas\n" in done.output
    assert "in force from   2026-01-01" in done.output


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_declaration_is_whole(app: Flask) -> None:
    for one in MEASURES:
        assert all(str(words).strip() for words in (one.title, one.population, one.numerator)), one.key
        assert one.source, one.key
        assert one.formula, one.key
        assert min(one.version, one.minimum_n) >= 1, one.key
        assert one.denominator is not None or one.unit is not Unit.SHARE, f"{one.key}: a share has a base"
        assert one.cohort in labels.COHORTS, one.key
        assert one.unit in labels.UNITS, one.key
        assert one.better in labels.BETTER, one.key
        assert one.interval in labels.INTERVALS, one.key
        assert one.judgement is Judgement.NONE or one.judgement in labels.JUDGEMENTS, one.key
        assert one.kinds or one.is_survey or one.key in ELSEWHERE, f"{one.key}: somebody computes it"


def test_every_measure_stands_under_one_theme_and_has_its_own_key() -> None:
    keys = [one.key for theme in THEMES for one in theme.measures]
    assert len(keys) == len(set(keys))
    assert keys == [one.key for one in MEASURES]
    assert len({theme.key for theme in THEMES}) == len(THEMES)


@pytest.mark.parametrize("language", ["en", "uk"])
def test_every_title_is_translated(language: str) -> None:
    """By whoever keeps the catalogues: python -m devtools.translations update."""
    catalog = translations.read(language)
    titles = {one.title._args[0] for one in MEASURES} | {theme.title._args[0] for theme in THEMES}
    found = {title: catalog.get(title) for title in titles}
    assert not [title for title, message in found.items() if message is None or not message.string]


@pytest.mark.parametrize("backend", ["sqlite"])
def test_every_measure_is_computed_and_has_its_cases_or_its_question(
    session: Session, office: FoundedOffice, clock: FixedClock
) -> None:
    fill(session, office)
    known = {one: gather(session, clock, EVERYWHERE, Choice(one), [OCTOBER]).known for one in Population}
    for one in MEASURES:
        for population in (each for each in Population if one.speaks_of(each)):
            result = compute(one.key, known[population], Period.of(OCTOBER))
            assert (result.measure, result.version) == (one.key, one.version)
            assert one.key in MEMBERS
        if one.is_survey and one.key not in ELSEWHERE:
            assert one.key in QUESTION_OF


@pytest.mark.parametrize("backend", ["sqlite"])
def test_what_is_published_bears_the_keys_and_versions_of_the_registry(
    session: Session, office: FoundedOffice, clock: FixedClock
) -> None:
    fill(session, office)
    rows = frozen_rows(session, clock, OCTOBER)
    assert {row[1]: row[2] for row in rows}.items() <= {one.key: str(one.version) for one in MEASURES}.items()
    assert definition_versions() == {one.key: one.version for one in MEASURES}


def test_the_name_of_a_figure_is_said_in_its_declaration_alone() -> None:
    titles = {one.title._args[0] for one in MEASURES}
    elsewhere = [
        (message.id, place)
        for message in translations.collected()
        if message.id in titles
        for place, _line in message.locations
        if "measures/registry" not in place and place not in NARROW and message.id not in PAGES_NAMED_SO
    ]
    assert not elsewhere


def test_the_handbook_tells_what_is_declared(app: Flask) -> None:
    """After a change: python3 dev.py flask kpi definitions --markdown > docs/handbook/measures.md."""
    page = (ROOT / "docs/handbook/measures.md").read_text(encoding="utf-8")
    with app.test_request_context():
        english, polish = as_markdown(), as_markdown("pl")
    for written, *declared in zip(page.splitlines(), english.splitlines(), polish.splitlines(), strict=True):
        assert written in declared, "a word may wait for its translation, nothing else"
    assert all(f"### `{one.key}` " in page for one in MEASURES)


# --- the pages ---


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_page_leads_to_every_definition(signed_in: SignedIn, office: FoundedOffice) -> None:
    reader = signed_in(Role.AUDITOR)
    page = reader.get("/staff/pl/results/definitions").get_data(as_text=True)
    for one in MEASURES:
        assert f'id="{one.key}"' in page
        assert f'href="/staff/pl/results/definitions/{one.key}"' in page
    text = reader.get("/staff/en/results/definitions/on_time").get_data(as_text=True)
    assert measure("on_time").formula.replace(">", "&gt;") in text
    assert "Załatwione na czas" in text, "the Polish name stands beside the English one"
    assert reader.get("/staff/pl/results/definitions/nothing").status_code == 404


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize(
    ("asked", "there", "not_there"),
    [
        ("q=na+czas", {"on_time"}, {"csat"}),
        ("q=ZADOWOLENIA", {"csat", "csat_weighted"}, {"on_time"}),
        ("q=zalatwion+zaleg", set(), {"on_time"}),
        ("q=kaplan", set(), {"csat"}),
        ("q=on_time", {"on_time"}, {"csat"}),
        ("q=satisfaction", {"csat"}, {"on_time"}),
        ("theme=steps", {"transfer_on_time"}, {"csat", "on_time"}),
        ("theme=satisfaction&q=srednia", {"csat_mean"}, {"csat"}),
        ("q=" + "w" * 4000, set(), {"csat"}),
        ("q=i", {"csat", "on_time"}, set()),
    ],
)
def test_a_definition_is_found_by_words_in_any_form_and_by_theme(
    signed_in: SignedIn, office: FoundedOffice, asked: str, there: set[str], not_there: set[str]
) -> None:
    page = signed_in(Role.AUDITOR).get(f"/staff/pl/results/definitions?{asked}").get_data(as_text=True)
    shown = {one.key for one in MEASURES if f'id="{one.key}"' in page}
    assert there <= shown
    assert not shown & not_there
    assert shown or "Nie ma takiego wskaźnika" in page


@pytest.mark.parametrize("backend", ["sqlite"])
def test_an_unknown_theme_is_no_page(signed_in: SignedIn, office: FoundedOffice) -> None:
    assert signed_in(Role.AUDITOR).get("/staff/pl/results/definitions?theme=x").status_code == 404


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_definition_names_the_published_months_it_was_used_in(
    signed_in: SignedIn, storage: Storage, office: FoundedOffice, clock: FixedClock
) -> None:
    reader = signed_in(Role.AUDITOR)
    address = "/staff/pl/results/definitions/csat"
    assert "Żaden opublikowany miesiąc" in reader.get(address).get_data(as_text=True)
    with reader.application.app_context(), storage.writing() as session:
        publish_month(session, clock, office.actor(Role.QUALITY_OFFICER), OCTOBER)
    page = reader.get(address).get_data(as_text=True)
    assert "Wersja 1" in page
    assert "month=2026-10" in page
