"""The numbers of the database and the machine for Prometheus, read when it asks: the same from every process."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.models import LedgerHead
from operations import queries
from operations.health.checks import CHECKS, ask
from operations.health.checks.work import oldest_unsealed
from operations.health.finding import Look, Signal
from surveys.models import Response
from worker import queries as worker_queries

if TYPE_CHECKING:
    from prometheus_client.core import Metric

WEIGHT: Final = {Signal.NEUTRAL: 0, Signal.FINE: 0, Signal.SOON: 1, Signal.LATE: 2}
"""What ``interesant_check`` is: 0 fine or not in use, 1 act in time, 2 act now."""

Numbers = dict[str, tuple[str, float]]


class OfTheOffice:
    """A collector that looks when it is asked."""

    def __init__(self, look: Look) -> None:
        self._look = look

    def collect(self) -> Iterator[Metric]:
        """The numbers of this moment; where the database is away, those that need none."""
        from prometheus_client.core import GaugeMetricFamily

        found = list(ask(self._look, [check for check in CHECKS if not check.goes_out]))
        checks = GaugeMetricFamily(
            "interesant_check", "0 fine or not in use, 1 act in time, 2 act now", labels=["check"]
        )
        for check, finding in found:
            checks.add_metric([check.name], WEIGHT[finding.signal])
        yield checks
        free = shutil.disk_usage(_existing(Path(self._look.settings.data_folder))).free
        yield GaugeMetricFamily("interesant_disk_free_bytes", "Room where the data folder lies.", value=free)
        if any(check.name == "version" and finding.signal is Signal.FINE for check, finding in found):
            yield from self._of_the_database()

    def _of_the_database(self) -> Iterator[Metric]:
        from prometheus_client.core import GaugeMetricFamily

        with self._look.reading() as session:
            outbox = GaugeMetricFamily("interesant_outbox_rows", "Effects by state.", labels=["state"])
            for state, count in worker_queries.counts_by_state(session).items():
                outbox.add_metric([state.value], count)
            yield outbox
            for name, (what, value) in _numbers(session, self._look.clock.now()).items():
                yield GaugeMetricFamily(f"interesant_{name}", what, value=value)


def _numbers(session: Session, now: dt.datetime) -> Numbers:
    """Counts and ages; what never happened has no age and is left out."""
    backup, check = queries.last_backup(session, ok=True), queries.last_check(session, ok=True)
    ages = {
        "worker_heartbeat_age_seconds": ("Since a worker said that it lives.", worker_queries.last_heartbeat(session)),
        "outbox_oldest_age_seconds": ("Since the oldest waiting effect.", worker_queries.oldest_waiting(session)),
        "unsealed_oldest_age_seconds": ("Since the oldest answer without a seal.", oldest_unsealed(session)),
        "backup_age_seconds": ("Since the last good backup.", backup and backup.finished_at),
        "restore_check_age_seconds": ("Since the last good trial restore.", check and check.finished_at),
    }
    numbers: Numbers = {
        "record_entries": ("Entries of the record.", session.scalar(select(LedgerHead.leaf)) or 0),
        "responses": ("Answered surveys.", session.scalar(select(func.count()).select_from(Response)) or 0),
    }
    return numbers | {name: (what, (now - at).total_seconds()) for name, (what, at) in ages.items() if at}


def _existing(folder: Path) -> Path:
    return next(place for place in (folder, *folder.parents) if place.exists())
