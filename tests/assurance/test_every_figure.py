"""Every measure of the registry that a bundle tells is computed anew, row by row; what is not known is never "fine"."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest

from analytics.measures.declaration import KINDS, Population
from analytics.measures.registry import MEASURES
from ledger.keys import SealKey, load_key
from tests.assurance.conftest import Files, Proved, files_of, packed
from tests.assurance.test_dishonest_office import signed, told
from tests.assurance.test_tampered_bundles import checked
from tests.assurance.verifier import verifier

Row = dict[str, str]
DRAWN = {"reduction", "reduction_p90", "standardised"}
"""Measures whose limits are drawn at random."""


@pytest.fixture(name="key")
def key_of_the_office(proved: Proved) -> SealKey:
    """The office's own key."""
    return load_key(proved.folder / "seal.key")


def tables(files: Files) -> Iterator[tuple[str, list[Row]]]:
    """Every table of figures of a bundle with its rows."""
    for path in sorted(files):
        if path.startswith("results/") and path.endswith(".csv"):
            yield path, list(csv.DictReader(io.StringIO(files[path].decode(), newline="")))


def put(files: Files, path: str, rows: list[Row]) -> None:
    target = io.StringIO()
    writer = csv.DictWriter(target, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    files[path] = target.getvalue().encode()


def test_every_measure_of_the_registry_is_told_by_a_bundle_and_recomputed(month_bundle: Any):
    tool, declared = verifier(), {one.key: one.version for one in MEASURES}
    assert declared == tool.VERSIONS, "the verifier knows every measure, each in the version the program counts by"
    found = {row["measure"] for _path, rows in tables(files_of(month_bundle)) for row in rows}
    assert found == declared.keys()


def test_the_verifier_and_the_registry_agree_of_which_cases_a_measure_speaks():
    tool = verifier()
    assert {key: set(kinds) for key, kinds in KINDS.items()} == tool.KINDS
    for one in MEASURES:
        if one.key in tool.FURTHER:
            own = {population for population in Population if one.key in tool.further_of(population)}
            assert own == {population for population in Population if one.speaks_of(population)}, one.key


def test_every_figure_is_computed_and_a_better_one_is_named(month_bundle: Any, key: SealKey, tmp_path: Any):
    """Whatever the office flatters, alone or with others, in whichever table: the row is named."""
    files, flattered = files_of(month_bundle), set()
    for path, rows in tables(files):
        for row in rows:
            row["n"] = str(int(row["n"] or "0") + 1)
            flattered.add((path, row["measure"]))
        put(files, path, rows)
    tool = verifier()
    assert {measure for _path, measure in flattered} == tool.VERSIONS.keys()
    most, tool.Findings.MOST = tool.Findings.MOST, 10_000
    try:
        lines = list(told(signed(files, key), tmp_path))
    finally:
        tool.Findings.MOST = most
    assert flattered == {(line.split(": ")[0], line.split(": ")[1].split(",")[0]) for line in lines}


@pytest.mark.parametrize("column", ["value", "low", "high", "suppressed"])
def test_no_other_column_of_a_figure_is_changed_unnoticed(column: str, month_bundle: Any, key: SealKey, tmp_path: Any):
    files, changed = files_of(month_bundle), set()
    for path, rows in tables(files):
        for row in rows:
            if row[column] == "":
                continue
            row[column] = "true" if column == "suppressed" else f"{float(row[column]) + 0.001:.6f}"
            changed |= {(path, row["measure"])} if column != "suppressed" or row["n"] else set()
        put(files, path, rows)
    tool = verifier()
    most, tool.Findings.MOST = tool.Findings.MOST, 10_000
    try:
        lines = list(told(signed(files, key), tmp_path))
    finally:
        tool.Findings.MOST = most
    named = {(line.split(": ")[0], line.split(": ")[1].split(",")[0]) for line in lines if f": {column} is" in line}
    assert changed
    assert changed <= named


def test_what_a_comparison_follows_from_is_computed_too(month_bundle: Any, key: SealKey, tmp_path: Any):
    files = files_of(month_bundle)
    value = json.loads(files["results/comparisons.json"])
    told_of = [one for one in value["comparisons"] if one["log_rank"]]
    assert any(one["mix"] and one["mix"]["medians"][0] and one["mix"]["on_time"][0] for one in told_of)
    for one in told_of:
        one["spans"][0]["open"] += 1
        one["spans"][1]["median"] = "1.5"
        one["log_rank"].update(p="0.000001", chi_square="30")
        if one["mix"]:
            one["mix"].update(medians=["1", "2"], covered="1.01", groups=77)
    files["results/comparisons.json"] = json.dumps(value).encode()
    lines = [line for line in told(signed(files, key), tmp_path) if line.startswith("results/comparisons.json")]
    first = [line.split("comparisons 1.")[1].split(" is ")[0] for line in lines if "comparisons 1." in line]
    wanted = {"spans 1.open", "spans 2.median", "log_rank.chi_square", "log_rank.p"}
    assert wanted | {"mix.groups", "mix.covered", "mix.medians 1", "mix.medians 2"} == set(first)


def test_drawn_limits_are_drawn_again_and_a_difference_that_is_kept_back_is_noticed(
    month_bundle: Any, key: SealKey, tmp_path: Any
):
    """The office of the tests has differences of every kind, some drawn, some of which too many draws stay open."""
    path, files = "results/comparisons.csv", files_of(month_bundle)
    rows = dict(tables(files))[path]
    assert {row["measure"] for row in rows if row["value"]} == set(verifier().COMPARISONS)
    assert any(row["measure"] == "reduction" and not row["value"] for row in rows)
    shown = [row for row in rows if row["measure"] in DRAWN and row["value"]]
    assert {row["measure"] for row in shown} == DRAWN
    for row in shown:
        row["low"] = f"{float(row['low']) + 0.5:.6f}"
    kept_back = next(row for row in rows if row["measure"] == "standardised_on_time" and row["value"])
    kept_back.update(value="", low="", high="")
    put(files, path, rows)
    lines = list(told(signed(files, key), tmp_path))
    named = {line.split(" is ")[0] for line in lines}
    assert named == {f"{path}: {row['measure']}, {row['dimensions']}: low" for row in shown} | {
        f"{path}: standardised_on_time, {kept_back['dimensions']}: {column}" for column in ("value", "low", "high")
    }


def test_a_series_is_told_with_its_months_and_computed_from_the_cases(month_bundle: Any, key: SealKey, tmp_path: Any):
    """Cases of another system go back two years; of complaints there are too few, and the months say so."""
    path, files = "results/series.csv", files_of(month_bundle)
    rows = {(row["measure"], row["dimensions"].split(";")[0]): row for row in dict(tables(files))[path]}
    assert {key for key, row in rows.items() if row["value"]} == {
        ("interrupted_level", "population=sprawa"), ("interrupted_slope", "population=sprawa"),
    }  # fmt: skip
    level = rows["interrupted_level", "population=sprawa"]
    assert level["dimensions"] == "population=sprawa;change=2025-11;unit=hours"
    assert float(level["low"]) < float(level["value"]) < float(level["high"])
    value = json.loads(files["results/series.json"])
    assert {month["lack"] for one in value["series"] for month in one["months"]} == {None, "too_few", "unknown"}
    value["series"][0]["months"][23]["n"] += 1
    value["series"][3]["months"][5]["median"] = "1"
    files["results/series.json"] = json.dumps(value).encode()
    lines = list(told(signed(files, key), tmp_path))
    assert [line.split(" is ")[0] for line in lines] == [
        "results/series.json: series 1.months 24.n", "results/series.json: series 4.months 6.median",
    ]  # fmt: skip


def test_a_rate_rests_on_the_reference_figures_of_the_record(month_bundle: Any, key: SealKey, tmp_path: Any):
    files = files_of(month_bundle)
    rows = {
        row["dimensions"]: row for row in dict(tables(files))["results/complaints.csv"] if row["measure"] == "per_cases"
    }
    whole = rows["population=complaints"]
    assert (whole["n"], bool(whole["value"])) == ("1000", True), "12 000 cases a year, a twelfth of them in a month"
    assert {bool(row["value"]) for row in rows.values()} == {True, False}, "one department has a figure, others none"
    found = [row for row in dict(tables(files))["results/skarga.csv"] if row["measure"] == "per_inhabitants"]
    assert [row["n"] for row in found] == ["40321"], "the corrected figure of the year before, none of this one"


def test_the_verifier_says_how_many_measures_it_recomputes_and_what_of_an_edition_it_does_not(month_bundle: Any):
    code, lines = checked(month_bundle)
    assert code == 0
    tool = verifier()
    assert f"the registry declares {len(MEASURES)} measures, {len(MEASURES)} are recomputed here." in lines
    ours = len(MEASURES) - sum(map(len, tool.NOT_IN_EDITIONS.values()))
    assert f"edition 1 declares {len(MEASURES)} measures, {ours} are recomputed here." in lines
    for why, keys in tool.NOT_IN_EDITIONS.items():
        assert f"NOT recomputed: {', '.join(sorted(keys))}: {why}." in lines


def test_a_bundle_of_the_form_before_is_verified_and_what_it_does_not_tell_is_named(
    month_bundle: Any, key: SealKey, tmp_path: Any
):
    files, tool = files_of(month_bundle), verifier()
    later = {path: files.pop(path) for path in (tool.SERIES, tool.SERIES_PARTS, tool.VOICE)}
    put(files, tool.CITY, [row for row in dict(tables(files))[tool.CITY] if row["measure"] == "csat_weighted"])
    code, lines = checked(packed(tmp_path / "bundle.zip", signed(files, key, format="interesant-evidence/2")))
    assert code == 0, lines
    (named,) = (line for line in lines.splitlines() if "interesant-evidence/2" in line)
    assert named.startswith(
        "note       NOT recomputed: csat_if_in_progress, csat_if_not_settled, csat_if_settled, driver_"
    )
    assert f"{len(MEASURES) - 8} are recomputed here." in lines
    code, lines = checked(packed(tmp_path / "bundle.zip", signed(files, key, format="interesant-evidence/3")))
    assert code == 1
    assert "DIFFERENT  results/series.json: the file is missing" in lines
    assert "DIFFERENT  survey/voice.json: the file is missing" in lines
    both = signed({**files, **later}, key, format="interesant-evidence/2")
    assert {line.split(": ")[0] for line in told(both, tmp_path)} == later.keys()


def by_version(files: Files, measure: str, version: int) -> None:
    """The registry of a bundle names another version of a measure, and its rows do too."""
    value = json.loads(files["definitions/measures.json"])
    next(one for one in value["measures"] if one["key"] == measure)["version"] = version
    files["definitions/measures.json"] = json.dumps(value).encode()
    for path, rows in tables(files):
        for row in rows:
            if row["measure"] == measure:
                row.update(version=str(version), n="0", value="0")
        put(files, path, rows)


@pytest.mark.parametrize("measure", ["improved", "on_time", "csat_net"])
def test_a_version_the_verifier_does_not_know_is_no_way_around_it(
    measure: str, month_bundle: Any, key: SealKey, tmp_path: Any
):
    """Whoever raises the version of a measure to tell better figures gets no "Everything agrees", but a 3."""
    files = files_of(month_bundle)
    by_version(files, measure, 2)
    code, lines = checked(packed(tmp_path / "bundle.zip", signed(files, key)))
    assert code == 3, lines
    assert "Everything agrees" not in lines
    assert "NOT ALL CHECKED: nothing differs, but some figures were counted by definitions" in lines
    assert f"{measure} (version 2)" in lines.splitlines()[-1]


def test_a_measure_the_verifier_never_heard_of_is_named_too(month_bundle: Any, key: SealKey, tmp_path: Any):
    files = files_of(month_bundle)
    value = json.loads(files["definitions/measures.json"])
    value["measures"].append({**value["measures"][0], "key": "smiles"})
    files["definitions/measures.json"] = json.dumps(value).encode()
    code, lines = checked(packed(tmp_path / "bundle.zip", signed(files, key)))
    assert code == 3, lines
    assert "smiles (version 1)" in lines.splitlines()[-1]


def test_with_a_difference_as_well_the_difference_comes_first(month_bundle: Any, key: SealKey, tmp_path: Any):
    files = files_of(month_bundle)
    by_version(files, "improved", 2)
    path, rows = "results/complaints.csv", dict(tables(files))["results/complaints.csv"]
    next(row for row in rows if row["measure"] == "received")["n"] = "9999"
    put(files, path, rows)
    code, lines = checked(packed(tmp_path / "bundle.zip", signed(files, key)))
    assert code == 1, lines
    assert "UNKNOWN to this verifier: improved in version 2" in lines


def test_figures_over_answers_are_told_in_the_office_of_the_tests(month_bundle: Any):
    """Otherwise nothing of them would be computed: index, net share and ease, and the whole weighted by visits."""
    files = dict(tables(files_of(month_bundle)))
    shown = {row["measure"]: row for row in files["results/complaints.csv"] if "department" not in row["dimensions"]}
    for measure in ("csat_index", "csat_net", "ease", "settled_at_once", "answers"):
        assert shown[measure]["suppressed"] == "false", measure
    assert all(shown["csat_net"][name] for name in ("value", "low", "high"))
    city = files["results/answers.csv"][0]
    assert (city["measure"], int(city["n"]) > 20, bool(city["low"])) == ("csat_weighted", True, True)
    told_of = {row["measure"] for row in files["results/answers.csv"] if row["value"]}
    assert told_of == {"csat_weighted", *verifier().VOICES}
    drawn = [row for row in files["results/answers.csv"] if row["measure"] == "driver_importance" and row["n"] != "0"]
    assert {row["suppressed"] for row in drawn} == {"false", "true"}, "one table of two questions is withheld"
