"""The tables of the annual report against a small year counted by hand: tables as specification."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from analytics.frames import YearCase
from analytics.reports.annual import appeals, outcomes, petitions, rates, received, timeliness
from analytics.reports.annual.rates import Bases
from analytics.reports.annual.tables import AnnualTable, Figure
from complaints.rules.register_facts import StepFacts

YEAR, TODAY = 2026, dt.date(2027, 2, 1)
END = dt.date(2026, 12, 31)


def d(month: int, day: int, year: int = YEAR) -> dt.date:
    return dt.date(year, month, day)


def case(key: str, received_on: dt.date, **other: Any) -> YearCase:
    facts: dict[str, Any] = {"kind": "skarga", "channel": "paper", "number": f"{key}/2026", **other}
    return YearCase(id=key, received_on=received_on, **facts)


def step(move: str, on: dt.date, **other: Any) -> StepFacts:
    return StepFacts(move, on, **other)


CASES = [
    # skargi: a justified one on time, a late one with notice, a late one without, one open past its day
    case("s1", d(1, 5), due_on=d(2, 5), settled_on=d(2, 5), outcome="zasadna", department="A", topic="t1",
         cause="Mało osób", corrective="Drugie stanowisko"),
    case("s2", d(1, 12), due_on=d(2, 12), noticed_on=d(2, 10), settled_on=d(3, 2), outcome="bezzasadna",
         department="A"),
    case("s3", d(3, 2), due_on=d(4, 2), settled_on=d(4, 3), outcome="czesciowo_zasadna", channel="web", department="B"),
    case("s4", d(3, 3), due_on=d(4, 3), department="B", topic="t1"),
    # gone: transferred on the 7th day, transferred too late, § 8(1), 239, another mode, about the mayor at the council
    case("s5", d(5, 4), due_on=d(6, 5), left_on=d(5, 11), left_how="transfer",
         steps=(step("transfer", d(5, 11), body="Wojewoda"),)),
    case("s6", d(5, 4), due_on=d(6, 5), left_on=d(5, 12), left_how="point",
         steps=(step("point", d(5, 12), body="Starosta"),)),
    case("s7", d(6, 1), due_on=d(7, 1), left_on=d(6, 2), left_how="leave",
         steps=(step("leave", d(6, 2), basis="reg_8_1"),)),
    case("s8", d(6, 1), due_on=d(7, 1), settled_on=d(6, 3), outcome="powtorna"),
    case("s9", d(6, 1), due_on=d(7, 1), left_on=d(6, 4), left_how="divert",
         steps=(step("divert", d(6, 4), basis="kpa_234"),)),
    case("s10", d(12, 20), due_on=d(1, 20, 2027), settled_on=d(1, 15, 2027), outcome="zasadna", about="mayor",
         steps=(step("to_council", d(12, 22), body="Rada Miejska"),)),
    # a wniosek accepted, one withdrawn
    case("w1", d(2, 2), kind="wniosek", due_on=d(3, 2), settled_on=d(2, 12), outcome="uwzgledniony", channel="web"),
    case("w2", d(2, 2), kind="wniosek", due_on=d(3, 2), left_on=d(2, 20), left_how="withdraw"),
    # petitions: considered after an extension, joined
    case("p1", d(4, 1), kind="petycja", due_on=d(9, 1), settled_on=d(8, 30), outcome="uwzgledniona", published="Ławki",
         published_on=d(4, 3), has_published_answer=True, first_due_on=d(7, 1),
         steps=(step("extend", d(6, 30), until=d(9, 1)),)),
    case("p2", d(4, 2), kind="petycja", due_on=d(7, 2), left_on=d(4, 20), left_how="join"),
    # appeals: passed in time and upheld, passed late, decided anew; a ponaglenie too early, one justified
    case("o1", d(5, 1), kind="odwolanie", due_on=d(5, 8), settled_on=d(5, 8), outcome="przekazane", result="utrzymane",
         result_on=d(7, 1)),
    case("o2", d(5, 1), kind="odwolanie", due_on=d(5, 8), settled_on=d(5, 11), outcome="przekazane",
         result="uchylone_przekazane", result_on=d(8, 1)),
    case("o3", d(5, 1), kind="odwolanie", due_on=d(5, 8), settled_on=d(5, 6), outcome="nowa_decyzja"),
    case("z1", d(9, 1), kind="zazalenie", due_on=d(9, 8)),
    case("n1", d(9, 1), kind="ponaglenie", due_on=d(9, 8), left_on=d(9, 3), left_how="leave",
         steps=(step("leave", d(9, 3), basis="kpa_37_3a"),)),
    case("n2", d(9, 1), kind="ponaglenie", due_on=d(9, 8), settled_on=d(9, 7), outcome="przekazane",
         result="ponaglenie_uzasadnione", result_on=d(9, 20)),
]  # fmt: skip


def values(table: AnnualTable, row: str) -> list[Any]:
    return [figure.value for figure in next(one for one in table.rows if one.key == row).figures]


def figure(table: AnnualTable, row: str, column: str) -> Figure:
    found = table.figure(row, column)
    assert found is not None
    return found


def every_count_is_its_cases(table: AnnualTable) -> bool:
    return all(
        len(one.ids) == one.value for row in table.rows for one in row.figures if one.unit == "count" and one.ids
    )


def test_t1_counts_kind_by_channel_by_month():
    table = received.by_month(CASES)
    assert values(table, "skarga") == [2, 0, 2, 0, 2, 3, 0, 0, 0, 0, 0, 1, 10]
    assert values(table, "skarga.web") == [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]
    assert values(table, "total")[-1] == len(CASES) == 20
    assert figure(table, "skarga", "3").ids == ("s3", "s4")
    assert every_count_is_its_cases(table)


def test_t2_counts_departments_and_those_of_none():
    table = received.by_department(CASES, {"A": "Architektura", "B": "Budżet"})
    assert [row.key for row in table.rows] == ["A", "B", "none", "total"]
    assert [values(table, key)[-1] for key in ("A", "B", "none", "total")] == [2, 2, 16, 20]


def test_t3_counts_competent_bodies_this_office_first():
    table = received.by_body(CASES)
    assert [row.key for row in table.rows] == ["office", "Rada Miejska", "Starosta", "Wojewoda", "total"]
    assert values(table, "office")[0] == 7
    assert figure(table, "Rada Miejska", "skarga").ids == ("s10",)


def test_t4_says_how_each_case_stood_at_the_end_of_the_year_and_adds_up():
    table = outcomes.by_ending(CASES, END)
    skargi = {row.key: row.figures[0].value for row in table.rows}
    assert skargi == {
        "zasadna": 1, "czesciowo_zasadna": 1, "bezzasadna": 1, "uwzgledniony": 0, "uwzgledniona": 0, "transfer": 1,
        "point": 1, "reg_8_1": 1, "reg_8_2": 0, "kpa_37_3a": 0, "withdraw": 0, "powtorna": 1, "divert": 1, "join": 0,
        "przekazane": 0, "nowa_decyzja": 0, "open": 2, "total": 10,
    }  # fmt: skip
    assert figure(table, "open", "skarga").ids == ("s4", "s10"), "settled in January: open at the end of the year"
    assert sum(row.figures[-1].value for row in table.rows if not row.is_total) == 20  # type: ignore[misc]


def test_t5_judges_the_due_cohort_each_population_by_itself():
    table = timeliness.timeliness(CASES, YEAR, TODAY)
    named = [column.code for column in table.columns]
    skargi = dict(zip(named, values(table, "skarga"), strict=True))
    # due in 2026 and not gone by then: s1, s2, s3, s4, s8; on time s1, s8; with notice s2; without: s3, and s4 open
    assert [skargi[key] for key in ("due", "on_time", "late_noticed", "late")] == [5, 2, 1, 2]
    assert (skargi["on_time_share"], figure(table, "skarga", "on_time_share").n) == (Decimal("40.0"), 5)
    assert (skargi["left_in_time"], skargi["not_yet_due"]) == (4, 0)
    assert figure(table, "skarga", "late").ids == ("s3", "s4")
    # settled in 2026: s1 after 31 days, s2 after 49, s3 after 32, s8 after 2
    assert (skargi["settled"], skargi["median"]) == (4, Decimal("31.5"))
    assert skargi["p90"] == Decimal("43.9")
    together = dict(zip(named, values(table, "complaints"), strict=True))
    assert (together["due"], together["on_time"]) == (6, 3), "w1 as well; petitions and appeals never"
    assert values(table, "petycja")[:4] == [1, 1, 0, 0], "the extension was told in time"
    assert values(table, "petycja_first")[:4] == [1, 0, 1, 0], "by the first term it is late with notice"
    assert values(table, "odwolanie")[:4] == [3, 2, 0, 1]
    assert values(table, "zazalenie")[:4] == [1, 0, 0, 1], "open past the seventh day"


def test_t5_takes_an_extended_petition_back_to_its_first_term_only_beside_and_only_where_one_was_extended():
    plain = [case("p", d(4, 1), kind="petycja", due_on=d(7, 1), first_due_on=d(7, 1), settled_on=d(7, 3))]
    table = timeliness.timeliness(plain, YEAR, TODAY)
    assert values(table, "petycja")[:4] == [1, 0, 0, 1]
    assert "petycja_first" not in [row.key for row in table.rows], "an extension told too late moved no day"
    told = (step("extend", d(6, 30), until=d(9, 1)),)
    outlived = case("q", d(4, 1), kind="petycja", due_on=d(9, 1), first_due_on=d(7, 1), settled_on=d(9, 2), steps=told)
    again = timeliness.timeliness([outlived], YEAR, TODAY)
    assert values(again, "petycja")[:4] == values(again, "petycja_first")[:4] == [1, 0, 0, 1]


def test_t5_gives_counts_and_no_share_while_last_days_are_to_come():
    table = timeliness.timeliness(CASES, YEAR, d(3, 15))
    assert figure(table, "skarga", "on_time_share") == Figure(None, "percent", 2, ("s1", "s2"))  # type: ignore[arg-type]
    assert figure(table, "skarga", "not_yet_due").value == 3


def test_a_case_on_its_last_day_is_not_late_yet():
    open_one = [case("x", d(3, 1), due_on=d(4, 1))]
    assert timeliness.cohort_of(open_one, YEAR, d(4, 1)).waiting == open_one
    assert timeliness.cohort_of(open_one, YEAR, d(4, 2)).late == open_one


def test_a_case_that_left_after_its_last_day_stays_and_is_late():
    gone = [case("x", d(3, 1), due_on=d(4, 1), left_on=d(4, 2), left_how="transfer")]
    assert timeliness.cohort_of(gone, YEAR, TODAY).late == gone


def test_t6_counts_subjects():
    table = received.by_topic(CASES, {"t1": "Kolejki"})
    assert [(row.key, row.figures[-1].value) for row in table.rows] == [("t1", 2), ("none", 18), ("total", 20)]


def test_t7_lists_causes_and_leaves_the_effect_empty():
    table = outcomes.causes([one for one in CASES if one.settled_on and one.settled_on.year == YEAR])
    assert [row.key for row in table.rows] == ["s1", "s3"]
    assert values(table, "s1") == ["skarga", "Mało osób", "Drugie stanowisko", None]
    assert table.notes == ("no_corrective_actions",)


def test_t8_judges_each_transfer_by_its_own_term():
    table = timeliness.transfers(CASES, YEAR)
    # s5 on the 7th day (11 May), s6 a day later; s10 went to the council on 22 December, two days after receipt
    assert values(table, "skarga") == [3, 2, 1, Decimal("66.7")]
    assert figure(table, "skarga", "late").ids == ("s6",)
    assert values(table, "petycja") == [0, 0, 0, None]


def test_t9_and_t10_follow_what_other_bodies_decide():
    table = appeals.appeals(CASES, TODAY)
    assert values(table, "odwolanie") == [3, 1, 1, Decimal("50.0"), 1, 0, 0]
    assert values(table, "zazalenie") == [1, 0, 1, Decimal("0.0"), 0, 0, 1], "open past its last day is late"
    assert values(appeals.appeals(CASES, d(9, 8)), "zazalenie") == [1, 0, 0, None, 0, 0, 1], "the last day is not over"
    decided = [one for one in CASES if one.result_on]
    results = appeals.appeal_results(decided)
    assert values(results, "utrzymane") == [1, 0, 1]
    assert values(results, "uchylone_przekazane") == [1, 0, 1]
    assert values(results, "total") == [2, 0, 2]
    assert values(appeals.urgings(CASES, TODAY), "ponaglenie") == [2, 1, 0, Decimal("100.0"), 0, 1, 0]
    assert values(appeals.urging_results(decided), "ponaglenie_uzasadnione") == [1, 1]


def test_t9_and_t10_count_what_was_never_passed_on_and_what_was_decided_anew_too_late_as_late():
    due: dict[str, Any] = {"kind": "odwolanie", "due_on": d(5, 8)}
    found = [
        case("a", d(5, 1), **due, settled_on=d(5, 8), outcome="przekazane"),
        case("b", d(5, 1), **due, settled_on=d(5, 9), outcome="przekazane"),
        case("c", d(5, 1), **due, settled_on=d(5, 9), outcome="nowa_decyzja"),
        case("d", d(5, 1), **due, settled_on=d(5, 8), outcome="nowa_decyzja"),
        case("e", d(5, 1), **due, left_on=d(5, 20), left_how="withdraw"),
        *(case(f"f{number}", d(5, 1), **due) for number in range(5)),
    ]
    table = appeals.appeals(found, TODAY)
    assert values(table, "odwolanie") == [10, 1, 7, Decimal("12.5"), 2, 1, 5]
    assert figure(table, "odwolanie", "late").ids == ("b", "c", "f0", "f1", "f2", "f3", "f4")
    assert figure(table, "odwolanie", "in_time_share").n == 8
    urged = [case("n", d(9, 1), kind="ponaglenie", due_on=d(9, 8)), *CASES]
    assert values(appeals.urgings(urged, TODAY), "ponaglenie") == [3, 1, 1, Decimal("50.0"), 0, 1, 1]


def test_t11_is_the_yearly_summary_of_petitions():
    table = petitions.petitions(CASES, YEAR, END)
    assert {row.key: row.figures[0].value for row in table.rows} == {
        "received": 2, "considered": 1, "extended": 1, "joined": 1, "passed_on": 0, "unconsidered": 0, "published": 1,
        "published_answers": 1, "open": 0,
    }  # fmt: skip
    assert values(petitions.considered(CASES, YEAR), "p1") == ["Ławki", d(4, 1), d(8, 30), "uwzgledniona"]


def test_t12_compares_years_and_sets_them_against_the_office():
    table = rates.year_on_year(
        {"skarga": 10, "wniosek": 2}, {"skarga": 8}, Bases(25_000, 48_000), Bases(None, 47_000), {"skarga": ("s1",)}
    )
    assert values(table, "complaints") == [8, 12, 4, None, Decimal("4.8"), Decimal("0.2"), Decimal("0.3")]
    assert figure(table, "complaints", "inhabitants_now").n == 25_000
    assert values(table, "petycja")[:3] == [0, 0, 0]


def test_t13_says_that_nothing_is_collected():
    assert rates.satisfaction().rows == ()
    assert rates.satisfaction().notes == ("not_collected",)


def test_every_count_is_the_number_of_its_cases():
    tables = (
        received.by_month(CASES), received.by_body(CASES), outcomes.by_ending(CASES, END),
        appeals.appeals(CASES, TODAY),
        timeliness.timeliness(CASES, YEAR, TODAY), timeliness.transfers(CASES, YEAR),
        petitions.petitions(CASES, YEAR, END),
    )  # fmt: skip
    assert all(map(every_count_is_its_cases, tables))
