"""What the program advises, in words: to staff what the case needs, to whoever filed it what the law offers."""

from __future__ import annotations

import datetime as dt
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from complaints.rules.advice import Advice, Advised, Urgency
from complaints.rules.remedies import Remedy
from web.filters import weekday

ADVICE: Final = {
    Advice.LEAVE_ANONYMOUS: _l(
        "Brakuje imienia, nazwiska albo adresu. Sprawa zostaje w rejestrze, ale bez rozpoznania, chyba że dane da się "
        "ustalić."
    ),
    Advice.LEAVE_EMAIL: _l(
        "Pismo przyszło zwykłym e-mailem, a ten rodzaj pisma tak wnieść nie można. Zostaje bez rozpoznania; trzeba "
        "powiedzieć osobie, jak je wnieść."
    ),
    Advice.TO_COUNCIL: _l(
        "Tę skargę rozpatruje rada. Przekazać ją trzeba najpóźniej: %(last)s, z zawiadomieniem osoby, która ją wniosła."
    ),
    Advice.TRANSFER: _l(
        "Tę skargę rozpatruje inny organ. Przekazać ją trzeba najpóźniej: %(last)s, z zawiadomieniem osoby, która ją "
        "wniosła, albo wskazać jej właściwy organ."
    ),
    Advice.TELL: _l("Poseł, senator albo radny musi dostać wynik albo stan sprawy najpóźniej: %(last)s."),
    Advice.SERVE: _l(
        "Wezwanie wysłano. Gdy wróci potwierdzenie, proszę zapisać dzień doręczenia: od niego biegnie czas."
    ),
    Advice.AWAIT_ANSWER: _l("Osoba, która wniosła sprawę, ma czas na odpowiedź do dnia: %(last)s. Trzeba poczekać."),
    Advice.CALL_LAPSED: _l(
        "Czas na odpowiedź na wezwanie minął: %(last)s. Sprawę można pozostawić bez rozpoznania. Odpowiedź nadana "
        "w terminie na poczcie mogła jeszcze nie dojść (art. 57 § 5 KPA)."
    ),
    Advice.NOTIFY_36: _l(
        "Jeśli odpowiedź nie wyjdzie w terminie, trzeba wysłać zawiadomienie o zwłoce najpóźniej: %(last)s. "
        "W zawiadomieniu: przyczyny, nowy termin i pouczenie o ponagleniu. Skarga i tak będzie po terminie, ale "
        "z zawiadomieniem."
    ),
    Advice.NOTIFY_245: _l(
        "Jeśli odpowiedź nie wyjdzie w terminie, trzeba zawiadomić o podjętych czynnościach i przewidywanym terminie "
        "załatwienia najpóźniej: %(last)s. Później zawiadomienie się nie liczy."
    ),
    Advice.NOTIFY_AGAIN: _l(
        "Zapowiedziany termin się kończy: %(last)s. Jeśli nie zostanie dotrzymany, trzeba zawiadomić jeszcze raz, "
        "z przyczynami i nowym terminem."
    ),
    Advice.ANNOUNCED: _l("Zawiadomiono o zwłoce. Zapowiedziany termin: %(until)s. Ostatni dzień się nie zmienia."),
    Advice.EXTEND: _l(
        "Jeśli petycji nie da się załatwić w terminie, trzeba zawiadomić o przedłużeniu, z przyczyną, najpóźniej: "
        "%(last)s. Najdalszy nowy termin: %(until)s."
    ),
    Advice.EXTENDED: _l("Termin przedłużono do dnia: %(until)s."),
    Advice.PASS_ON: _l("Przekazać z aktami i stanowiskiem trzeba najpóźniej: %(last)s."),
    Advice.COUNCIL: _l("Sprawa jest u rady. Uchwała i zawiadomienie najpóźniej: %(last)s."),
    Advice.APPROVE: _l("Odpowiedź czeka na akceptację. Wysłać ją trzeba najpóźniej: %(last)s."),
    Advice.DISPATCH: _l("Odpowiedź jest zaakceptowana. Wysłać ją trzeba najpóźniej: %(last)s."),
    Advice.AWAIT_RESULT: _l("Akta są u organu, który rozstrzyga. Gdy przyjdzie rozstrzygnięcie, proszę je zapisać."),
}
"""While there is time."""

TOO_LATE: Final = {
    Advice.TO_COUNCIL: _l(
        "Tę skargę rozpatruje rada. Ostatni dzień na przekazanie minął: %(last)s. Trzeba to zrobić niezwłocznie."
    ),
    Advice.TRANSFER: _l(
        "Tę skargę rozpatruje inny organ. Ostatni dzień na przekazanie minął: %(last)s. Trzeba to zrobić niezwłocznie."
    ),
    Advice.TELL: _l(
        "Poseł, senator albo radny miał dostać wynik albo stan sprawy najpóźniej: %(last)s. Trzeba to zrobić "
        "niezwłocznie."
    ),
    Advice.NOTIFY_36: _l(
        "Termin minął: %(last)s, a zawiadomienia w terminie nie było. Trzeba je wysłać teraz: przyczyny, nowy termin, "
        "pouczenie o ponagleniu. Nie będzie się już liczyło jako wysłane w terminie."
    ),
    Advice.NOTIFY_245: _l(
        "Termin minął: %(last)s, a zawiadomienie musiało wyjść w tym terminie. Trzeba je wysłać teraz. Osoba, która "
        "wniosła sprawę, może wnieść skargę (art. 246 KPA); ponaglenie tu nie przysługuje."
    ),
    Advice.NOTIFY_AGAIN: _l(
        "Zapowiedziany termin minął: %(last)s. Trzeba zawiadomić jeszcze raz, z przyczynami i nowym terminem."
    ),
    Advice.EXTEND: _l(
        "Termin minął: %(last)s. Przedłużenie, o którym nie zawiadomiono do tego dnia, już się nie liczy. Trzeba "
        "załatwić petycję niezwłocznie."
    ),
    Advice.EXTENDED: _l("Przedłużony termin minął: %(until)s. Trzeba załatwić petycję niezwłocznie."),
    Advice.PASS_ON: _l("Ostatni dzień na przekazanie z aktami minął: %(last)s. Trzeba to zrobić niezwłocznie."),
    Advice.COUNCIL: _l("Sprawa jest u rady, a jej termin minął: %(last)s. Trzeba zawiadomić o zwłoce."),
    Advice.APPROVE: _l("Odpowiedź czeka na akceptację, a termin minął: %(last)s."),
    Advice.DISPATCH: _l("Odpowiedź jest zaakceptowana, a termin minął: %(last)s. Trzeba ją wysłać niezwłocznie."),
}
"""When the last day is over."""

REMEDIES: Final = {
    Remedy.PONAGLENIE: _l(
        "Można wnieść ponaglenie do tego urzędu (art. 37 KPA). Urząd przekaże je z aktami do organu wyższego stopnia "
        "w siedem dni."
    ),
    Remedy.SKARGA_ON_DELAY: _l(
        "Można wnieść skargę na to, że sprawa nie została załatwiona w terminie (art. 246 § 1 i art. 227 KPA)."
    ),
    Remedy.NEW_SKARGA: _l("Można wnieść nową skargę, z nowymi faktami albo na inną sprawę (art. 227 KPA)."),
    Remedy.REPEATED: _l(
        "Jeśli w nowej skardze nie będzie nowych okoliczności, urząd może podtrzymać swoje stanowisko, zapisać to "
        "w aktach i nie odpowiadać ponownie (art. 239 § 1 KPA)."
    ),
    Remedy.SKARGA_246: _l("Kto nie jest zadowolony z załatwienia wniosku, może wnieść skargę (art. 246 § 1 KPA)."),
    Remedy.NEW_PETITION: _l(
        "Sposób załatwienia petycji nie może być przedmiotem skargi (art. 13 ust. 2 ustawy o petycjach). Można złożyć "
        "nową petycję z nowymi faktami."
    ),
    Remedy.FILE_AGAIN: _l("Można wnieść sprawę jeszcze raz, bez tego braku. Dostanie nowy numer i nowy termin."),
    Remedy.AS_IN_DECISION: _l("Dalszą drogę wskazuje pouczenie w rozstrzygnięciu, które Pani/Pan dostanie lub dostał."),
    Remedy.ASK_THE_BODY: _l("O dalszy bieg sprawy proszę pytać organ, do którego trafiła."),
}
"""To whoever filed."""


def advice_words(advised: Advised) -> str:
    """A piece of advice as a sentence with its days."""
    table = TOO_LATE if advised.urgency is Urgency.LATE else ADVICE
    return str(table[advised.advice] % {"last": _day(advised.last), "until": _day(advised.until)})


def article_words(source: str) -> str:
    """An article as it stands behind a sentence."""
    return str(_("Podstawa: %(source)s.", source=source))


def _day(day: dt.date | None) -> str:
    return weekday(day) if day else ""
