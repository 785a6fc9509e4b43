"""What whoever filed a case reads about it: plain words, nothing internal."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

FILED: Final = {
    "skarga": _l("Skarga jest złożona"),
    "wniosek": _l("Wniosek jest złożony"),
    "petycja": _l("Petycja jest złożona"),
    "odwolanie": _l("Odwołanie jest złożone"),
    "zazalenie": _l("Zażalenie jest złożone"),
    "ponaglenie": _l("Ponaglenie jest złożone"),
}
ARRIVED: Final = {
    "skarga": _l("Skarga wpłynęła"),
    "wniosek": _l("Wniosek wpłynął"),
    "petycja": _l("Petycja wpłynęła"),
    "odwolanie": _l("Odwołanie wpłynęło"),
    "zazalenie": _l("Zażalenie wpłynęło"),
    "ponaglenie": _l("Ponaglenie wpłynęło"),
}
REGISTERED: Final = {
    "skarga": _l("Skarga %(number)s jest w rejestrze"),
    "wniosek": _l("Wniosek %(number)s jest w rejestrze"),
    "petycja": _l("Petycja %(number)s jest w rejestrze"),
    "odwolanie": _l("Odwołanie %(number)s jest w rejestrze"),
    "zazalenie": _l("Zażalenie %(number)s jest w rejestrze"),
    "ponaglenie": _l("Ponaglenie %(number)s jest w rejestrze"),
}
"""The subject of the mail that confirms receipt."""

WRITTEN_DOWN: Final = {
    "skarga": _l("Państwa skarga jest zapisana w rejestrze skarg i wniosków pod numerem %(number)s."),
    "wniosek": _l("Państwa wniosek jest zapisany w rejestrze skarg i wniosków pod numerem %(number)s."),
    "petycja": _l("Państwa petycja jest zapisana w rejestrze petycji pod numerem %(number)s."),
    "odwolanie": _l("Państwa odwołanie jest zapisane w rejestrze pod numerem %(number)s."),
    "zazalenie": _l("Państwa zażalenie jest zapisane w rejestrze pod numerem %(number)s."),
    "ponaglenie": _l("Państwa ponaglenie jest zapisane w rejestrze pod numerem %(number)s."),
}
ANSWERED: Final = {
    "skarga": _l("Odpowiedź na skargę %(number)s"),
    "wniosek": _l("Odpowiedź na wniosek %(number)s"),
    "petycja": _l("Odpowiedź na petycję %(number)s"),
}
"""The subject of the mail that brings the answer."""

IS_SETTLED: Final = {
    "skarga": _l("Państwa skarga %(number)s jest załatwiona."),
    "wniosek": _l("Państwa wniosek %(number)s jest załatwiony."),
    "petycja": _l("Państwa petycja %(number)s jest załatwiona."),
}

HEADINGS: Final = {
    "received": _l("Sprawa czeka na wyznaczenie osoby"),
    "assigned": _l("Wyjaśniamy, co się stało"),
    "prepared": _l("Przygotowujemy akta do przekazania"),
    "called": _l("Potrzebujemy Pani/Pana odpowiedzi"),
    "at_council": _l("Sprawę rozpatruje rada"),
    "for_approval": _l("Sprawdzamy odpowiedź przed wysłaniem"),
    "approved": _l("Odpowiedź jest gotowa do wysłania"),
    "settled": _l("Sprawa jest załatwiona"),
    "passed": _l("Przekazaliśmy sprawę z aktami"),
    "decided": _l("Jest rozstrzygnięcie"),
    "transferred": _l("Przekazaliśmy sprawę właściwemu organowi"),
    "pointed": _l("Tę sprawę rozpatruje inny organ"),
    "unconsidered": _l("Sprawa pozostała bez rozpoznania"),
    "withdrawn": _l("Sprawa została wycofana"),
    "diverted": _l("Sprawa jest prowadzona w innym trybie"),
    "joined": _l("Petycję rozpatrujemy razem z inną"),
    "late": _l("Nie zdążyliśmy z odpowiedzią"),
    "late_passing": _l("Nie przekazaliśmy sprawy na czas"),
}
"""Where the case is, in one line."""

LINE: Final = {
    "filed": _l("Złożona"),
    "assigned": _l("Przydzielona"),
    "explained": _l("Wyjaśniana"),
    "called": _l("Czeka na odpowiedź"),
    "council": _l("U rady"),
    "checked": _l("Sprawdzana"),
    "answer": _l("Odpowiedź"),
    "passed": _l("Przekazana z aktami"),
    "decided": _l("Rozstrzygnięcie"),
    "settled": _l("Załatwiona"),
    "transferred": _l("Przekazana"),
    "pointed": _l("Właściwy organ"),
    "unconsidered": _l("Bez rozpoznania"),
    "withdrawn": _l("Wycofana"),
    "diverted": _l("Inny tryb"),
    "joined": _l("Połączona"),
}
"""The stations of the line of steps."""

WHY: Final = {
    "reg_8_1": _l(
        "W piśmie brakowało imienia, nazwiska albo adresu. Bez nich skargi ani wniosku nie można rozpatrzyć."
    ),
    "reg_8_2": _l("Prosiliśmy o wyjaśnienie, czego dotyczy sprawa, i w siedem dni nie dostaliśmy odpowiedzi."),
    "pet_7_1": _l("W petycji brakowało informacji, kto ją składa, albo adresu."),
    "pet_7_2": _l("Prosiliśmy o uzupełnienie petycji i w czternaście dni nie dostaliśmy odpowiedzi."),
    "pet_12": _l("Petycję w tej samej sprawie już rozpatrzono, a nowa nie podaje nowych faktów ani dowodów."),
    "kpa_63_1": _l(
        "Pismo przyszło zwykłym e-mailem. Takie pismo trzeba wysłać przez e-Doręczenia, pocztą albo złożyć w urzędzie."
    ),
    "kpa_64_1": _l("W piśmie brakowało adresu i nie dało się go ustalić."),
    "kpa_64_2": _l("Prosiliśmy o uzupełnienie pisma i w wyznaczonym czasie nie dostaliśmy odpowiedzi."),
    "kpa_37_3a": _l("Ponaglenie wniesiono, zanim minął termin załatwienia sprawy."),
    "kpa_233": _l("Skarga dotyczy Pani/Pana własnej sprawy w urzędzie, więc rozpatrzymy ją w tamtej sprawie."),
    "kpa_234": _l("Skarga dotyczy sprawy, która jeszcze się toczy, więc rozpatrzymy ją w tamtej sprawie."),
    "kpa_235": _l(
        "Skarga dotyczy sprawy już rozstrzygniętej, więc potraktujemy ją jako żądanie zmiany, uchylenia lub "
        "unieważnienia tamtej decyzji albo wznowienia postępowania."
    ),
    "kpa_240": _l("Tą sprawą zajmuje się sąd albo prokurator."),
}
"""Why a case ended without an answer, without articles: those stand behind it."""

INSTRUCTIONS: Final = {
    "skarga": _l("Na to, że sprawa nie jest załatwiona w terminie, można wnieść ponaglenie (art. 37 KPA)."),
    "wniosek": _l("Kto nie jest zadowolony z tego, jak załatwiamy wniosek, może wnieść skargę (art. 246 KPA)."),
    "petycja": _l("Termin petycji można przedłużyć najwyżej o trzy miesiące (art. 10 ust. 3 ustawy o petycjach)."),
}
"""What comes with a notice of delay."""
