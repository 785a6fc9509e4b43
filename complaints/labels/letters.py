"""What letters, their ways and their refusals are called, for people."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

LETTERS: Final = {
    "potwierdzenie": _l("Potwierdzenie przyjęcia"),
    "wezwanie_par_8": _l("Wezwanie do wyjaśnienia, czego dotyczy sprawa"),
    "wezwanie_petycja": _l("Wezwanie do uzupełnienia petycji"),
    "wezwanie_64": _l("Wezwanie do usunięcia braków"),
    "przekazanie_231": _l("Zawiadomienie o przekazaniu skargi"),
    "przekazanie_243": _l("Zawiadomienie o przekazaniu wniosku"),
    "przekazanie_petycja": _l("Zawiadomienie o przekazaniu petycji"),
    "przekazanie_65": _l("Zawiadomienie o przekazaniu do właściwego organu"),
    "wlasciwy_organ": _l("Informacja, kto jest właściwy"),
    "zwloka_36": _l("Zawiadomienie o zwłoce"),
    "zwloka_245": _l("Zawiadomienie o późniejszym załatwieniu wniosku"),
    "przedluzenie_petycja": _l("Zawiadomienie o przedłużeniu terminu petycji"),
    "informacja_237_2": _l("Informacja dla posła, senatora lub radnego"),
    "odpowiedz_skarga": _l("Odpowiedź na skargę"),
    "odmowa_skarga": _l("Odpowiedź: skarga bezzasadna"),
    "odpowiedz_wniosek": _l("Odpowiedź na wniosek"),
    "odmowa_wniosek": _l("Odpowiedź: wniosek nieuwzględniony"),
    "odpowiedz_petycja": _l("Zawiadomienie o sposobie załatwienia petycji"),
    "przekazanie_133": _l("Przekazanie z aktami do organu odwoławczego"),
    "przekazanie_37": _l("Przekazanie ponaglenia ze stanowiskiem"),
    "bez_rozpoznania_par_8": _l("Pozostawienie bez rozpoznania"),
    "bez_rozpoznania_par_8_1": _l("Pozostawienie bez rozpoznania: brak danych wnoszącego"),
    "bez_rozpatrzenia_petycja_7_1": _l("Pozostawienie petycji bez rozpatrzenia: brak danych wnoszącego"),
    "bez_rozpoznania_63": _l("Pozostawienie bez rozpoznania: zwykły e-mail"),
    "bez_rozpoznania_64_1": _l("Pozostawienie bez rozpoznania: brak adresu"),
    "bez_rozpatrzenia_petycja": _l("Pozostawienie petycji bez rozpatrzenia: braki"),
    "bez_rozpatrzenia_petycja_12": _l("Pozostawienie petycji bez rozpatrzenia: sprawa już załatwiona"),
    "bez_rozpoznania_64": _l("Pozostawienie bez rozpoznania: braki"),
    "bez_rozpoznania_37": _l("Pozostawienie ponaglenia bez rozpoznania: przed terminem"),
    "dane_osobowe": _l("Informacja o danych osobowych"),
    "protokol": _l("Protokół zgłoszenia ustnego"),
    "protokol_63": _l("Protokół zgłoszenia ustnego"),
}
LETTER_CHANNELS: Final = {
    "email": _l("e-mail – program wyśle plik PDF teraz"),
    "post": _l("poczta – wydrukowane i nadane"),
    "edelivery": _l("e-Doręczenia – wysłane ze skrzynki urzędu"),
    "hand": _l("do rąk – wręczone w urzędzie"),
}
SENT_BY: Final = {
    "email": _l("e-mail"),
    "post": _l("poczta"),
    "edelivery": _l("e-Doręczenia"),
    "hand": _l("do rąk"),
}
SENTENCES: Final = {
    "unknown_template": _l("Nie wybrano pisma. Proszę wskazać jedno z listy."),
    "not_filled": _l("W piśmie są jeszcze puste miejsca: %(blanks)s. Proszę je uzupełnić i zapisać pismo."),
    "letter_sent": _l("To pismo już wysłano i nie można go zmienić. Można napisać następne."),
    "nobody_signs": _l(
        "Pod pismem brak imienia i nazwiska albo stanowiska. Proszę je wpisać w piśmie i zapisać (art. 238 § 1 KPA)."
    ),
    "no_addressee": _l("Nie ma dokąd wysłać: brak adresu albo e-maila. Proszę wybrać inną drogę lub uzupełnić pismo."),
    "wrong_letter_day": _l(
        "Dzień wysłania nie może być wcześniejszy niż data na piśmie ani późniejszy niż dziś. Proszę poprawić datę."
    ),
    "data_erased": _l("Dane osoby, która wniosła sprawę, usunięto, więc nie ma do kogo pisać."),
}
