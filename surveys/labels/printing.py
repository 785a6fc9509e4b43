"""What stands on a printed questionnaire besides its questions."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from surveys.rules.definition import Definition, Question
from surveys.rules.kinds import Several
from surveys.rules.paper import keyed

INTRO: Final = _l("Ankieta jest anonimowa. Proszę zakreślić znak przy odpowiedzi.")
REQUIRED: Final = _l("To pytanie jest konieczne, inne można pominąć.")
NUMBER: Final = _l("Numer formularza (wpisuje urząd):")
THANKS: Final = _l("Dziękujemy. Wypełnioną kartkę proszę wrzucić do urny albo oddać przy stanowisku.")
VERSION: Final = _l("Ankieta %(key)s, wersja %(number)s")
CREST: Final = _l("Herb:")
SEVERAL: Final = _l("Można zakreślić kilka odpowiedzi.")
WORDS: Final = _l("Własnymi słowami, bez danych osobowych.")
ONLY_AFTER: Final = _l("Tylko jeśli w pytaniu %(number)s zakreślono: %(answers)s.")


def in_polish(words: Any, **facts: object) -> str:
    """Words in the language forms are printed in."""
    with force_locale("pl"):
        return str(words) % facts if facts else str(words)


def note_of(definition: Definition, question: Question) -> str:
    """What stands below a question: when it is asked, and that several answers or words are wanted."""
    notes = [in_polish(REQUIRED)] if question.required else []
    if question.show_if:
        earlier = definition.by_key[question.show_if.question]
        chosen = [option.text["pl"] for option in earlier.options if option.code in question.show_if.codes]
        number = [one.key for one in keyed(definition)].index(earlier.key) + 1
        notes.append(in_polish(ONLY_AFTER, number=number, answers=", ".join(chosen)))
    if isinstance(question.kind, Several):
        notes.append(in_polish(SEVERAL))
    if not question.kind.has_options:
        notes.append(in_polish(WORDS))
    return " ".join(notes)
