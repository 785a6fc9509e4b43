"""A declared measure as plain values: what ``flask kpi definitions`` prints and a data dictionary holds."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import force_locale

from analytics.measures.declaration import Measure
from web.languages import LANGUAGES

FOR_ANALYSTS: Final = "en"
"""The language of commands and of files for analysts; the title alone stands in all three."""


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
