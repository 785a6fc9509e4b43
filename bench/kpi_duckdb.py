"""DuckDB's side of bench/kpi.py: python bench/kpi_duckdb.py FOLDER TARGET. Reads its own database file.

Knows nothing of the program: the same tables, written anew.
"""

import json
import sys
from pathlib import Path

import duckdb

CASES = """
create temp table c as select received, due, settled, case when settled = 65535 then "left" else 65535 end as gone,
  department, kind, least(settled, case when settled = 65535 then "left" else 65535 end) as ended from cases;
create temp table flow as select p.month, p.department, p.kind, p.before, p.due_before,
  coalesce(r.n, 0) received, coalesce(s.n, 0) closed, coalesce(e.n, 0) ended, coalesce(d.n, 0) fell_due,
  coalesce(o.n, 0) over_due, coalesce(t.n, 0) on_time_n, coalesce(t.k, 0) on_time_k, coalesce(w.n, 0) waiting,
  q.median_working_days, q.p90_working_days
from places p
left join (select month, department, kind, count(*) n from c join days on day = received group by all) r using (month, department, kind)
left join (select month, department, kind, count(*) n from c join days on day = settled group by all) s using (month, department, kind)
left join (select month, department, kind, count(*) n from c join days on day = ended group by all) e using (month, department, kind)
left join (select month, department, kind, count(*) n from c join days on day = due group by all) d using (month, department, kind)
left join (select month, department, kind, count(*) n from c join days on day = greatest(due, ended) group by all) o using (month, department, kind)
left join (select month, department, kind, count(*) n, count(*) filter (settled <= due) k from c join days on day = due
  where due < $as_of and not (gone <> 65535 and gone <= due) group by all) t using (month, department, kind)
left join (select month, department, kind, count(*) n from c join days on day = due
  where due >= $as_of and due <> 65535 and not (gone <> 65535 and gone <= due) group by all) w using (month, department, kind)
left join (select month, department, kind, quantile_cont(b.working - a.working, 0.5) median_working_days,
  quantile_cont(b.working - a.working, 0.9) p90_working_days
  from c join days on day = settled join working a on a.day = received join working b on b.day = settled
  where settled >= received and settled <> 65535 group by all) q using (month, department, kind);
"""  # noqa: E501
CURVE = """
create temp table steps as select month, department, kind, least(ended, $as_of)::int - received::int as t, count(*) gone,
  count(*) filter (settled <> 65535) ends from c join days on day = received where ended >= received group by all;
create temp table curve as select month, department, kind, t, product(1 - ends / at_risk) over
  (partition by month, department, kind order by t) s from (select *, sum(gone) over
  (partition by month, department, kind order by t desc) at_risk from steps);
create temp table medians as select month, department, kind, case when abs(level - 0.5) <= 1e-9
  then (reached + coalesce(below, last)) / 2.0 else reached end median_with_open from (select month, department, kind,
  min(t) filter (s <= 0.5 + 1e-9) reached, arg_min(s, t) filter (s <= 0.5 + 1e-9) level,
  min(t) filter (s < 0.5 - 1e-9) below, max(t) as last from curve group by all);
"""  # noqa: E501
WHOLE = """
copy (with f as (select *, before + sum(received - ended) over w as backlog, due_before + sum(fell_due - over_due) over w as overdue,
  case when waiting = 0 and on_time_n > 0 then on_time_n::double end base from flow
  window w as (partition by department, kind order by month)), g as (select *, on_time_k / base share from f)
select g.*, median_with_open, case when share is null then null when on_time_k = 0 then 0.0 else (share + z2 / (2 * base)) / (1 + z2 / base)
  - z / (1 + z2 / base) * sqrt(share * (1 - share) / base + z2 / (4 * base * base)) end low,
  case when share = 1 then 1.0 else (share + z2 / (2 * base)) / (1 + z2 / base)
  + z / (1 + z2 / base) * sqrt(share * (1 - share) / base + z2 / (4 * base * base)) end high
from g left join medians using (month, department, kind), (select 1.959963984540054 z, 1.959963984540054 * 1.959963984540054 z2)
order by month, department, kind) to '{target}/cases.parquet' (format parquet);
copy (select month, department, count(*) n, count(*) filter (value = 1) count_1, count(*) filter (value = 2) count_2,
  count(*) filter (value = 3) count_3, count(*) filter (value = 4) count_4, count(*) filter (value = 5) count_5,
  count(*) filter (value >= 4) / count(*) csat, avg(value) mean from answers where value > 0 group by all
order by month, department) to '{target}/answers.parquet' (format parquet);
"""  # noqa: E501


def main() -> None:
    """Compute every table and write them as Parquet."""
    folder, target = Path(sys.argv[1]), Path(sys.argv[2])
    as_of = str(json.loads((folder / "about.json").read_text())["as_of"])
    base = duckdb.connect(str(folder / "base.duckdb"), read_only=True)
    base.execute("set threads = 2")
    for text in (CASES, CURVE, WHOLE):
        base.execute(
            text.replace("$as_of", as_of).format(target=target) if text is WHOLE else text.replace("$as_of", as_of)
        )


if __name__ == "__main__":
    main()
