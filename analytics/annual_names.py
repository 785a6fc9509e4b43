"""What the tables of the annual report, their columns and their rows are called, and what is said under them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from complaints.labels import BASES, CHANNELS, KINDS, OUTCOMES, RESULTS
from complaints.labels.register import LEFT
from office.labels.bodies import BODY_KINDS

TITLES: Final = {
    "t1": _l("T1. Wpłynęło: rodzaj, kanał, miesiąc"),
    "t2": _l("T2. Wpłynęło według wydziałów"),
    "t3": _l("T3. Wpłynęło według właściwego organu"),
    "t4": _l("T4. Jak się zakończyły"),
    "t5": _l("T5. Terminowość"),
    "t6": _l("T6. Przedmiot spraw"),
    "t7": _l("T7. Przyczyny skarg zasadnych i działania korygujące"),
    "t8": _l("T8. Przekazania w terminie"),
    "t9": _l("T9. Odwołania i zażalenia"),
    "t9b": _l("T9. Rozstrzygnięcia drugiej instancji (art. 138 KPA)"),
    "t10": _l("T10. Ponaglenia"),
    "t10b": _l("T10. Rozstrzygnięcia w sprawie ponagleń"),
    "t11": _l("T11. Petycje"),
    "t11b": _l("T11. Petycje rozpatrzone (art. 14 ustawy o petycjach)"),
    "t12": _l("T12. Rok do roku"),
    "t13": _l("T13. Zadowolenie ze sposobu załatwienia"),
}
COLUMNS: Final = {
    "total": _l("Razem"),
    "due": _l("Z terminem w roku"),
    "on_time": _l("W terminie"),
    "late_noticed": _l("Po terminie, z zawiadomieniem"),
    "late": _l("Po terminie"),
    "on_time_share": _l("W terminie, %"),
    "not_yet_due": _l("Przed ostatnim dniem"),
    "left_in_time": _l("Odeszły w terminie"),
    "settled": _l("Załatwiono w roku"),
    "median": _l("Mediana, dni"),
    "p90": _l("P90, dni"),
    "passed_on": _l("Przekazania"),
    "in_time": _l("W terminie"),
    "in_time_share": _l("W terminie, %"),
    "received": _l("Wpłynęło"),
    "own_decision": _l("Nowa decyzja własna (art. 132)"),
    "left": _l("Bez przekazania"),
    "open": _l("W toku"),
    "kind": _l("Rodzaj"),
    "cause": _l("Przyczyna"),
    "corrective": _l("Co zmienić"),
    "effect": _l("Skutek"),
    "petitions": _l("Petycje"),
    "subject": _l("Przedmiot"),
    "received_on": _l("Wpłynęła"),
    "settled_on": _l("Rozpatrzona"),
    "outcome": _l("Sposób załatwienia"),
    "before": _l("Rok wcześniej"),
    "now": _l("W roku"),
    "change": _l("Zmiana"),
    "inhabitants_before": _l("Rok wcześniej na 10 000 mieszkańców"),
    "inhabitants_now": _l("Na 10 000 mieszkańców"),
    "cases_before": _l("Rok wcześniej na 1000 spraw"),
    "cases_now": _l("Na 1000 spraw"),
}
ROWS: Final[Mapping[str, Mapping[str, Any]]] = {
    "kind": KINDS,
    "channel": CHANNELS,
    "outcome": OUTCOMES,
    "left": LEFT,
    "basis": BASES,
    "result": RESULTS,
    "body_kind": BODY_KINDS,
    "column": COLUMNS,
    "body": {"office": _l("urząd")},
    "ending": {"open": _l("w toku")},
    "population": {
        "complaints": _l("Skargi i wnioski razem"),
        "petycja_first": _l("petycje według pierwszego terminu, bez przedłużeń"),
    },
    "no_department": {"none": _l("bez wydziału")},
    "no_topic": {"none": _l("przedmiot nieustalony")},
    "petitions": {
        "received": _l("wpłynęły"),
        "considered": _l("rozpatrzone"),
        "extended": _l("z przedłużonym terminem (art. 10 ust. 3)"),
        "joined": _l("rozpatrywane łącznie (art. 11)"),
        "passed_on": _l("przekazane innemu podmiotowi (art. 6)"),
        "unconsidered": _l("pozostawione bez rozpoznania (art. 7, 12)"),
        "published": _l("opublikowane na stronie w roku (art. 8 ust. 1)"),
        "published_answers": _l("z rozpatrzonych, z opublikowanym sposobem załatwienia (art. 8 ust. 2)"),
        "open": _l("z tych, które wpłynęły, w toku"),
    },
}
"""What rows are called, by the list their code belongs to."""

NOTES: Final = {
    "end_of_year": _l(
        "Stan spraw, które wpłynęły w roku, na jego ostatni dzień (w roku trwającym: na dziś). Suma jest ta sama co w "
        "tabeli T1."
    ),
    "due_cohort": _l(
        "Podstawa: sprawy, których ostatni dzień terminu przypada w roku i minął, bez tych, które do tego dnia "
        "odeszły. Sprawy w toku po terminie liczą się jako spóźnione. Dopóki w roku są jeszcze ostatnie dni "
        "przed nami, udziału nie podajemy."
    ),
    "petition_extension": _l(
        "Jeśli o przedłużeniu zawiadomiono najpóźniej ostatniego dnia pierwszego terminu, petycję ocenia się "
        "według nowego; późniejsze zawiadomienie niczego nie zmienia. Wiersz pod petycjami ocenia je według "
        "pierwszego terminu: przedłużone na czas są tam „po terminie, z zawiadomieniem”."
    ),
    "times": _l("Mediana i P90: dni kalendarzowe od wpływu do wysłania zawiadomienia, sprawy załatwione w roku."),
    "no_corrective_actions": _l(
        "Skutek: działań korygujących jeszcze się w programie nie zapisuje, dlatego kolumna jest pusta."
    ),
    "transfers": _l(
        "Skargi i wnioski: siedem dni od wpływu (art. 231 i 243 KPA), także radzie; petycje: 30 dni (art. 6 ustawy "
        "o petycjach). Sprawa przekazana dwa razy liczy się dwa razy."
    ),
    "appeals": _l("Siedem dni od wpływu, chyba że urząd sam uwzględni odwołanie w całości (art. 132, 133, 144 KPA)."),
    "urgings": _l(
        "Siedem dni od wpływu (art. 37 § 4 KPA). Bez przekazania: wniesione przed terminem (art. 37 § 3a), z brakami, "
        "wycofane."
    ),
    "late_ones": _l(
        "Po terminie liczą się też sprawy w toku, których ostatni dzień minął, i nowe decyzje własne wydane po nim."
    ),
    "petitions": _l("Zbiorczą informację za rok ogłasza się do 30 czerwca następnego roku."),
    "rates": _l(
        "Na mieszkańców i na sprawy przelicza się według liczb odniesienia, które wpisuje administrator. Kreska: "
        "liczby nie wpisano."
    ),
    "not_collected": _l("Nie zbiera się: osób, których sprawy zakończono, jeszcze o to nie pytamy."),
}
