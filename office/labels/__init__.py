"""What the codes and the refusals of this room are called, for people."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import lazy_gettext as _l

from kernel.errors import RuleBroken
from office.labels import structure

SENTENCES: Final[dict[str, Any]] = {
    "already_ended": _l("Ten wpis ma już ostatni dzień. Proszę odświeżyć stronę."),
    "bad_period": _l("Ostatni dzień jest wcześniejszy niż pierwszy. Proszę poprawić jedną z dat."),
    "duplicate": _l("Taki wpis już jest na liście. Proszę podać inną wartość albo poprawić tamten wpis."),
    "no_reason": _l("Brak powodu. Za rok ktoś zapyta, dlaczego to zmieniono; proszę napisać jedno zdanie."),
    "stale": _l(
        "W czasie pisania ktoś zmienił ten wpis. Wpisany tekst jest nadal na stronie. Proszę porównać go z tym, "
        "co jest teraz zapisane, i zapisać ponownie."
    ),
}
"""By the code of the broken rule. Each says what happened, why, and what to do."""


def sentence_for(broken: RuleBroken) -> str:
    """What a refused rule of this room says to people."""
    found = SENTENCES.get(broken.code) or structure.SENTENCES.get(broken.code)
    if found is None:
        return broken.message or broken.code
    return str(found) % {name: structure.in_words(value) for name, value in broken.facts.items()}
