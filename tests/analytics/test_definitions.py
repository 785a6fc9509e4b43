"""The registry is the only list of measures: whole, in three languages, printed as it is declared."""

from __future__ import annotations

import json

from flask import Flask

from analytics.measures.registry import MEASURES

DECLARED = {
    "key", "titles", "population", "numerator", "denominator", "cohort", "judgement", "unit", "better", "interval",
    "minimum_n", "source", "version", "in_force_from", "formula",
}  # fmt: skip


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
