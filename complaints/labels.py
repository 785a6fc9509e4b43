"""What the codes of this room are called, for people."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from complaints.rules.verdicts import Verdict
from kernel.errors import RuleBroken
from web.filters import day, due_words

KINDS: Final = {"skarga": _l("Skarga"), "wniosek": _l("Wniosek"), "sprawa": _l("Sprawa")}
STATES: Final = {
    "received": _l("Do przydzielenia"),
    "assigned": _l("Wyjaśnianie"),
    "settled": _l("Załatwiona"),
}
CHANNELS: Final = {
    "web": _l("formularz internetowy"),
    "paper": _l("pismo"),
    "email": _l("e-mail"),
    "oral": _l("ustnie do protokołu"),
    "edelivery": _l("e-Doręczenie"),
    "phone": _l("telefon"),
    "counter": _l("przy stanowisku"),
    "other": _l("inna droga"),
}
OUTCOMES: Final = {
    "zasadna": _l("zasadna"),
    "czesciowo_zasadna": _l("częściowo zasadna"),
    "bezzasadna": _l("bezzasadna"),
    "uwzgledniony": _l("uwzględniony"),
    "czesciowo_uwzgledniony": _l("częściowo uwzględniony"),
    "nieuwzgledniony": _l("nieuwzględniony"),
    "zalatwiona": _l("załatwiona"),
}
HAPPENINGS: Final = {
    "complaints:complaint:receive": _l("Wpłynęła i jest w rejestrze"),
    "complaints:complaint:import": _l("Przeniesiona z innego rejestru"),
    "complaints:complaint:assign": _l("Przydzielona"),
    "complaints:complaint:hand_on": _l("Przekazana wydziałowi, który przejął zadania"),
    "complaints:complaint:release": _l("Czeka na nowe przydzielenie – prowadząca osoba odeszła"),
    "complaints:complaint:sort": _l("Ustalono przedmiot sprawy"),
    "complaints:complaint:note": _l("Notatka"),
    "complaints:attachment:add": _l("Dołączono plik"),
    "complaints:complaint:erase": _l("Usunięto dane osobowe i treść pism"),
    "complaints:complaint:settle": _l("Wysłano zawiadomienie o załatwieniu"),
    "complaints:receipt:dispatch": _l("Wysłano e-mail z potwierdzeniem przyjęcia"),
    "complaints:reply:dispatch": _l("Wysłano e-mail z treścią odpowiedzi"),
}
RULES: Final = {
    "skarga_settle": _l("skarga – miesiąc"),
    "wniosek_settle": _l("wniosek – miesiąc"),
}
SIGNALS: Final = {
    Verdict.ON_TIME: ("fine", _l("w terminie")),
    Verdict.LATE: ("late", _l("po terminie")),
    Verdict.LEFT: ("neutral", _l("zakończona bez załatwienia")),
    Verdict.NO_TERM: ("neutral", _l("bez terminu")),
}
SEVERITIES: Final = {"low": _l("mała"), "normal": _l("zwykła"), "high": _l("duża – trzeba działać od razu")}


def named(name: str, away_until: dt.date | None) -> str:
    """A person in a list, with a mark when away."""
    if away_until is None:
        return name
    return str(_("%(name)s (nieobecność do %(last)s)", name=name, last=f"{away_until:%d.%m.%Y}"))


def verdict_signal(verdict: Verdict, due_on: dt.date | None, today: dt.date) -> tuple[str, str]:
    """The meaning (fine, soon, late, neutral) and the words of a verdict."""
    if verdict in SIGNALS:
        meaning, words = SIGNALS[verdict]
        return meaning, str(words)
    meaning = {Verdict.OVERDUE: "late", Verdict.SOON: "soon"}.get(verdict, "neutral")
    is_overdue = verdict is Verdict.OVERDUE
    if due_on is None or (due_on < today) is not is_overdue:  # judged by a moment: the day alone would say otherwise
        return meaning, _("po terminie") if is_overdue else _("w toku")
    return meaning, due_words(due_on, today)


def sentence_for(broken: RuleBroken) -> str:
    """What a refused rule of this room says to people: what happened, why, what to do."""
    sentences: dict[str, Any] = {
        "illegal_move": _l(
            "Tego kroku nie można teraz zrobić: sprawa jest w innym stanie. Proszę odświeżyć stronę sprawy."
        ),
        "unknown_topic": _l("Tego przedmiotu nie ma na liście. Proszę wybrać inny."),
        "forbidden": _l("Ta rola nie obejmuje tego kroku. Może go zrobić kierownik wydziału."),
        "wrong_outcome": _l("Ten wynik nie pasuje do rodzaju sprawy. Proszę wybrać wynik z listy."),
        "wrong_day": _l("Dzień wysyłki musi być między dniem wpływu a dniem dzisiejszym. Proszę sprawdzić datę."),
        "no_text": _l("Pole jest puste. Proszę wpisać treść."),
        "not_a_handler": _l("Ta osoba nie prowadzi spraw tego wydziału. Proszę wybrać inną osobę albo inny wydział."),
        "away": _l(
            "Ta osoba ma wpisaną nieobecność do %(last)s i sprawa czekałaby na nią. Proszę wybrać inną osobę albo "
            "zaznaczyć poniżej, że tak ma być.",
            last=day(broken.facts["last"]) if "last" in broken.facts else "",  # type: ignore[arg-type]
        ),
        "impossible_day": _l("Ten dzień jeszcze nie nadszedł. Proszę sprawdzić miesiąc i rok."),
        "outside_calendar": _l("Z taką datą nie da się policzyć terminu. Proszę podać dzień od 1 stycznia 2011."),
        "no_term": _l("Prawo nie wyznacza terminu dla takiej sprawy i takiego dnia. Proszę sprawdzić datę wpływu."),
        "already_filed": _l(
            "Ten formularz został już wysłany, ale z inną treścią. Jeśli wyśle go Pani/Pan teraz, będzie to druga, "
            "osobna sprawa."
        ),
        "files_gone": _l(
            "Dołączone pliki czekały dłużej niż dobę i już ich tu nie ma. Proszę dołączyć je jeszcze raz albo wysłać "
            "sprawę bez nich."
        ),
        "too_many_in_case": _l("W sprawie jest już %(limit)s plików. Kolejne proszę trzymać w teczce sprawy."),
        "anonymous": _l("Skarga i wniosek wymagają imienia, nazwiska i adresu."),
        "stale": _l(
            "W czasie pisania ktoś zmienił tę sprawę. Wpisany tekst jest nadal na stronie. Proszę przejrzeć zmiany "
            "i zapisać ponownie."
        ),
    }
    return str(sentences.get(broken.code, broken.message or broken.code))
