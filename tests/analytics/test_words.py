"""Words follow the interval, numbers are written as people write them."""

from __future__ import annotations

import pytest

from analytics import labels, sentences, words
from analytics.measures.declaration import Unit
from analytics.measures.period import Month, Period
from analytics.measures.result import Result, WhyNot
from analytics.methods.interval import Difference
from analytics.reports.choice import Compare
from analytics.reports.month import Figure

OCTOBER = Period.of(Month(2026, 10))


def result(measure: str, value: float | None, **other: object) -> Result:
    facts: dict[str, object] = {"n": 20, "low": None, "high": None, **other}
    return Result(measure, 1, OCTOBER, value=value, **facts)  # type: ignore[arg-type]


def figure(measure: str, change: Difference | None, value: float | None = 0.5) -> Figure:
    return Figure(result(measure, value), result(measure, 0.4), change, ())


@pytest.mark.parametrize(
    ("measure", "change", "word", "meaning"),
    [
        ("csat", Difference(0.05, 0.02, 0.07), "Poprawa", "fine"),
        ("csat", Difference(-0.05, -0.07, -0.02), "Pogorszenie", "soon"),
        ("csat", Difference(0.05, -0.01, 0.11), "Brak wykazanej zmiany", "neutral"),
        ("justified", Difference(-0.05, -0.07, -0.02), "Poprawa", "fine"),
        ("median_days", Difference(-4, -6, -2), "Poprawa", "fine"),
        ("median_hours", Difference(4, 2, 6), "Pogorszenie", "soon"),
        ("on_time", None, "Bez porównania", "neutral"),
    ],
)
def test_a_change_is_called_one_only_where_its_interval_leaves_zero_out(
    speaking: None, measure: str, change: Difference | None, word: str, meaning: str
) -> None:
    for compare in Compare:
        spoken = words.change_of(figure(measure, change), compare)
        assert (spoken.word, spoken.meaning) == (word, meaning)


def test_the_sentence_of_a_change_names_size_and_interval(speaking: None) -> None:
    longer = words.change_of(figure("median_days", Difference(-4, -6, -2)), Compare.YEAR).sentence
    assert longer.replace("\u2060", "") == "krócej o 4 dni niż rok wcześniej (2–6)"
    more = words.change_of(figure("csat", Difference(0.045, 0.02, 0.071)), Compare.PREVIOUS).sentence
    assert more.replace("\u2060", "") == "o 4,5 pkt proc. więcej niż w poprzednim miesiącu (2,0–7,1)"
    unclear = words.change_of(figure("csat", Difference(0.01, -0.021, 0.034)), Compare.YEAR).sentence
    assert unclear == "różnica wobec zeszłego roku: od −2,1 do 3,4 punktu procentowego"


def test_counts_stand_side_by_side_and_claim_nothing(speaking: None) -> None:
    spoken = words.change_of(Figure(result("backlog", 31), result("backlog", 33), None, ()), Compare.YEAR)
    assert (spoken.meaning, spoken.sentence) == ("neutral", "rok wcześniej: 33")


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (0.8625, Unit.SHARE, "86,3\u00a0%"),
        (1234, Unit.CASES, "1\u00a0234"),
        (4.25, Unit.POINTS, "4,25"),
        (20.5, Unit.DAYS, "20,5 dnia"),
        (32.44, Unit.HOURS, "32,4 godz."),
        (14.5, Unit.WORKING_DAYS, "14,5 dnia roboczego"),
    ],
)
def test_amounts_are_written_with_their_unit(speaking: None, value: float, unit: Unit, expected: str) -> None:
    assert labels.amount(value, unit) == expected


def test_percentages_are_rounded_half_up_from_the_counts(speaking: None) -> None:
    assert labels.value(result("csat", 1 / 16, numerator=1, n=16)) == "6,3\u00a0%"
    assert labels.percent_of(1, 8, 0) == "13\u00a0%"
    assert labels.percent_of(0, 0) == "–"


@pytest.mark.parametrize(
    ("why", "expected"),
    [
        (WhyNot.TOO_FEW, "mniej niż 5 odpowiedzi"),
        (WhyNot.PROTECTS_OTHERS, "ukryte, chroni małą grupę"),
        (WhyNot.RUNNING, "termin biegnie"),
        (WhyNot.NOBODY, "brak odpowiedzi"),
    ],
)
def test_a_missing_figure_says_why(speaking: None, why: WhyNot, expected: str) -> None:
    assert labels.value(result("csat", None, why_not=why)) == expected


def test_periods_have_short_names_beside_lines(speaking: None) -> None:
    assert labels.period_short(OCTOBER) == "paź 2026"
    assert labels.period_short(Period.of(Month(2026, 5), Month(2026, 10))) == "maj–paź 2026"
    assert labels.period_short(Period.of(Month(2025, 11), Month(2026, 1))) == "lis 2025–sty 2026"
    assert labels.period_short(Period.of(Month(2025, 1), Month(2025, 12))) == "2025"
    assert labels.period_name(Period.of(Month(2025, 1), Month(2025, 12))) == "rok 2025"


def test_departments_stand_in_the_order_of_the_polish_alphabet() -> None:
    names = ["Łąki", "Zieleń", "Lasy", "Ćwiczenia", "Cmentarze", "Żłobki"]
    assert sorted(names, key=labels.alphabetical) == ["Cmentarze", "Ćwiczenia", "Lasy", "Łąki", "Zieleń", "Żłobki"]


@pytest.mark.parametrize(
    ("value", "expected"), [(1, ("1", "dzień")), (21, ("21", "dni")), (20.5, ("20,5", "dnia")), (1.04, ("1", "dzień"))]
)
def test_the_unit_of_a_headline_agrees_with_its_number(speaking: None, value: float, expected: tuple[str, str]) -> None:
    assert labels.parts(result("median_days", value)) == expected


def test_an_abbreviation_before_a_full_stop_keeps_one(speaking: None) -> None:
    first, last = (result("median_hours", hours) for hours in (31.2, 32.44))
    said = sentences.months([first, last]).replace("\u00a0", " ")
    assert said == "Październik 2026: 31,2 godz. Październik 2026: 32,4 godz."
