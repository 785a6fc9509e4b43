"""Everything a device needs to ask its questions without a network: wording, place, words of the page, hours."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.holidays import holiday_on
from office.models import Department, Desk
from office.queries.hours import days_off, hours_on
from office.routes.qr import drawn, public_home
from surveys.instruments import DEFAULT
from surveys.kiosk.rules import COUNTER, SENT_AS
from surveys.models import Device
from surveys.queries import Place
from surveys.queries.questionnaires import version_for
from surveys.rules.submission import LAYOUT_VERSION, MOST_TILES, offered
from web import slots
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
    "code": _l("Kod QR z adresem formularza skarg i wniosków"),
    "undo": _l("Cofnij odpowiedź ({seconds} s)"),
    "again": _l("Nowa ankieta za {seconds} s"),
    "idle": _l("Czy ktoś tu jeszcze jest?"),
    "idle_why": _l("Za {seconds} s ekran wróci do początku, żeby nikt nie zobaczył tych odpowiedzi."),
    "here": _l("Tak, odpowiadam dalej"),
    "asleep": _l("Urząd jest teraz zamknięty"),
    "asleep_why": _l("Zapraszamy w godzinach pracy urzędu."),
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
    "counter": _l("Skarga, wniosek albo opinia"),
    "counter_why": _l("W wypełnieniu formularza pomoże pracownik urzędu. Potwierdzenie można wydrukować."),
    "counter_wiped": _l("Po zakończeniu nic nie zostaje na tym urządzeniu."),
    "counter_begin": _l("Rozpocznij"),
    "counter_end": _l("Zakończ i wyczyść ekran"),
    "counter_offline": _l("Nie ma połączenia z urzędem"),
    "counter_offline_why": _l("Formularz działa tylko z siecią. Pismo przyjmie też pracownik urzędu, na papierze."),
    "counter_kept": _l("Wpisany tekst jest nadal na ekranie. Proszę spróbować ponownie za chwilę."),
    "counter_here": _l("Tak, piszę dalej"),
    "counter_idle_why": _l("Za {seconds} s formularz zniknie z ekranu razem z tym, co w nim wpisano."),
    "broken": _l("Urządzenie nie działa"),
    "broken_why": _l("Przepraszamy. Ocenę przyjmie każdy pracownik urzędu albo strona internetowa."),
}
"""What the page says besides the questions. ``{seconds}`` and the like are filled in by the page."""


AHEAD: Final = 120
"""Days off of which a device is told. Ours: longer than any tablet goes without a network."""


def contents(session: Session, clock: Clock, device: Device) -> dict[str, Any] | None:
    """All of it as JSON; None while no questionnaire is published."""
    desk = session.get_one(Desk, device.desk_id)
    asked = _counter() if device.mode == COUNTER else _questions(session, clock, device, desk)
    if asked is None:
        return None
    return {
        "device": str(device.id),
        "row_version": device.row_version,
        "mode": device.mode,
        "desk": str(desk.id),
        "place": f"{session.get_one(Department, desk.department_id).name} · {desk.name}",
        "languages": list(LANGUAGES.items()),
        "words": {code: _words(code) for code in LANGUAGES},
        "week": hours_on(session, clock.today()),
        "closed": _closed(session, clock.today()),
        **asked,
    }


def _counter() -> dict[str, Any]:
    """Where the form is that staff help to fill in, by language."""
    return {"counter": {code: slots.address("surveys.counter", lang=code) for code in LANGUAGES}}


def _questions(session: Session, clock: Clock, device: Device, desk: Desk) -> dict[str, Any] | None:
    version = version_for(session, _place(desk), clock.today(), DEFAULT)
    if version is None:
        return None
    known = offered(version.definition, SENT_AS[device.mode])
    asked = [question for question in known if not question.kind.on_own_device_only]
    places = {question.key: place for place, question in enumerate(version.definition.questions)}
    return {
        "version": str(version.id),
        "layout": LAYOUT_VERSION,
        "questions": [version.definition.content["questions"][places[question.key]] for question in asked],
        "most_tiles": MOST_TILES,
        "drawn_as": {question.key: question.kind.control for question in asked},
        "qr": _codes(),
    }


def _codes() -> dict[str, str]:
    """QR codes of the complaint form, by language: its bare address, so that nothing ties a complaint to a rating."""
    forms = {code: slots.address("surveys.thanks", lang=code) for code in LANGUAGES}
    return {code: drawn(public_home() + form) for code, form in forms.items() if form}


def _closed(session: Session, today: dt.date) -> list[str]:
    """The days off and public holidays to come, as ISO 8601 writes them."""
    off = {row.day_on for row in days_off(session, today)}
    ahead = [today + dt.timedelta(number) for number in range(AHEAD)]
    return [day.isoformat() for day in ahead if day in off or holiday_on(day)]


def _place(desk: Desk) -> Place:
    return Place(desk.id, desk.department_id, desk.service_id, desk.name, "", None)


def _words(language: str) -> dict[str, str]:
    with force_locale(language):
        return {key: typeset(str(words), language) for key, words in WORDS.items()}
