"""Protocols of what was told by word of mouth, printed for two signatures."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from complaints.rules.letters.on_the_way import REGULATION
from complaints.rules.letters.template import LetterTemplate, To

PROTOCOL: Final = LetterTemplate(
    id="protokol",
    version=1,
    kinds=("skarga", "wniosek"),
    subject="Protokół przyjęcia {kind_gen} – zgłoszenie ustne",
    body=(
        "**Data przyjęcia:** {received}\n"
        "**Imię i nazwisko:** {name}\n"
        "**Adres:** {address}\n"
        "**Przedmiot:** {subject}\n\n"
        "## Zwięzły opis sprawy\n{text}\n\n"
        "Protokół odczytano osobie, która wniosła {kind_acc}. Podpisują go obie osoby (§ 6 ust. 2 "
        f"{REGULATION}). Na prośbę tej osoby potwierdzamy przyjęcie pisma (§ 7)."
    ),
    source="§ 6 rozporządzenia w sprawie skarg i wniosków",
    to=To.NOBODY,
)

PROTOCOL_63: Final = replace(
    PROTOCOL,
    id="protokol_63",
    kinds=("odwolanie", "zazalenie", "ponaglenie"),
    body=PROTOCOL.body.replace(
        f"(§ 6 ust. 2 {REGULATION}). Na prośbę tej osoby potwierdzamy przyjęcie pisma (§ 7).",
        "(art. 63 § 3 KPA). Na żądanie tej osoby potwierdzamy wniesienie podania (art. 63 § 4 KPA).",
    ),
    source="art. 63 § 1 i 3 KPA",
)

PROTOCOLS: Final = (PROTOCOL, PROTOCOL_63)
"""Of what was told by word of mouth, for two signatures. A petition has to be written (art. 4 of the petitions act)."""
