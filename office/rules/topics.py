"""Topics an office begins with, and the codes they may have."""

from __future__ import annotations

import re
from typing import Final

CODE: Final = re.compile(r"[A-Z][A-Z0-9-]{1,19}")
"""Two to twenty capital letters, digits and hyphens: short enough for a column, plain enough for a spreadsheet."""

DEFAULTS: Final = (
    (
        "OBSLUGA",
        "obsługa i zachowanie pracownika",
        "service and conduct of staff",
        "обслуговування і поведінка працівника",
    ),
    (
        "CZAS",
        "bezczynność lub przewlekłość",
        "inaction or delay",
        "бездіяльність або зволікання",
    ),
    (
        "INFO",
        "informacja i komunikacja",
        "information and communication",
        "інформація та спілкування",
    ),
    (
        "DOSTEP",
        "dostępność budynku, strony, usługi",
        "accessibility of building, website, service",
        "доступність будівлі, сайту, послуги",
    ),
    (
        "DROGI",
        "drogi, chodniki, oświetlenie",
        "roads, pavements, lighting",
        "дороги, тротуари, освітлення",
    ),
    (
        "ODPADY",
        "odpady i porządek",
        "waste and cleanliness",
        "відходи та порядок",
    ),
    (
        "MIESZKANIA",
        "mieszkania i lokale gminne",
        "municipal housing",
        "муніципальне житло",
    ),
    (
        "PLANOWANIE",
        "planowanie, budownictwo, nieruchomości",
        "planning, building, real estate",
        "планування, будівництво, нерухомість",
    ),
    (
        "OSWIATA",
        "szkoły, przedszkola, opieka",
        "schools, nurseries, care",
        "школи, садочки, догляд",
    ),
    (
        "PODATKI",
        "podatki i opłaty lokalne",
        "local taxes and charges",
        "місцеві податки та збори",
    ),
    (
        "INNE",
        "inne",
        "other",
        "інше",
    ),
)
"""Code and names. Ours: what registers of municipal offices group by; the office changes them as it likes."""
