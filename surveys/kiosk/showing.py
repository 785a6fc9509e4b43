"""Everything a device needs to ask its questions without a network: wording, place, words of the page, hours."""

from __future__ import annotations

from typing import Any, Final

from flask import url_for
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from kernel.clock import Clock
from office.models import Department, Desk
from office.queries.hours import hours_on
from office.routes.qr import drawn, public_home
from surveys.instruments import DEFAULT
from surveys.kiosk.rules import SENT_AS
from surveys.models import Device
from surveys.queries import Place
from surveys.queries.questionnaires import version_for
from surveys.rules.submission import LAYOUT_VERSION, MOST_TILES, offered
from web.languages import LANGUAGES
from web.typography import typeset

WORDS: Final = {
    "more_time": _l("Potrzebuję więcej czasu"),
    "more_time_on": _l("Mamy więcej czasu"),
    "anonymous": _l("Anonimowo. Około 30 sekund."),
    "one_tap": _l("Anonimowo. Jedno dotknięcie."),
    "back": _l("Wstecz"),
    "next": _l("Dalej"),
    "skip": _l("Pomiń"),
    "send": _l("Wyślij ocenę"),
    "tiles": _l("Można wskazać do trzech."),
    "several": _l("Można zaznaczyć kilka odpowiedzi."),
    "need": _l("Proszę wybrać jedną odpowiedź. Tylko to pytanie jest konieczne."),
    "progress": _l("Postęp ankiety"),
    "question": _l("Pytanie {number} z {count}:"),
    "thanks": _l("Dziękujemy."),
    "kept": _l("Odpowiedź jest zapisana. Nie ma w niej Pani/Pana nazwiska."),
    "counted": _l("Oceny z całego miesiąca podsumujemy i zobaczy je kierownictwo urzędu."),
    "complaint": _l("Skargę lub wniosek można złożyć na własnym telefonie. Skargi nie łączymy z oceną."),
    "code": _l("Kod QR z adresem strony urzędu"),
    "undo": _l("Cofnij odpowiedź ({seconds} s)"),
    "again": _l("Nowa ankieta za {seconds} s"),
    "idle": _l("Czy ktoś tu jeszcze jest?"),
    "idle_why": _l("Za {seconds} s ekran wróci do początku, żeby nikt nie zobaczył tych odpowiedzi."),
    "here": _l("Tak, piszę dalej"),
    "asleep": _l("Urząd jest teraz zamknięty"),
    "asleep_why": _l("Zapraszamy do oceny w godzinach pracy urzędu."),
    "test": _l("Tryb testowy: te odpowiedzi nie liczą się w wynikach."),
    "test_pin": _l("Tryb testowy"),
    "test_why": _l("Dla pracowników urzędu. Proszę wpisać PIN tego urządzenia."),
    "test_leave": _l("Proszę wpisać PIN, aby zakończyć tryb testowy."),
    "pin": _l("PIN"),
    "confirm": _l("Zatwierdź"),
    "cancel": _l("Anuluj"),
    "end_test": _l("Zakończ"),
    "wrong_pin": _l("To nie jest PIN tego urządzenia."),
    "no_pin": _l("To urządzenie nie ma jeszcze PIN-u. Ustawia go administrator na stronie urządzenia."),
    "too_many_tries": _l("Za dużo prób. Proszę spróbować ponownie za kwadrans."),
    "no_network": _l("Nie ma połączenia z serwerem, a PIN sprawdza serwer. Proszę spróbować, gdy wróci sieć."),
    "broken": _l("Urządzenie nie działa"),
    "broken_why": _l("Przepraszamy. Ocenę przyjmie każdy pracownik urzędu albo strona internetowa."),
}
"""What the page says besides the questions. ``{seconds}`` and the like are filled in by the page."""


def contents(session: Session, clock: Clock, device: Device) -> dict[str, Any] | None:
    """All of it as JSON; None while no questionnaire is published."""
    desk = session.get_one(Desk, device.desk_id)
    version = version_for(session, _place(desk), clock.today(), DEFAULT)
    if version is None:
        return None
    known = offered(version.definition, SENT_AS[device.mode])
    asked = [question for question in known if not question.kind.on_own_device_only]
    places = {question.key: place for place, question in enumerate(version.definition.questions)}
    home = public_home() + url_for("public.home", lang="pl")
    return {
        "device": str(device.id),
        "row_version": device.row_version,
        "mode": device.mode,
        "desk": str(desk.id),
        "place": f"{session.get_one(Department, desk.department_id).name} · {desk.name}",
        "version": str(version.id),
        "layout": LAYOUT_VERSION,
        "questions": [version.definition.content["questions"][places[question.key]] for question in asked],
        "most_tiles": MOST_TILES,
        "drawn_as": {question.key: question.kind.control for question in asked},
        "languages": list(LANGUAGES.items()),
        "words": {code: _words(code) for code in LANGUAGES},
        "week": hours_on(session, clock.today()),
        "qr": drawn(home),
    }


def _place(desk: Desk) -> Place:
    return Place(desk.id, desk.department_id, desk.service_id, desk.name, "", None)


def _words(language: str) -> dict[str, str]:
    with force_locale(language):
        return {key: typeset(str(words), language) for key, words in WORDS.items()}
