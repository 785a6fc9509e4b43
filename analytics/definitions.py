"""A declared measure as plain values: what ``flask kpi definitions`` prints and a data dictionary holds."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from analytics.measures.declaration import Measure
from analytics.measures.registry import THEMES
from web.languages import LANGUAGES

FOR_ANALYSTS: Final = "en"
"""The language of commands and of files for analysts; the title alone stands in all three."""

SIGNS: Final[tuple[tuple[str, Any], ...]] = (
    (
        "#{…}",
        _l("ile jest spraw, które spełniają warunki w nawiasie; sprawa bez danego dnia nie spełnia „=”, „≤” ani „∈”"),
    ),
    ("T, t", _l("okres (miesiąc, kwartał, rok) i jego ostatni dzień; T1 i T0: okres badany i okres porównania")),
    ("R", _l("dzień wpływu")),
    ("S", _l("dzień wysłania zawiadomienia o sposobie załatwienia; po t, gdy jeszcze go nie ma")),
    (
        "L",
        _l("dzień odejścia bez załatwienia (przekazanie, wycofanie, bez rozpoznania); po t i po D, gdy go nie ma"),
    ),
    (
        "X",
        _l("jak odeszła: p przekazana, b bez rozpoznania, w wycofana, i do innego trybu, ł połączona"),
    ),
    ("D", _l("ostatni dzień terminu; liczy się, gdy już minął")),
    ("O", _l("rozstrzygnięcie: + zasadna, ± częściowo zasadna, − bezzasadna")),
    ("r, n", _l("rozstrzygnięcie: r skarga ponowiona bez nowych okoliczności, n nowa decyzja urzędu w terminie")),
    ("D1", _l("ostatni dzień terminu petycji przed przedłużeniem")),
    ("N", _l("dzień zawiadomienia o zwłoce, które objęło cały jej czas; po D, gdy go nie ma")),
    ("P, DP", _l("dzień pierwszego przekazania właściwemu organowi i ostatni dzień, w którym było na czas")),
    ("C, DC", _l("dzień potwierdzenia wpływu i następny dzień roboczy po wpływie")),
    ("Q, DQ", _l("dzień, w którym poseł, senator lub radny dowiedział się o stanie sprawy, i czternasty dzień")),
    ("K", _l("dzień, w którym sprawę pierwszy raz zakwalifikowano inaczej")),
    (
        "E, V",
        _l("dzień rozstrzygnięcia innego organu i jego treść: u utrzymane, ponaglenie nieuzasadnione; z przeciwnie"),
    ),
    ("Z", _l("wskazano, co urząd zmieni")),
    ("M, B, m", _l("mieszkańcy, sprawy załatwiane w roku, liczba miesięcy okresu")),
    ("W[a, b)", _l("dni robocze od dnia a do dnia poprzedzającego b")),
    (
        "P50, P90",
        _l("mediana i 90. percentyl; KM50: mediana krzywej Kaplana-Meiera, w której liczą się też sprawy w toku"),
    ),
    ("P10, P25, P75", _l("10. percentyl, dolny i górny kwartyl")),
    ("AJ", _l("skumulowana częstość załatwienia, gdy odejście jest zdarzeniem konkurencyjnym (Aalen-Johansen)")),
    ("KM90", _l("90. percentyl krzywej Kaplana-Meiera, w której liczą się też sprawy w toku")),
    ("KM50*, #*", _l("to samo, gdy każda grupa spraw (wydział, rodzaj, przedmiot) ma wagę z okresu T0")),
    ("β2, β3", _l("współczynniki regresji odcinkowej: skok w miesiącu zmiany i zmiana nachylenia od niego")),
    ("n, n1 … n5", _l("ważne odpowiedzi razem i osobno te o ocenie od 1 do 5")),
)
"""What the signs of the formulas mean."""


def definition(measure: Measure, language: str = FOR_ANALYSTS) -> dict[str, Any]:
    """Return everything declared about a measure: titles by language, the words in one, codes as they are."""
    return {
        "key": measure.key,
        "titles": {one: in_language(measure.title, one) for one in LANGUAGES},
        "population": in_language(measure.population, language),
        "numerator": in_language(measure.numerator, language),
        "denominator": None if measure.denominator is None else in_language(measure.denominator, language),
        "cohort": measure.cohort.value,
        "judgement": measure.judgement.value,
        "unit": measure.unit.value,
        "better": measure.better.value,
        "interval": measure.interval.value,
        "minimum_n": measure.minimum_n,
        "source": measure.source,
        "version": measure.version,
        "in_force_from": measure.in_force_from.isoformat(),
        "formula": measure.formula,
    }


def in_language(words: Any, language: str) -> str:
    """Return lazy words in a language."""
    with force_locale(language):
        return str(words)


HEAD: Final = """# What every figure means

Made by `flask kpi definitions --markdown` from the declarations in `analytics/measures/registry/`; a test keeps it so.
Words in English, names in Polish beside; staff read the same under *Wyniki, Definicje wskaźników*, in three languages.
Changing what a figure means makes a new version; a published month keeps the versions it was counted by until somebody
publishes another edition of it.

```sh
python3 dev.py flask kpi definitions
python3 dev.py flask kpi definitions --json
```
"""


def as_markdown(language: str = FOR_ANALYSTS) -> str:
    """Return the handbook page of all measures: signs, then each measure under its theme."""
    signs = [f"* `{sign}`: {in_language(meaning, language)}" for sign, meaning in SIGNS]
    parts = [HEAD, "## Signs in the formulas\n", "\n".join(signs) + "\n"]
    for theme in THEMES:
        parts.append(f"## {in_language(theme.title, language)}\n")
        parts += [_section(definition(one, language), language) for one in theme.measures]
    return "\n".join(parts)


def _section(told: dict[str, Any], language: str) -> str:
    """A measure under its heading; each declared thing on a line."""
    facts = [
        ("population", told["population"]),
        ("numerator", told["numerator"]),
        ("denominator", told["denominator"]),
        ("formula", f"`{told['formula']}`"),
        ("belongs to a period by", told["cohort"]),
        ("in time by", None if told["judgement"] == "none" else told["judgement"]),
        ("unit", f"{told['unit']}, better: {told['better']}"),
        ("interval", told["interval"]),
        ("smallest base", told["minimum_n"] if told["minimum_n"] > 1 else None),
        ("source", told["source"]),
        ("version", f"{told['version']}, in force from {told['in_force_from']}"),
    ]
    lines = [f"* {name}: {value}" for name, value in facts if value is not None]
    return f"### `{told['key']}` {told['titles'][language]} ({told['titles']['pl']})\n\n" + "\n".join(lines) + "\n"
