"""How a pack was computed: said in its book, and as values in its manifest."""

from __future__ import annotations

from typing import Any

from analytics import labels, words
from analytics.reports.as_of import written
from analytics.reports.pack import Pack, key_of
from analytics.reports.published import definition_versions, rule_versions
from analytics.texts import _
from kernel.holidays import CALENDAR_VERSION
from ledger.actions import moment_text
from web.languages import current_language

FORMAT = "interesant-kpi-pack/1"
"""What a reader of the manifest may rely on; another meaning of a field is another number."""


def how_it_was_made(pack: Pack) -> list[str]:
    """The sentences of the last chapter."""
    return [
        _(
            "Wszystkie liczby policzono z zapisu zmian według stanu na %(moment)s (czas w Polsce), do wpisu %(leaf)s "
            "włącznie. Skrót tego wpisu: %(hash)s.",
            moment=written(pack.as_of.moment),
            leaf=labels.written(pack.as_of.leaf),
            hash=pack.entry_hash,
        ),
        words.sealed(pack.seal) or _("Zapis zmian nie ma jeszcze pieczęci obejmującej ten stan."),
        _(
            "Kalendarz dni wolnych: wersja %(calendar)s. Wersje definicji i przepisów o terminach są w pliku "
            "manifest.json, razem ze skrótem SHA-256 każdego pliku.",
            calendar=CALENDAR_VERSION,
        ),
        _(
            "Ten sam zapis i ta sama chwila dają te same pliki, co do bajtu. Wskaźniki z małą podstawą, poniżej 30, są "
            "oznaczone; wyników ankiet, które zdradzałyby odpowiedzi kilku osób, nie podaje się."
        ),
        _(
            "Sprawy stojące za każdą liczbą są w arkuszu „Sprawy” pliku kpi.xlsx: numery i dni, bez osób. "
            "Zaokrąglenia: połówki w górę, do jednego miejsca po przecinku."
        ),
    ]


def facts_of(pack: Pack) -> dict[str, Any]:
    """What the manifest says besides the files."""
    seal = pack.seal
    return {
        "format": FORMAT,
        "period": key_of(pack.period),
        "first_day": pack.period.first.isoformat(),
        "last_day": pack.period.last.isoformat(),
        "language": current_language(),
        "as_of": moment_text(pack.as_of.moment),
        "ledger_head": {"leaf": pack.as_of.leaf, "hash": pack.entry_hash},
        "seal": {"number": seal.number, "size": seal.size, "root": seal.root} if seal else None,
        "definitions": definition_versions(),
        "rules": rule_versions(),
        "calendar_version": CALENDAR_VERSION,
    }
