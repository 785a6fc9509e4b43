"""Every term of the law this program knows, a row each. A new duty or a new wording is a new row and no new code."""

from __future__ import annotations

import datetime as dt
from typing import Final

from complaints.rules.term_rule import Start, TermRule, When
from kernel.terms import Unit

SKARGA: Final = frozenset({"skarga"})
WNIOSEK: Final = frozenset({"wniosek"})
BOTH: Final = SKARGA | WNIOSEK
PETYCJA: Final = frozenset({"petycja"})
ODWOLANIE: Final = frozenset({"odwolanie"})
ZAZALENIE: Final = frozenset({"zazalenie"})
PONAGLENIE: Final = frozenset({"ponaglenie"})
NONE: Final[frozenset[str]] = frozenset()

D, M = Unit.DAYS, Unit.MONTHS
ANSWERED: Final = ("settle", "annotate")
PASSED: Final = ("transfer", "point", "to_council")

REGULATION: Final = "rozporządzenia z 8.01.2002 (Dz.U. 2002 nr 5 poz. 46)"
PETITIONS: Final = "ustawy o petycjach"
PETITIONS_FROM: Final = dt.date(2015, 9, 6)
"""First day of the petitions act. Source: art. 18 of the act of 11.07.2014 (Dz.U. 2014 poz. 1195)."""
KPA_REFORM: Final = dt.date(2017, 6, 1)
"""First day of ponaglenie as the code knows it now. Source: act of 7.04.2017 (Dz.U. 2017 poz. 935)."""

TERM_RULES: Final[tuple[TermRule, ...]] = (
    # What the office owes first, kind by kind.
    TermRule(
        "skarga_settle", SKARGA, Start.COMPETENT, 1, M, "office", "art. 237 § 1 KPA", "late_notice_36", met_by=ANSWERED
    ),
    TermRule(
        "wniosek_settle",
        WNIOSEK,
        Start.COMPETENT,
        1,
        M,
        "office",
        "art. 244 § 1 w zw. z art. 237 § 1 KPA",
        "notice_245",
        met_by=ANSWERED,
    ),
    TermRule(
        "petycja_settle",
        PETYCJA,
        Start.COMPLETED,
        3,
        M,
        "office",
        f"art. 10 ust. 1 {PETITIONS}",
        "extension_10",
        met_by=("settle", "join"),
        in_force_from=PETITIONS_FROM,
    ),
    TermRule(
        "odwolanie_pass_on",
        ODWOLANIE,
        Start.RECEIVED,
        7,
        D,
        "office",
        "art. 133 KPA",
        "ponaglenie",
        met_by=("pass_on", "own_decision"),
    ),
    TermRule(
        "zazalenie_pass_on",
        ZAZALENIE,
        Start.RECEIVED,
        7,
        D,
        "office",
        "art. 144 w zw. z art. 133 KPA",
        "ponaglenie",
        met_by=("pass_on", "own_decision"),
    ),
    TermRule(
        "ponaglenie_pass_on",
        PONAGLENIE,
        Start.RECEIVED,
        7,
        D,
        "office",
        "art. 37 § 4 KPA",
        "supervision",
        met_by=("pass_on",),
        in_force_from=KPA_REFORM,
    ),
    # Skargi and wnioski: what else binds the office.
    TermRule(
        "skarga_transfer",
        SKARGA,
        Start.RECEIVED,
        7,
        D,
        "office",
        "art. 231 § 1 KPA",
        "supervision",
        When.NOT_OURS,
        PASSED,
    ),
    TermRule(
        "wniosek_transfer",
        WNIOSEK,
        Start.RECEIVED,
        7,
        D,
        "office",
        "art. 243 KPA",
        "supervision",
        When.NOT_OURS,
        PASSED,
    ),
    TermRule(
        "parts_transfer",
        BOTH,
        Start.RECEIVED,
        7,
        D,
        "office",
        f"§ 10 {REGULATION}",
        "supervision",
        When.NOT_OURS,
        ("split",),
    ),
    TermRule(
        "skarga_councillor",
        SKARGA,
        Start.RECEIVED,
        14,
        D,
        "office",
        "art. 237 § 2 KPA",
        "supervision",
        When.COUNCILLOR,
        ("tell", *ANSWERED),
    ),
    TermRule(
        "wniosek_councillor",
        WNIOSEK,
        Start.RECEIVED,
        14,
        D,
        "office",
        "art. 247 w zw. z art. 237 § 2 KPA",
        "supervision",
        When.COUNCILLOR,
        ("tell", *ANSWERED),
    ),
    TermRule(
        "call_answer",
        BOTH,
        Start.CALLED,
        7,
        D,
        "citizen",
        f"§ 8 ust. 2 {REGULATION}",
        "no_consideration",
        met_by=("complete",),
    ),
    # Petitions.
    TermRule(
        "petycja_transfer",
        PETYCJA,
        Start.RECEIVED,
        30,
        D,
        "office",
        f"art. 6 ust. 1 {PETITIONS}",
        "supervision",
        When.NOT_OURS,
        PASSED,
        in_force_from=PETITIONS_FROM,
    ),
    TermRule(
        "petycja_call",
        PETYCJA,
        Start.RECEIVED,
        30,
        D,
        "office",
        f"art. 7 ust. 2 {PETITIONS}",
        "supervision",
        When.DEFECTIVE,
        ("call",),
        in_force_from=PETITIONS_FROM,
    ),
    TermRule(
        "petycja_answer_to_call",
        PETYCJA,
        Start.CALLED,
        14,
        D,
        "citizen",
        f"art. 7 ust. 2 {PETITIONS}",
        "no_consideration",
        met_by=("complete",),
        in_force_from=PETITIONS_FROM,
    ),
    TermRule(
        "petycja_extension",
        PETYCJA,
        Start.LAPSED,
        3,
        M,
        "office",
        f"art. 10 ust. 3 {PETITIONS}",
        met_by=("settle",),
        in_force_from=PETITIONS_FROM,
    ),
    TermRule(
        "petycja_wait",
        PETYCJA,
        Start.ANNOUNCED,
        2,
        M,
        "office",
        f"art. 11 {PETITIONS}",
        in_force_from=PETITIONS_FROM,
    ),
    TermRule(
        "petycja_more",
        PETYCJA,
        Start.FIRST_OF_MANY,
        1,
        M,
        "citizen",
        f"art. 11 {PETITIONS}",
        when=When.MULTIPLE,
        in_force_from=PETITIONS_FROM,
    ),
    # Appeals: the party's own time, the office's call, the deciding body's time.
    TermRule("odwolanie_party", ODWOLANIE, Start.SERVED, 14, D, "citizen", "art. 129 § 2 KPA", "no_effect"),
    TermRule("zazalenie_party", ZAZALENIE, Start.SERVED, 7, D, "citizen", "art. 141 § 2 KPA", "no_effect"),
    TermRule(
        "podanie_answer_to_call",
        ODWOLANIE | ZAZALENIE | PONAGLENIE,
        Start.CALLED,
        7,
        D,
        "citizen",
        "art. 64 § 2 KPA",
        "no_consideration",
        met_by=("complete",),
        is_least=True,  # "w wyznaczonym terminie, nie krótszym niż siedem dni"
    ),
    TermRule(
        "odwolanie_decide",
        ODWOLANIE | ZAZALENIE,
        Start.BODY_RECEIVED,
        1,
        M,
        "body",
        "art. 35 § 3 KPA",
        "ponaglenie",
        met_by=("result",),
    ),
    TermRule(
        "ponaglenie_decide",
        PONAGLENIE,
        Start.BODY_RECEIVED,
        7,
        D,
        "body",
        "art. 37 § 5 KPA",
        met_by=("result",),
        in_force_from=KPA_REFORM,
    ),
    TermRule("missed_term", ODWOLANIE | ZAZALENIE, Start.CAUSE_ENDED, 7, D, "citizen", "art. 58 § 2 KPA", "no_effect"),
    # Of no kind in this register: for the command line, and for telling people where else to turn.
    TermRule(
        "substitute_service",
        NONE,
        Start.FIRST_NOTICE,
        14,
        D,
        "citizen",
        "art. 44 § 4 KPA",
        "deemed_served",
        doubt="shift_disputed",
    ),
    TermRule("case_settle", NONE, Start.OPENED, 1, M, "office", "art. 35 § 3 KPA", "ponaglenie"),
    TermRule("complex_case_settle", NONE, Start.OPENED, 2, M, "office", "art. 35 § 3 KPA", "ponaglenie"),
    TermRule("court_complaint_pass", NONE, Start.RECEIVED, 30, D, "office", "art. 54 § 2 PPSA", "supervision"),
    TermRule(
        "whistleblower_acknowledge",
        NONE,
        Start.RECEIVED,
        7,
        D,
        "office",
        "ustawa z 14.06.2024 o ochronie sygnalistów",
        in_force_from=dt.date(2024, 9, 25),
    ),
    TermRule(
        "whistleblower_answer",
        NONE,
        Start.RECEIVED,
        3,
        M,
        "office",
        "ustawa z 14.06.2024 o ochronie sygnalistów",
        in_force_from=dt.date(2024, 9, 25),
    ),
)
"""In the order of duty: the first row of the office that serves a kind is what the office owes first."""
