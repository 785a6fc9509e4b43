"""Kansas City resident survey, two waves: distributions, means and top-2 through import, counting and measures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from analytics import frames
from analytics.measures.period import Month, Period
from analytics.measures.satisfaction import beside, survey, tally
from imports.report import Report
from kernel.clock import FixedClock
from kernel.permissions import SYSTEM
from storage.session import Storage
from surveys.importing.mapping import load_survey_mapping
from surveys.importing.run import import_file
from tests.cast import NOW
from tests.databases import SqliteDatabases

WAVES = {
    "kcmo_2021": ("kcmo_resident_survey_FY2022_RS_Cleaned_safe.csv", Month(2021, 9), 1_033),
    "kcmo_2022": ("kcmo_resident_survey_kcmo_mar_2022_safe.csv", Month(2022, 3), 984),
}

PUBLISHED = {
    "kcmo_2021": {
        "q2_01": (1018, (67, 192, 284, 424, 51), 3.196464, 0.466601),
        "q3_01": (995, (97, 138, 288, 345, 127), 3.268342, 0.474372),
        "q3_03": (1029, (278, 403, 209, 123, 16), 2.218659, 0.135083),
        "q3_04": (1012, (97, 131, 212, 446, 126), 3.368577, 0.565217),
        "q3_06": (969, (121, 174, 318, 313, 43), 2.982456, 0.367389),
        "q5_01": (967, (82, 145, 286, 341, 113), 3.266805, 0.469493),
    },
    "kcmo_2022": {
        "q2_01": (976, (47, 179, 218, 480, 52), 3.318648, 0.545082),
        "q3_01": (939, (91, 154, 244, 361, 89), 3.216187, 0.479233),
        "q3_03": (980, (251, 350, 196, 167, 16), 2.333673, 0.186735),
        "q3_04": (966, (71, 133, 188, 435, 139), 3.453416, 0.594203),
        "q3_06": (908, (83, 153, 318, 315, 39), 3.081498, 0.389868),
        "q5_01": (903, (75, 163, 267, 326, 72), 3.173865, 0.440753),
    },
}


@pytest.fixture(scope="module")
def answers(sqlite_databases: SqliteDatabases, reference_data: Path) -> Iterator[dict[str, pd.DataFrame]]:
    storage = Storage(sqlite_databases.fresh("founded"))
    found = {}
    for name, (file, month, taken) in WAVES.items():
        report, mapping = Report(None, (), lambda problem: ()), load_survey_mapping(name)
        with storage.writing() as session:
            summary = import_file(session, FixedClock(NOW), SYSTEM, reference_data / file, mapping, report)
        assert (summary.rows, summary.taken) == (taken, taken)
        with storage.reading() as session:
            found[name] = frames.answers(session, [month], instrument=mapping.definition.key)
    yield found
    storage.close()


@pytest.mark.parametrize("wave", list(WAVES))
def test_kansas_city_distributions_means_and_top_two(answers: dict[str, pd.DataFrame], wave: str) -> None:
    period = Period.of(WAVES[wave][1])
    for question, (n, counts, mean, top) in PUBLISHED[wave].items():
        assert tally(answers[wave], question).counts == counts, question
        result = survey("csat", answers[wave], period, question=question)
        assert result.n == n
        assert result.value == pytest.approx(top, abs=5e-7)
        assert survey("csat_mean", answers[wave], period, question=question).value == pytest.approx(mean, abs=5e-7)


def test_kansas_city_don_t_know_is_no_nine(answers: dict[str, pd.DataFrame]) -> None:
    counted = tally(answers["kcmo_2021"], "q5_01")
    unknown = beside(answers["kcmo_2021"], "q5_01")["not_applicable"]
    with_nines = ((counted.mean or 0) * counted.n + 9 * unknown) / (counted.n + unknown)
    assert with_nines == pytest.approx(3.6331, abs=5e-5)
