"""Polars' side of bench/kpi.py: python bench/kpi_polars.py FOLDER TARGET. Reads Arrow IPC files, mapped into memory.

Knows nothing of the program: the same tables, written anew.
"""

import json
import sys
from pathlib import Path

import polars as pl

Z, NEVER, TOLERANCE = 1.959963984540054, 65_535, 1e-9
PLACE = ["month", "department", "kind"]


def quantile(share: float) -> pl.Expr:
    """By linear interpolation, of the working days of settled cases."""
    return pl.col("took").quantile(share, interpolation="linear")


def main() -> None:
    """Compute every table and write them as one Arrow file a table."""
    folder, target = Path(sys.argv[1]), Path(sys.argv[2])
    about = json.loads((folder / "about.json").read_text())
    as_of, months = about["as_of"], about["months"]
    month_of = pl.scan_ipc(folder / "days.arrow")
    cases = pl.scan_ipc(folder / "cases.arrow").with_columns(
        left=pl.when(pl.col("settled") == NEVER).then("left").otherwise(NEVER).cast(pl.UInt16)
    )
    cases = cases.with_columns(ended=pl.min_horizontal("settled", "left"))

    def by(day: str, frame: pl.LazyFrame) -> pl.LazyFrame:
        named = month_of.select(pl.col("day").alias(day), pl.col("month"))
        return frame.join(named, on=day, how="inner")

    def counted(day: str, frame: pl.LazyFrame, name: str) -> pl.LazyFrame:
        return by(day, frame).group_by(PLACE).agg(pl.len().alias(name))

    judged = cases.filter(~((pl.col("left") != NEVER) & (pl.col("left") <= pl.col("due"))))
    passed = judged.filter(pl.col("due") < as_of)
    on_time = (
        by("due", passed)
        .group_by(PLACE)
        .agg(pl.len().alias("on_time_n"), (pl.col("settled") <= pl.col("due")).sum().alias("on_time_k"))
    )
    waiting = counted("due", judged.filter((pl.col("due") >= as_of) & (pl.col("due") != NEVER)), "waiting")
    workdays = pl.scan_ipc(folder / "working.arrow")
    took = (
        by("settled", cases.filter((pl.col("settled") != NEVER) & (pl.col("settled") >= pl.col("received"))))
        .join(workdays.rename({"day": "received", "working": "from"}), on="received")
        .join(workdays.rename({"day": "settled", "working": "to"}), on="settled")
        .with_columns(took=(pl.col("to") - pl.col("from")).cast(pl.Float64))
        .group_by(PLACE)
        .agg(quantile(0.5).alias("median_working_days"), quantile(0.9).alias("p90_working_days"))
    )
    with_due = cases.with_columns(over=pl.max_horizontal("due", "ended"))
    flows = [
        counted("received", cases, "received"), counted("settled", cases, "closed"), counted("ended", cases, "ended"),
        counted("due", cases, "fell_due"), counted("over", with_due, "over"), on_time, waiting, took,
        medians(by("received", cases.filter(pl.col("ended") >= pl.col("received"))), as_of),
    ]  # fmt: skip
    whole = pl.scan_ipc(folder / "places.arrow")
    for flow in flows:
        whole = whole.join(flow, on=PLACE, how="left")
    counts = ["received", "closed", "ended", "fell_due", "over", "on_time_n", "on_time_k", "waiting"]
    running = (
        pl.col("received", "ended", "fell_due", "over")
        .cum_sum()
        .over("department", "kind", order_by="month")
        .name.suffix("_so_far")
    )
    whole = whole.with_columns(pl.col(counts).fill_null(0).cast(pl.Int64)).with_columns(running)
    base = pl.when((pl.col("waiting") == 0) & (pl.col("on_time_n") > 0)).then(pl.col("on_time_n").cast(pl.Float64))
    share = pl.col("on_time_k") / base
    middle = (share + Z * Z / (2 * base)) / (1 + Z * Z / base)
    half = Z / (1 + Z * Z / base) * (share * (1 - share) / base + Z * Z / (4 * base * base)).sqrt()
    whole = whole.with_columns(
        share=share,
        low=pl.when(share.is_null()).then(None).when(pl.col("on_time_k") == 0).then(0.0).otherwise(middle - half),
        high=pl.when(share.is_null()).then(None).when(share == 1).then(1.0).otherwise(middle + half),
        backlog=pl.col("before") + pl.col("received_so_far") - pl.col("ended_so_far"),
        overdue=pl.col("due_before") + pl.col("fell_due_so_far") - pl.col("over_so_far"),
    )
    answers = (
        pl.scan_ipc(folder / "answers.arrow").filter(pl.col("value") > 0).group_by("month", "department", "value").len()
        .group_by("month", "department").agg(
            *(_answered(value) for value in range(1, 6)),
            n=pl.col("len").sum().cast(pl.Int64),
            csat=pl.col("len").filter(pl.col("value") >= 4).sum() / pl.col("len").sum(),
            mean=(pl.col("len").cast(pl.Float64) * pl.col("value")).sum() / pl.col("len").sum(),
        )
    )  # fmt: skip
    tables = pl.collect_all([whole.sort(PLACE), answers.sort("month", "department")])
    assert tables[0].height == months * len(about["departments"]) * len(about["kinds"])
    for name, table in zip(("cases", "answers"), tables, strict=True):
        table.write_ipc(target / f"{name}.arrow")


def _answered(value: int) -> pl.Expr:
    return pl.col("len").filter(pl.col("value") == value).sum().cast(pl.Int64).alias(f"count_{value}")


def medians(mine: pl.LazyFrame, as_of: int) -> pl.LazyFrame:
    """Kaplan-Meier medians, open cases with the age they reached."""
    until = pl.min_horizontal(pl.col("ended"), pl.lit(as_of, pl.UInt16))
    steps = (
        mine.with_columns(time=(until - pl.col("received")).cast(pl.Int32), is_end=pl.col("settled") != NEVER)
        .group_by([*PLACE, "time"])
        .agg(pl.len().cast(pl.Int64).alias("gone"), pl.col("is_end").sum().cast(pl.Int64).alias("ends"))
        .sort([*PLACE, "time"])
    )  # fmt: skip
    at_risk = pl.col("gone").sum().over(PLACE) - pl.col("gone").cum_sum().over(PLACE) + pl.col("gone")
    curve = steps.with_columns(survival=(1 - pl.col("ends") / at_risk).cum_prod().over(PLACE))
    reached = pl.col("time").filter(pl.col("survival") <= 0.5 + TOLERANCE).first()
    level = pl.col("survival").filter(pl.col("survival") <= 0.5 + TOLERANCE).first()
    below = pl.col("time").filter(pl.col("survival") < 0.5 - TOLERANCE).first().fill_null(pl.col("time").last())
    return curve.group_by(PLACE).agg(
        pl.when((level - 0.5).abs() <= TOLERANCE)
        .then((reached + below) / 2)
        .otherwise(reached.cast(pl.Float64))
        .alias("median_with_open")
    )


if __name__ == "__main__":
    main()
