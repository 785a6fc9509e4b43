"""What kinds, states, places, faults and refusals of questionnaires are called, for people."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import lazy_gettext as _l

from kernel.errors import RuleBroken
from surveys.actions.releasing import NotWhole
from surveys.rules.drafting import MOST_QUESTIONS, Fault

KIND_WORDS: Final = {
    "five_point": _l("Skala pięciu ocen: twarz, słowo i liczba"),
    "faces": _l("Pięć twarzy ze słowami, bez liczb"),
    "outcome": _l("Tak, jest w toku, nie"),
    "zero_to_ten": _l("Od 0 do 10"),
    "one_of": _l("Jedna odpowiedź z kilku"),
    "several": _l("Kilka odpowiedzi naraz"),
    "short_text": _l("Kilka słów (tylko na własnym telefonie i na papierze)"),
}

STATE_WORDS: Final = {
    "draft": ("neutral", _l("szkic")),
    "approved": ("soon", _l("zatwierdzona")),
    "published": ("fine", _l("opublikowana")),
    "retired": ("neutral", _l("wycofana")),
}
"""By state: the colour of its sign and its word."""

PLACE_WORDS: Final = {
    "office": _l("Cały urząd"),
    "department": _l("Wydział"),
    "service": _l("Usługa"),
    "desk": _l("Stanowisko"),
    "after_a_case": _l("Po załatwieniu skargi, wniosku albo petycji"),
}

FAULT_WORDS: Final = {
    "title_missing": _l("Brak tytułu w jednym z języków."),
    "no_questions": _l("Nie ma jeszcze żadnego pytania."),
    "translation_missing": _l("Brak pytania albo odpowiedzi w jednym z języków."),
    "first_not_required": _l("Pierwsze pytanie musi być konieczne i nie może być na własne słowa."),
    "not_its_options": _l("Odpowiedzi nie pasują do rodzaju pytania. Proszę podać po jednej w wierszu, od najniższej."),
    "too_few_options": _l("Za mało odpowiedzi: potrzebne są co najmniej dwie."),
    "too_many_options": _l("Za dużo odpowiedzi: zmieści się najwyżej dziesięć."),
    "bad_tiles": _l(
        "Na tablecie jednego dotknięcia po pierwszym pytaniu stoi tylko „Kilka odpowiedzi naraz”: niekonieczne, "
        "pod warunkiem odpowiedzi na pierwsze pytanie albo bez warunku."
    ),
    "codes_too_long": _l("Za dużo odpowiedzi: zmieści się najwyżej dziesięć."),
}

_MOVES: Final = {
    "change": _l("zmienić"),
    "approve": _l("zatwierdzić"),
    "reopen": _l("cofnąć do szkicu"),
    "release": _l("opublikować"),
    "retire": _l("wycofać"),
    "discard": _l("usunąć"),
}

SENTENCES: Final[dict[str, Any]] = {
    "illegal_version_move": _l(
        "Tej wersji nie można teraz %(move)s, bo jest %(state)s. Aby zmienić pytania, proszę zrobić kopię jako nowy "
        "szkic."
    ),
    "same_eyes": _l(
        "Zatwierdza inna osoba niż ta, która pisała. Proszę poprosić kogoś drugiego (zasada czterech oczu)."
    ),
    "key_taken": _l("Jest już ankieta o tym skrócie. Proszę wybrać inny."),
    "no_reason": _l("Brak powodu. Proszę napisać jedno zdanie; zostanie w zapisie."),
    "too_many_questions": _l(
        "Ankieta ma najwyżej %(limit)s pytań. Dłuższej nikt nie wypełni do końca.", limit=MOST_QUESTIONS
    ),
    "needed_by": _l(
        "Od tego pytania zależy inne, więc nie można tego zrobić. Proszę najpierw zmienić warunek tamtego."
    ),
    "no_such_answer": _l("Warunek musi wskazywać odpowiedzi jednego, wcześniejszego pytania."),
    "begins_in_the_past": _l("Publikacja zaczyna się dziś albo później."),
    "ends_in_the_past": _l("Ostatni dzień nie może być wcześniejszy niż dzisiejszy."),
    "ends_before": _l("Ostatni dzień jest wcześniejszy niż pierwszy. Proszę poprawić jedną z dat."),
    "asked_elsewhere": _l(
        "Ta sama ankieta nie może pytać i na co dzień, i po załatwieniu sprawy: wyniki by się zmieszały. "
        "Proszę założyć osobną."
    ),
    "words_after_a_case": _l(
        "Po załatwieniu sprawy nie pytamy o własne słowa (pytanie %(question)s): po nich można rozpoznać, kto "
        "odpowiada, choć odpowiedzi czekają na inne. Proszę usunąć to pytanie w nowym szkicu."
    ),
    "no_such_place": _l("Tego miejsca nie ma albo przestanie działać przed pierwszym dniem. Proszę wybrać inne."),
    "no_such_question": _l("Tego pytania już nie ma. Proszę odświeżyć stronę."),
    "stale": _l(
        "W międzyczasie ktoś zmienił tę wersję. Wpisany tekst jest nadal na stronie. "
        "Proszę go sprawdzić i zapisać ponownie."
    ),
    "not_found": _l("Tego już nie ma. Proszę odświeżyć stronę."),
}
"""By the code of the broken rule."""


def sentence_for(broken: RuleBroken) -> str:
    """What a refused rule about questionnaires says to people."""
    if isinstance(broken, NotWhole):
        return " ".join(fault_words(fault) for fault in broken.faults)
    facts = dict(broken.facts)
    if broken.code == "illegal_version_move":
        facts = {"move": _MOVES[str(facts["move"])], "state": STATE_WORDS[str(facts["state"])][1]}
    return str(SENTENCES.get(broken.code, broken.code)) % facts


def fault_words(fault: Fault) -> str:
    """What keeps a draft from approval, with the number of its question."""
    words = str(FAULT_WORDS[fault.code])
    return f"{fault.question}: {words}" if fault.question else words
