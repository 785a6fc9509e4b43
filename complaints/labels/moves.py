"""What the steps of the legal way are called: on buttons, as titles, and what each means for the reader."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

MOVES: Final = {
    "assign": _l("Przydziel"),
    "note": _l("Dodaj notatkę"),
    "qualify": _l("Zmień kwalifikację"),
    "call": _l("Wezwij do wyjaśnienia"),
    "serve": _l("Zapisz doręczenie wezwania"),
    "served": _l("Zapisz doręczenie zaskarżonej decyzji"),
    "complete": _l("Zapisz odpowiedź na wezwanie"),
    "leave": _l("Zostaw bez rozpoznania"),
    "transfer": _l("Przekaż innemu organowi"),
    "point": _l("Wskaż właściwy organ"),
    "to_council": _l("Przekaż radzie"),
    "resolve": _l("Zapisz uchwałę rady"),
    "return": _l("Zapisz zwrot sprawy"),
    "pass_up": _l("Przekaż przełożonemu"),
    "delay": _l("Zawiadom o zwłoce"),
    "extend": _l("Przedłuż termin"),
    "wait": _l("Ogłoś czekanie na dalsze petycje"),
    "tell": _l("Zawiadom posła, senatora lub radnego"),
    "draft": _l("Napisz odpowiedź"),
    "send_back": _l("Zwróć do poprawy"),
    "approve": _l("Zaakceptuj odpowiedź"),
    "settle": _l("Zapisz wysłanie odpowiedzi"),
    "annotate": _l("Skarga powtórna – adnotacja"),
    "divert": _l("Prowadź w innym trybie"),
    "split": _l("Podziel na sprawy"),
    "join": _l("Połącz z inną petycją"),
    "pass_on": _l("Przekaż z aktami"),
    "own_decision": _l("Zapisz nową decyzję własną"),
    "result": _l("Zapisz rozstrzygnięcie"),
    "withdraw": _l("Zapisz wycofanie"),
    "review": _l("Oznacz jako przeczytaną"),
    "close": _l("Zamknij"),
}
"""On buttons and as titles."""

MEANINGS: Final = {
    "assign": _l("Osoba, która poprowadzi sprawę i przygotuje odpowiedź."),
    "draft": _l("Odpowiedź czyta i akceptuje ktoś inny niż ten, kto ją napisał. Dopiero potem można ją wysłać."),
    "approve": _l("Te słowa, i żadne inne, pójdą do osoby, która wniosła sprawę."),
    "settle": _l("Liczy się dzień wysłania, nie dzień podpisu."),
    "split": _l("Jedno pismo, kilka spraw: każda dostaje własny numer i własny termin."),
    "qualify": _l(
        "O rodzaju decyduje treść pisma (art. 222 KPA). Dawna i nowa kwalifikacja zostają w aktach, a termin liczy się "
        "od wpływu według nowego rodzaju."
    ),
    "call": _l("Od doręczenia wezwania osoba ma czas na odpowiedź. Termin skargi biegnie dalej."),
    "serve": _l("Dzień, w którym osoba odebrała wezwanie. Od niego liczy się jej czas na odpowiedź."),
    "complete": _l("Dzień nadania na poczcie, wysłania przez e-Doręczenia albo złożenia (art. 57 § 5 KPA)."),
    "leave": _l("Sprawa zostaje w rejestrze. Kto ją wniósł, dowie się o tym, jeśli jest jak go zawiadomić."),
    "transfer": _l("W siedem dni od wpływu (petycja: w 30 dni), z zawiadomieniem osoby, która wniosła sprawę."),
    "point": _l("Zamiast przekazać skargę można wskazać osobie właściwy organ, także w siedem dni."),
    "to_council": _l("Sprawa zostaje w rejestrze. Miesiąc rady liczy się od dnia, w którym dostała sprawę."),
    "resolve": _l("Rada rozstrzyga uchwałą. Jej numer i treść odpowiedzi zostają w aktach."),
    "return": _l("Inny organ odesłał sprawę. Jest znów otwarta i czeka na przydzielenie."),
    "pass_up": _l(
        "Ten, kogo skarga dotyczy, przekazuje ją niezwłocznie przełożonemu (art. 256 KPA). Zapisuje to ta "
        "osoba albo kierownik."
    ),
    "delay": _l(
        "Przyczyna, nowy termin i pouczenie. Zawiadomienie liczy się, jeśli wysłano je najpóźniej ostatniego dnia "
        "terminu. Sprawa i tak będzie po terminie, ale z zawiadomieniem."
    ),
    "wait": _l(
        "Gdy w miesiąc od pierwszej petycji wpłyną następne w tej samej sprawie. Czekanie trwa najwyżej dwa miesiące, "
        "a trzy miesiące na załatwienie liczą się od jego upływu (art. 11 ustawy o petycjach)."
    ),
    "served": _l(
        "Od doręczenia liczy się czas strony: 14 dni na odwołanie, 7 dni na zażalenie. Czy pismo jest spóźnione, "
        "rozstrzyga organ, który je rozpatruje (art. 134 KPA)."
    ),
    "extend": _l(
        "Najwyżej o trzy miesiące, z przyczyną. Liczy się tylko zawiadomienie najpóźniej w ostatnim dniu terminu."
    ),
    "tell": _l("W 14 dni od wniesienia lub przekazania trzeba podać wynik albo stan sprawy (art. 237 § 2 KPA)."),
    "send_back": _l("Odpowiedź wraca do osoby, która prowadzi sprawę, z powodem."),
    "annotate": _l(
        "Tylko gdy wcześniejszą skargę uznano za bezzasadną i nie ma nowych okoliczności (art. 239 § 1 KPA)."
    ),
    "divert": _l("Skarga w sprawie indywidualnej idzie do tej sprawy i nie liczy się do działu VIII KPA."),
    "join": _l("Petycje w tej samej sprawie rozpatruje się łącznie (art. 11 ustawy o petycjach)."),
    "pass_on": _l("Z aktami sprawy i stanowiskiem, najpóźniej w siedem dni od wpływu."),
    "own_decision": _l("Organ, który wydał decyzję, sam uwzględnił odwołanie w całości (art. 132 KPA)."),
    "result": _l("Co rozstrzygnął organ, któremu przekazano sprawę."),
    "withdraw": _l("Dzień, w którym osoba wycofała sprawę."),
}
"""What a step means, beside its title."""

DAYS: Final = {
    "call": _l("Dzień wysłania wezwania"),
    "serve": _l("Dzień doręczenia"),
    "served": _l("Dzień doręczenia decyzji lub postanowienia"),
    "complete": _l("Dzień nadania albo złożenia odpowiedzi"),
    "transfer": _l("Dzień przekazania"),
    "point": _l("Dzień zawiadomienia"),
    "to_council": _l("Dzień przekazania radzie"),
    "return": _l("Dzień zwrotu"),
    "delay": _l("Dzień wysłania zawiadomienia"),
    "extend": _l("Dzień wysłania zawiadomienia"),
    "wait": _l("Dzień ogłoszenia na stronie"),
    "tell": _l("Dzień wysłania zawiadomienia"),
    "pass_on": _l("Dzień przekazania"),
    "result": _l("Dzień, w którym rozstrzygnięcie wpłynęło"),
    "withdraw": _l("Dzień wycofania"),
    "leave": _l("Dzień, w którym tak postanowiono"),
    "pass_up": _l("Dzień przekazania"),
    "divert": _l("Dzień przekazania do innego trybu"),
    "annotate": _l("Dzień adnotacji"),
    "join": _l("Dzień połączenia"),
    "own_decision": _l("Dzień wydania decyzji"),
}
"""What the day of a step is called."""

UNTILS: Final = {"served": _l("Dzień nadania"), "call": _l("Ostatni dzień na odpowiedź, jeśli ma być późniejszy")}
"""What the second day of a step is called, where it is not a new term."""

TEXTS: Final = {
    "qualify": _l("Powód kwalifikacji"),
    "call": _l("Co trzeba wyjaśnić albo uzupełnić"),
    "complete": _l("Treść odpowiedzi w skrócie"),
    "delay": _l("Przyczyna zwłoki i podjęte czynności"),
    "extend": _l("Przyczyna przedłużenia"),
    "wait": _l("Treść ogłoszenia"),
    "tell": _l("Wynik albo stan sprawy"),
    "send_back": _l("Co poprawić"),
    "pass_on": _l("Stanowisko urzędu"),
    "leave": _l("Ustalenia, na których to się opiera"),
    "point": _l("Co napisano osobie, która wniosła sprawę"),
    "return": _l("Dlaczego wróciła"),
    "annotate": _l("Stanowisko i powód, dla którego nie ma nowych okoliczności"),
    "divert": _l("Jaka to sprawa i gdzie jest prowadzona"),
    "result": _l("Treść rozstrzygnięcia w skrócie"),
    "withdraw": _l("Jak osoba wycofała sprawę"),
}
"""What the words of a step are called."""

HINTS: Final = {
    ("qualify", "text"): _l("Jedno lub dwa zdania: co w treści pisma o tym przesądza."),
    ("call", "text"): _l("Zobaczy to osoba, która wniosła sprawę. Proszę napisać prosto, czego brakuje."),
    ("call", "until"): _l(
        "Co najmniej siedem dni od doręczenia (art. 64 § 2 KPA). Jeśli pole jest puste: siedem dni. Z "
        "obu dni liczy się późniejszy."
    ),
    ("serve", "happened"): _l(
        "Z potwierdzenia odbioru. Pismo nieodebrane: czternasty dzień od pierwszego zawiadomienia o nim (art. 44 § 4 "
        "KPA). Czy przesuwa go dzień wolny, jest sporne: bezpieczniej przyjąć dzień, od którego osoba ma więcej czasu."
    ),
    ("complete", "happened"): _l(
        "Dzień z pieczęci pocztowej, z dowodu otrzymania e-Doręczenia albo złożenia w urzędzie. Kurier prywatny: dzień "
        "wpływu."
    ),
    ("leave", "basis"): _l("Program sprawdza, czy to, czego wymaga podstawa, rzeczywiście zaszło."),
    ("leave", "text"): _l("Potrzebne, gdy podstawa zależy od ustaleń urzędu."),
    ("transfer", "reference"): _l("Numer pisma, przy którym przekazano sprawę."),
    ("to_council", "body"): _l("Rada rozpatruje skargę uchwałą."),
    ("delay", "text"): _l("Zobaczy to osoba, która wniosła sprawę."),
    ("delay", "reference"): _l("Tylko jeśli zawiadomienie wysłano spoza programu."),
    ("extend", "reference"): _l("Tylko jeśli zawiadomienie wysłano spoza programu."),
    ("delay", "until"): _l("Proponujemy miesiąc. Krótszy termin jest lepszy, jeśli da się go dotrzymać."),
    ("extend", "text"): _l("Zobaczy to osoba, która wniosła petycję."),
    ("tell", "text"): _l("Wynik albo, gdy trzeba jeszcze zebrać dowody, stan sprawy."),
    ("served", "until"): _l("Liczy się dzień nadania, jeśli pismo szło pocztą (art. 57 § 5 KPA)."),
    ("send_back", "text"): _l("Zobaczy to osoba, która napisała odpowiedź. Jej tekst nie przepada."),
    ("annotate", "earlier"): _l("Na przykład 97/2026. Tamta skarga musi być załatwiona jako bezzasadna."),
    ("join", "other"): _l("Na przykład P 3/2026. Tamta petycja musi być otwarta."),
    ("pass_on", "body"): _l("Dla decyzji organów gminy zwykle samorządowe kolegium odwoławcze (art. 17 pkt 1 KPA)."),
    ("pass_on", "text"): _l("Stanowisko dołączane do akt; przy ponagleniu wymagane (art. 37 § 4 KPA)."),
    ("own_decision", "reference"): _l("Numer nowej decyzji."),
    ("result", "reference"): _l("Numer rozstrzygnięcia."),
    ("divert", "text"): _l("Znak sprawy, do której trafia skarga."),
}
"""What helps beside a field of a move."""
