"""What states, choices and kinds of measures are called."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from analytics.measures.declaration import Unit
from analytics.texts import _

POPULATIONS: Final = {
    "complaints": _l("Skargi i wnioski"),
    "skarga": _l("Tylko skargi"),
    "wniosek": _l("Tylko wnioski"),
    "sprawa": _l("Sprawy wczytane z innych systemów"),
    "petycja": _l("Petycje"),
    "odwolanie": _l("Odwołania"),
    "zazalenie": _l("Zażalenia"),
    "ponaglenie": _l("Ponaglenia"),
}
STRUCTURES: Final = {
    "day_of_case": _l("Z dnia sprawy"),
    "today": _l("Dzisiejsza"),
}
STRUCTURE_SENTENCES: Final = {
    "day_of_case": _l(
        "Struktura urzędu z dnia każdej sprawy i odpowiedzi: wydział zamknięty ma swoje dawne wyniki do końca."
    ),
    "today": _l(
        "Dzisiejsza struktura urzędu: wyniki wydziałów zamkniętych są doliczone do tych, które przejęły ich zadania."
    ),
}
PARTS: Final = {"met": _l("tylko sprawy z licznika"), "other": _l("tylko sprawy spoza licznika")}
"""Which part of the base of a share a list shows."""
COMPARISONS: Final = {"year": _l("Ten sam miesiąc rok wcześniej"), "previous": _l("Poprzedni miesiąc")}
MODES: Final = {
    "kiosk_tap": _l("tablet, jedno pytanie"),
    "kiosk_full": _l("tablet, cała ankieta"),
    "qr": _l("kod QR przy stanowisku"),
    "web": _l("strona internetowa"),
    "paper": _l("papier"),
    "follow_up": _l("po załatwieniu skargi"),
    "import": _l("wczytane z innego systemu"),
}
FLAGS: Final = {
    "raw": _l("wszystkie"),
    "clean": _l("liczone (podstawa wyników)"),
    "repeat_fast": _l("ta sama ocena zaraz po poprzedniej"),
    "burst": _l("wiele odpowiedzi w jednej minucie"),
    "speeder": _l("szybciej, niż da się przeczytać"),
    "straightline": _l("wszędzie to samo i bardzo szybko"),
    "closed_hours": _l("poza godzinami urzędu"),
    "clock_skew": _l("zły zegar tabletu"),
    "test_mode": _l("próba pracownika"),
    "partial": _l("przerwane przed końcem (liczą się)"),
    "honeypot": _l("wypełnione pole, którego nie widać"),
    "over_cap": _l("powyżej dziennej liczby odpowiedzi"),
    "replaced": _l("formularz wpisany z błędem"),
}
GRID: Final = {
    "department": _l("wydziałów"),
    "desk": _l("stanowisk"),
    "service": _l("usług"),
    "mode": _l("sposobów odpowiadania"),
    "hours": _l("dni tygodnia i godzin"),
}
QUESTIONS: Final = {
    "q1": _l("Ogólna ocena obsługi"),
    "q3": _l("Łatwość załatwienia sprawy"),
    "q4": _l("Czas oczekiwania"),
    "q5": _l("Zrozumiałość informacji"),
    "q6": _l("Uprzejmość"),
    "q7": _l("Wiedza"),
}
ANSWERS: Final = (_l("Bardzo źle"), _l("Źle"), _l("Średnio"), _l("Dobrze"), _l("Bardzo dobrze"))
UNITS: Final = {
    Unit.CASES: _l("sprawy"),
    Unit.SHARE: _l("udział"),
    Unit.DAYS: _l("dni kalendarzowe"),
    Unit.WORKING_DAYS: _l("dni robocze"),
    Unit.HOURS: _l("godziny"),
    Unit.POINTS: _l("punkty od 1 do 5"),
    Unit.INDEX: _l("punkty od 0 do 100"),
    Unit.NET: _l("punkty od −100 do 100"),
    Unit.RHO: _l("współczynnik od −1 do 1"),
    Unit.RATE: _l("sprawy na tyle jednostek"),
}
BETTER: Final = {
    "higher": _l("więcej znaczy lepiej"),
    "lower": _l("mniej znaczy lepiej"),
    "none": _l("ani lepiej, ani gorzej"),
}
INTERVALS: Final = {
    "wilson": _l("przedział 95 % Wilsona"),
    "order_statistics": _l("przedział 95 % ze statystyk pozycyjnych"),
    "bootstrap": _l("przedział 95 % metodą bootstrap"),
    "score": _l("przedział 95 % z przedziałów Wilsona"),
    "hac": _l("przedział 95 % z błędów Neweya i Westa, poszerzony według symulacji"),
    "paired": _l("przedział 95 % Bonetta i Price’a"),
    "mover": _l("przedział 95 % z przedziałów Wilsona części"),
    "log_log": _l("przedział 95 % z krzywej, przekształcenie log-log"),
    "none": _l("bez przedziału"),
}
HEADINGS: Final = {
    "received": _l("Wpłynęło"),
    "settled": _l("Załatwiono"),
    "left": _l("Odeszło"),
    "backlog": _l("W toku"),
    "overdue": _l("Po terminie"),
    "on_time": _l("Na czas"),
    "median_days": _l("Mediana"),
    "p90_days": _l("P90"),
    "median_hours": _l("Mediana"),
    "p90_hours": _l("P90"),
    "csat": _l("Zadowolenie"),
}
"""Short headings for the columns of wide tables."""
COHORTS: Final = {
    "received": _l("według dnia wpływu"),
    "settled": _l("według dnia załatwienia"),
    "due": _l("według ostatniego dnia terminu"),
    "open_at_end": _l("stan na koniec okresu"),
    "step": _l("według dnia czynności albo końca jej terminu"),
    "decided": _l("według dnia rozstrzygnięcia innego organu"),
    "answered": _l("według chwili udzielenia odpowiedzi"),
}
JUDGEMENTS: Final = {
    "last_day": _l(
        "najpóźniej ostatniego dnia terminu; gdy sprawa z innego systemu ma chwilę terminu: najpóźniej w tej chwili"
    ),
    "due_at": _l("najpóźniej w chwili, do której sprawa miała być załatwiona"),
}
_ALPHABET: Final = {letter: place for place, letter in enumerate(" aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż")}


def alphabetical(name: str) -> list[int]:
    """The key that sorts names by the Polish alphabet, other letters after it."""
    return [_ALPHABET.get(letter, ord(letter) + len(_ALPHABET)) for letter in name.lower()]


def no_department() -> str:
    """What stands in place of a department's name where a case or an answer has none."""
    return _("bez wydziału")
