"""The names of the kinds as Polish sentences need them, and what each kind leads to."""

from __future__ import annotations

from typing import Final

CASES: Final = {
    "skarga": ("skarga", "skargi", "skargę"),
    "wniosek": ("wniosek", "wniosku", "wniosek"),
    "petycja": ("petycja", "petycji", "petycję"),
    "odwolanie": ("odwołanie", "odwołania", "odwołanie"),
    "zazalenie": ("zażalenie", "zażalenia", "zażalenie"),
    "ponaglenie": ("ponaglenie", "ponaglenia", "ponaglenie"),
}
"""Mianownik, dopełniacz, biernik."""

WHAT_NEXT: Final = {
    "skarga": (
        "Skargę załatwimy najpóźniej {last_day} – w ciągu miesiąca od wpływu do właściwego organu (art. 237 § 1 "
        "Kodeksu "
        "postępowania administracyjnego, KPA). Jeżeli będziemy potrzebować więcej czasu, napiszemy dlaczego i podamy "
        "nową datę."
    ),
    "wniosek": (
        "Wniosek załatwimy najpóźniej {last_day} – w ciągu miesiąca od wpływu do właściwego organu (art. 244 i 237 § 1 "
        "Kodeksu postępowania administracyjnego, KPA). Jeżeli będziemy potrzebować więcej czasu, napiszemy w tym "
        "terminie, co już zrobiliśmy i kiedy odpowiemy."
    ),
    "petycja": (
        "Petycję rozpatrzymy najpóźniej {last_day} – w ciągu 3 miesięcy od złożenia (art. 10 ust. 1 ustawy o "
        "petycjach). "
        "Jeżeli termin trzeba będzie przedłużyć, napiszemy dlaczego. Petycję i jej bieg publikujemy na stronie urzędu, "
        "a dane wnoszących tylko za ich zgodą (art. 8 tej ustawy)."
    ),
    "odwolanie": (
        "Odwołanie wraz z aktami przekażemy organowi, który je rozpatrzy, najpóźniej {last_day} – w ciągu 7 dni od "
        "wpływu (art. 133 Kodeksu postępowania administracyjnego, KPA), chyba że w tym czasie sami zmienimy albo "
        "uchylimy decyzję (art. 132 KPA)."
    ),
    "zazalenie": (
        "Zażalenie wraz z aktami przekażemy organowi, który je rozpatrzy, najpóźniej {last_day} – w ciągu 7 dni od "
        "wpływu (art. 133 w związku z art. 144 Kodeksu postępowania administracyjnego, KPA), chyba że w tym czasie "
        "sami "
        "zmienimy albo uchylimy postanowienie."
    ),
    "ponaglenie": (
        "Ponaglenie z odpisami akt i naszym stanowiskiem przekażemy organowi, który je rozpatrzy, najpóźniej "
        "{last_day} "
        "– w ciągu 7 dni od wpływu (art. 37 § 4 Kodeksu postępowania administracyjnego, KPA)."
    ),
}
"""Source: art. 237 § 1, 244, 133, 132, 144, 37 § 4 KPA; art. 8 and 10(1) of the petitions act."""


FILE_BY: Final = {
    "odwolanie": (
        "Odwołanie trzeba wnieść w ciągu 14 dni od doręczenia decyzji (art. 129 § 2 KPA), chyba że pouczenie w decyzji "
        "podaje inny termin."
    ),
    "zazalenie": (
        "Zażalenie trzeba wnieść w ciągu 7 dni od doręczenia postanowienia (art. 141 § 2 KPA), chyba że pouczenie w "
        "postanowieniu podaje inny termin."
    ),
    "ponaglenie": (
        "Ponaglenie można wnieść w każdym czasie, dopóki sprawa, której dotyczy, nie jest załatwiona (art. 37 KPA)."
    ),
}
"""Until when it can be filed once more. Source: art. 129 § 2, 141 § 2, 37 § 1 KPA."""

OUTCOMES: Final = {
    "zasadna": "Skargę uznaję za zasadną.",
    "czesciowo_zasadna": "Skargę uznaję za zasadną w części.",
    "uwzgledniony": "Wniosek uwzględniamy.",
    "czesciowo_uwzgledniony": "Wniosek uwzględniamy w części.",
    "nieuwzgledniony": "Wniosku nie możemy uwzględnić.",
}
"""How an outcome is said in an answer."""


def kind_facts(kind: str, last_day: str) -> dict[str, str]:
    """The name of a kind in three cases, what follows (empty where nobody knows the last day), and until when it can be
    filed once more.
    """
    nominative, genitive, accusative = CASES[kind]
    what_next = WHAT_NEXT[kind].replace("{last_day}", last_day) if last_day else ""
    file_by = FILE_BY.get(kind, "")
    return {
        "kind": nominative, "kind_gen": genitive, "kind_acc": accusative, "what_next": what_next, "file_by": file_by,
    }  # fmt: skip
