"""From a period and a moment to the files of a pack, step by step."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from analytics.charts.style import WIDE
from analytics.drawings import picture
from analytics.files import as_csv
from analytics.measures.period import Period
from analytics.pack_files import book, manifest, page, workbook
from analytics.pack_files.charts import Drawn, charts_of
from analytics.pack_files.made import facts_of
from analytics.reports.as_of import AsOf
from analytics.reports.pack import Pack, pack_of, pack_rows
from analytics.reports.pack.contents import ALL_STEPS
from attachments.shelf import Shelf
from kernel.clock import Clock
from web.languages import DEFAULT, speaking

CHARTS: Final = "charts"
Tell = Callable[[int, int], None]
"""Told how many steps are done, of how many."""


@dataclass(frozen=True)
class Written:
    """A finished pack: its files by name, the manifest among them, and the SHA-256 of the manifest."""

    files: dict[str, bytes]
    digest: str


def write(
    session: Session,
    clock: Clock,
    shelf: Shelf,
    period: Period,
    seen: AsOf,
    tell: Tell = lambda _done, _all: None,
    language: str = DEFAULT,
) -> Written:
    """Return the files of a pack in a language. Nothing is written anywhere; the same record, moment and language give
    the same bytes. Rows of the CSV are the same in every language.
    """
    with speaking(language):
        return _written(session, clock, shelf, period, seen, tell)


def _written(session: Session, clock: Clock, shelf: Shelf, period: Period, seen: AsOf, tell: Tell) -> Written:
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        tell(done, ALL_STEPS)

    pack = pack_of(session, clock, period, seen, step)
    drawn = charts_of(pack)
    pictures = {one.chart.name: picture(one.chart, WIDE, "light") for one in drawn}
    step()
    files = {f"{CHARTS}/{name}.svg": content for name, content in pictures.items()}
    read = book.book_of(pack, drawn, pictures)
    head = page.masthead_of(session, pack, shelf)
    with ThreadPoolExecutor(max_workers=1) as beside:  # the typesetter works without Python: beside the other files
        printed = beside.submit(page.print_of, read, head)
        files["kpi.csv"] = as_csv(pack_rows(pack)).encode()
        step()
        files["kpi.xlsx"] = _workbook(pack, drawn)
        step()
        files["report.html"] = page.page_of(read, head)
        step()
        files["report.pdf"] = printed.result()
        step()
    files = dict(sorted(files.items()))
    files[manifest.MANIFEST] = manifest.manifest(facts_of(pack), files)
    return Written(files, manifest.digest_of(files[manifest.MANIFEST]))


def _workbook(pack: Pack, drawn: Sequence[Drawn]) -> bytes:
    target = io.BytesIO()
    workbook.write(target, pack, drawn)
    return target.getvalue()
