"""The lines of a register against hand-made cases: each column, each way a case can go."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from complaints.rules.register_facts import CaseFacts, RegisterRow, Remark, Said, StepFacts, Told
from complaints.rules.register_row import REQUALIFIED, row_before, row_of
from complaints.rules.verdicts import Verdict


def d(day: int, month: int = 11) -> dt.date:
    return dt.date(2026, month, day)


OPEN = CaseFacts(
    number="214/2026", kind="skarga", channel="paper", subject="Kolejka", received_on=d(2), verdict=Verdict.OPEN,
    complainant="Osoba Próbna", address="ul. Próbna 2", handler="Jan Próbny", department="Wydział Próbny",
    assigned_on=d(3), due_on=d(2, 12), sign="OR.1510.7.2026",
)  # fmt: skip
SETTLED = replace(
    OPEN, approved_on=d(18), settled_on=d(20), outcome="bezzasadna", verdict=Verdict.ON_TIME
)  # fmt: skip


def test_an_open_case_shows_what_is_known_and_nothing_else():
    assert row_of(OPEN) == RegisterRow(
        number="214/2026",
        received_on=d(2),
        complainant="Osoba Próbna",
        address="ul. Próbna 2",
        subject="Kolejka",
        assigned_on=d(3),
        assigned_to=("Jan Próbny", "Wydział Próbny"),
        due_on=d(2, 12),
        came_back_on=None,
        manner=(),
        notified_on=None,
        notified=(),
        remarks=(),
        sign="OR.1510.7.2026",
        kind="skarga",
        channel="paper",
        competent=("", ""),
        justified="",
        passed_to="",
        passed_on=None,
        unconsidered="",
        councillor="",
        repeat_of="",
        noticed_on=None,
        announced_on=None,
        department="Wydział Próbny",
        verdict=Verdict.OPEN,
    )


def step(move: str, on: dt.date = d(5), **other: object) -> StepFacts:
    return StepFacts(move, on, **other)  # type: ignore[arg-type]


COUNCIL = step("to_council", d(4), body="Rada Miejska")
TABLE: dict[str, tuple[CaseFacts, dict[str, object]]] = {
    "settled": (
        SETTLED,
        {"came_back_on": d(18), "manner": ("bezzasadna",), "notified_on": d(20), "notified": (Told.COMPLAINANT,),
         "justified": "bezzasadna", "verdict": Verdict.ON_TIME},
    ),
    "a wniosek is accepted or not, never justified": (
        replace(SETTLED, kind="wniosek", outcome="uwzgledniony"),
        {"justified": "", "manner": ("uwzgledniony",)},
    ),
    "a councillor is told as well": (
        replace(SETTLED, councillor="councillor"),
        {"notified": (Told.COMPLAINANT, Told.COUNCILLOR), "councillor": "councillor"},
    ),
    "transferred": (
        replace(OPEN, left_on=d(5), left_how="transfer", verdict=Verdict.LEFT,
                steps=(step("transfer", body="Wojewoda"),)),
        {"manner": ("transfer",), "passed_to": "Wojewoda", "passed_on": d(5), "notified_on": d(5),
         "notified": (Told.COMPLAINANT,), "competent": ("Wojewoda", "")},
    ),
    "transferred and returned": (
        replace(OPEN, steps=(step("transfer", body="Wojewoda"), step("return", d(9)))),
        {"passed_to": "", "passed_on": None, "competent": ("", ""), "remarks": (Remark(Said.RETURNED, d(9)),)},
    ),
    "at the council": (
        replace(OPEN, about="mayor", matter="own", steps=(COUNCIL,)),
        {"assigned_on": d(4), "assigned_to": ("Rada Miejska", "Wydział Próbny"), "competent": ("Rada Miejska", ""),
         "passed_to": ""},
    ),
    "resolved by the council": (
        replace(SETTLED, approved_on=None, steps=(COUNCIL, step("resolve", d(17), reference="XII/99/2026"))),
        {"came_back_on": d(17), "remarks": (Remark(Said.RESOLUTION, d(17), number="XII/99/2026"),)},
    ),
    "about the mayor, nobody handed it on yet": (replace(OPEN, about="mayor"), {"competent": ("", "council")}),
    "left without a name": (
        replace(OPEN, left_on=d(5), left_how="leave", steps=(step("leave", basis="reg_8_1"),)),
        {"manner": ("leave", "reg_8_1"), "unconsidered": "reg_8_1", "notified_on": None, "notified": ()},
    ),
    "diverted": (
        replace(OPEN, left_on=d(5), left_how="divert", steps=(step("divert", basis="kpa_234"),)),
        {"manner": ("divert", "kpa_234"), "unconsidered": ""},
    ),
    "repeated": (
        replace(SETTLED, outcome="powtorna", links=(("earlier", "12/2026"),)),
        {"notified_on": None, "notified": (Told.NOBODY,), "repeat_of": "12/2026", "justified": ""},
    ),
    "a notice of delay, and another one": (
        replace(OPEN, steps=(step("delay", d(20), until=d(5, 12)), step("delay", d(4, 12), until=d(20, 12)))),
        {"noticed_on": d(4, 12), "announced_on": d(20, 12),
         "remarks": (Remark(Said.EARLIER_NOTICE, d(20), d(5, 12)),)},
    ),
    "an appeal passed on and decided": (
        replace(OPEN, kind="odwolanie", number="O 5/2026", settled_on=d(6), outcome="przekazane", result="utrzymane",
                result_on=d(25), steps=(step("pass_on", d(6), body="SKO"), step("result", d(25), basis="utrzymane"))),
        {"passed_to": "SKO", "passed_on": d(6), "notified_on": None, "came_back_on": d(25),
         "manner": ("przekazane", "utrzymane"), "competent": ("SKO", "")},
    ),
    "joined with another petition": (
        replace(OPEN, kind="petycja", left_on=d(5), left_how="join", links=(("joined", "P 1/2026"),)),
        {"manner": ("join",), "remarks": (Remark(Said.JOINED, number="P 1/2026"),)},
    ),
    "called, answered, told": (
        replace(OPEN, steps=(step("call", d(3)), step("serve", d(6)), step("complete", d(9)), step("tell", d(10)))),
        {"remarks": (Remark(Said.CALLED, d(3)), Remark(Said.SERVED, d(6)), Remark(Said.COMPLETED, d(9)),
                     Remark(Said.TOLD, d(10)))},
    ),
    "of another kind, in the same register": (
        replace(OPEN, kind="wniosek", steps=(step("qualify", kind="wniosek", kind_before="skarga"),)),
        {"remarks": (Remark(Said.KIND_CHANGED, d(5), number="skarga"),)},
    ),
    "hidden from this reader": (
        replace(OPEN, complainant=None, address=None), {"complainant": None, "address": None},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_what_the_columns_say(name: str):
    case, expected = TABLE[name]
    row = row_of(case)
    assert {column: getattr(row, column) for column in expected} == expected


def test_a_case_that_moved_twice_has_a_line_under_each_number():
    moved = (
        step("qualify", d(5), reference="12/2026", kind="petycja", kind_before="wniosek"),
        step("qualify", d(9), reference="P 3/2026", kind="skarga", kind_before="petycja"),
    )
    case = replace(SETTLED, number="15/2026", steps=moved)
    first, second, last = row_before(case, "12/2026"), row_before(case, "P 3/2026"), row_of(case)
    assert (first.number, first.kind, first.remarks) == (
        "12/2026",
        "wniosek",
        (Remark(Said.QUALIFIED_TO, d(5), number="P 3/2026"),),
    )
    assert (second.number, second.kind) == ("P 3/2026", "petycja")
    assert second.remarks == (
        Remark(Said.QUALIFIED_FROM, d(5), number="12/2026"),
        Remark(Said.QUALIFIED_TO, d(9), number="15/2026"),
    )
    assert (first.manner, first.notified_on, first.verdict) == ((REQUALIFIED,), None, None)
    assert last.remarks[-1] == Remark(Said.QUALIFIED_FROM, d(9), number="P 3/2026")
    assert last.notified_on == d(20)
