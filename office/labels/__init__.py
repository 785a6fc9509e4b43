"""What the codes and the refusals of this room are called, for people."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import lazy_gettext as _l

from kernel.errors import RuleBroken
from office.labels import structure
from office.labels.passwords import PASSWORDS

SENTENCES: Final[dict[str, Any]] = {
    **PASSWORDS,
    "bad_category": _l("Kategoria to A, B i liczba lat (B5) albo BE i liczba lat (BE10). Proszę ją poprawić."),
    "bad_code": _l("Kod ma od 2 do 20 znaków: wielkie litery bez polskich znaków, cyfry, łącznik, na przykład CZAS."),
    "bad_login": _l("Login może mieć tylko małe litery od a do z, cyfry, kropkę, łącznik i podkreślenie."),
    "nobody_confirms": _l("Potrzebne są imię i nazwisko archiwisty oraz dzień, który już nadszedł."),
    "login_taken": _l("Ten login jest zajęty. Proszę wybrać inny."),
    "without_polish": _l("Polski musi pozostać: urząd mówi po polsku (ustawa o języku polskim, art. 4)."),
    "wrong_set_up_code": _l(
        "Ten kod jest nieprawidłowy, wygasł albo został już użyty. Nowy wypisze polecenie: flask office setup-code"
    ),
    "already_begun": _l("To już się zaczęło i nie można tego wycofać. Można to poprawić albo dodać następny wpis."),
    "holiday_anyway": _l("Ten dzień i tak jest ustawowo wolny albo jest niedzielą. Nie trzeba go wpisywać."),
    "bad_figure": _l("Ta liczba jest za mała albo za duża. Proszę sprawdzić, czy nie zgubiono cyfry."),
    "bad_year": _l("Rok musi być między 2011 a bieżącym."),
    "no_inhabitants_there": _l("Wydział nie ma mieszkańców. Proszę wybrać cały urząd albo liczbę spraw."),
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
