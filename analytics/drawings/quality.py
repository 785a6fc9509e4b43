"""From all answers to those that count: what each rule marked."""

from __future__ import annotations

from collections.abc import Mapping

from analytics import labels
from analytics.charts import strip
from analytics.drawings.chart import Chart
from analytics.measures.period import Period
from analytics.reports.material import digest
from analytics.texts import _

FIRST, LAST = "raw", "clean"


def quality_chart(received: Mapping[str, int | None] | None, period: Period, why_not: str) -> Chart:
    """Return the strip from raw through each rule to clean; received None: not told."""
    names = [FIRST, *(name for name in received if name not in (FIRST, LAST)), LAST] if received else []
    data = strip.Strip(
        _("Jakość danych: od wszystkich odpowiedzi do liczonych"),
        _("Słupki od zera. Kreskowane: oznaczone przez regułę; jedna odpowiedź może mieć dwa oznaczenia."),
        tuple(_row(name, received[name]) for name in names) if received and received[LAST] else (),
        why_not,
    )
    facts = [str(period), sorted((received or {}).items())]
    return Chart("quality", strip, data, digest([], facts), _alt(received, why_not))


def _row(name: str, n: int | None) -> strip.StripRow:
    roles = {FIRST: strip.Role.RAW, LAST: strip.Role.CLEAN}
    return strip.StripRow(str(labels.FLAGS.get(name, name)), n, _words(n), roles.get(name, strip.Role.FLAG))


def _words(n: int | None) -> str:
    return _("ukryte") if n is None else labels.written(n)


def _alt(received: Mapping[str, int | None] | None, why_not: str) -> str:
    if not received or not received[LAST]:
        return _("Wykres bez danych: %(why)s", why=why_not)
    flags = [
        f"{labels.FLAGS.get(name, name)}: {_words(n)}" for name, n in received.items() if name not in (FIRST, LAST)
    ]
    return _(
        "Słupki: wszystkich odpowiedzi %(raw)s, liczonych %(clean)s; oznaczenia: %(flags)s.",
        raw=_words(received[FIRST]),
        clean=_words(received[LAST]),
        flags=", ".join(flags) or _("brak"),
    )
