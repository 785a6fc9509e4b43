"""The columns of a register, and its lines in words: the same cells on screen, in print and in files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from complaints.labels.names import BASES, CHANNELS, COUNCILLORS, KINDS, OUTCOMES, RESULTS
from complaints.rules.kinds import Register
from complaints.rules.register_facts import RegisterRow, Remark, Said, Told
from complaints.rules.register_row import REQUALIFIED
from complaints.rules.verdicts import Verdict
from office.labels.bodies import BODY_KINDS
from papers import Cell, Column
from web.filters import short_day

REGISTERS: Final = {
    Register.COMPLAINTS.value: _l("Skargi i wnioski"),
    Register.PETITIONS.value: _l("Petycje"),
    Register.APPEALS.value: _l("Odwołania, zażalenia i ponaglenia"),
}
LEFT: Final = {
    "transfer": _l("przekazana innemu organowi"),
    "point": _l("wskazano właściwy organ"),
    "leave": _l("bez rozpoznania"),
    "withdraw": _l("wycofana"),
    "divert": _l("prowadzona w innym trybie"),
    "join": _l("rozpatrywana łącznie z inną petycją"),
}
"""How a case left, by the name of its move."""

MANNERS: Final = {**OUTCOMES, **LEFT, **BASES, **RESULTS, REQUALIFIED: _l("przekwalifikowana")}
TOLD: Final = {
    Told.COMPLAINANT: _l("osoba, która wniosła sprawę"),
    Told.COUNCILLOR: _l("poseł, senator lub radny"),
    Told.NOBODY: _l("bez zawiadomienia (art. 239 § 1 KPA)"),
}
VERDICTS: Final = {
    Verdict.ON_TIME: _l("w terminie"),
    Verdict.LATE: _l("po terminie"),
    Verdict.LATE_NOTICED: _l("po terminie, z zawiadomieniem"),
    Verdict.LEFT: _l("zakończona bez załatwienia"),
    Verdict.OVERDUE: _l("w toku, po terminie"),
    Verdict.SOON: _l("w toku"),
    Verdict.OPEN: _l("w toku"),
    Verdict.NO_TERM: _l("bez terminu"),
}


@dataclass(frozen=True)
class RegisterColumn:
    """A column: its title, its share of the width of a print, what it holds, whether it is a further one."""

    title: Any
    weight: int
    cell: Callable[[RegisterRow], Cell]
    is_further: bool = False


def _words(codes: tuple[str, ...]) -> str:
    return "; ".join(str(MANNERS[code]) for code in codes)


def _person(row: RegisterRow, what: str | None) -> str:
    if row.is_erased:
        return str(_("dane usunięte"))
    if what is None:
        return str(_("zakryte"))
    return what or str(_("nie podano"))


def _competent(row: RegisterRow) -> str:
    name, kind = row.competent
    if name or row.verdict is None:
        return name
    return str(BODY_KINDS[kind]) if kind else str(_("urząd"))


COLUMNS: Final = (
    RegisterColumn(_l("Lp."), 3, lambda row: row.number),
    RegisterColumn(_l("Data wpływu"), 4, lambda row: row.received_on),
    RegisterColumn(_l("Wnoszący"), 5, lambda row: _person(row, row.complainant)),
    RegisterColumn(_l("Adres"), 5, lambda row: _person(row, row.address)),
    RegisterColumn(_l("Przedmiot"), 7, lambda row: row.subject),
    RegisterColumn(_l("Data zlecenia załatwienia"), 4, lambda row: row.assigned_on),
    RegisterColumn(_l("Komu zlecono"), 5, lambda row: ", ".join(row.assigned_to)),
    RegisterColumn(_l("Termin załatwienia"), 4, lambda row: row.due_on),
    RegisterColumn(_l("Data wpływu po załatwieniu"), 4, lambda row: row.came_back_on),
    RegisterColumn(_l("Sposób załatwienia"), 5, lambda row: _words(row.manner)),
    RegisterColumn(_l("Data wysłania zawiadomienia"), 4, lambda row: row.notified_on),
    RegisterColumn(_l("Kogo zawiadomiono"), 5, lambda row: "; ".join(str(TOLD[one]) for one in row.notified)),
    RegisterColumn(_l("Uwagi"), 6, lambda row: "; ".join(remark_words(one) for one in row.remarks)),
    RegisterColumn(_l("Znak sprawy"), 5, lambda row: row.sign, is_further=True),
    RegisterColumn(_l("Rodzaj"), 4, lambda row: str(KINDS[row.kind]), is_further=True),
    RegisterColumn(_l("Kanał"), 4, lambda row: str(CHANNELS[row.channel]), is_further=True),
    RegisterColumn(_l("Organ właściwy"), 5, _competent, is_further=True),
    RegisterColumn(
        _l("Zasadność"), 4, lambda row: str(OUTCOMES[row.justified]) if row.justified else "", is_further=True
    ),
    RegisterColumn(_l("Przekazano do"), 5, lambda row: row.passed_to, is_further=True),
    RegisterColumn(_l("Przekazano dnia"), 4, lambda row: row.passed_on, is_further=True),
    RegisterColumn(
        _l("Bez rozpoznania (podstawa)"),
        5,
        lambda row: str(BASES[row.unconsidered]) if row.unconsidered else "",
        is_further=True,
    ),
    RegisterColumn(
        _l("Poseł, senator, radny"),
        4,
        lambda row: str(COUNCILLORS[row.councillor]) if row.councillor else "",
        is_further=True,
    ),
    RegisterColumn(_l("Ponowna (art. 239 KPA)"), 4, lambda row: row.repeat_of, is_further=True),
    RegisterColumn(_l("Zawiadomienie o zwłoce"), 4, lambda row: row.noticed_on, is_further=True),
    RegisterColumn(_l("Nowy termin"), 4, lambda row: row.announced_on, is_further=True),
    RegisterColumn(_l("Jednostka"), 5, lambda row: row.department, is_further=True),
    RegisterColumn(
        _l("Terminowość"), 4, lambda row: str(VERDICTS[row.verdict]) if row.verdict else "", is_further=True
    ),
)
"""Thirteen standard columns, then the further ones."""

STANDARD: Final = tuple(column for column in COLUMNS if not column.is_further)
FURTHER: Final = (COLUMNS[0], *(column for column in COLUMNS if column.is_further))
"""The further columns by themselves, for paper: with the number, so that one finds the line."""


def heads(columns: tuple[RegisterColumn, ...]) -> tuple[Column, ...]:
    """The heads of the columns for a file or a print."""
    return tuple(Column(str(column.title), column.weight) for column in columns)


def cells(row: RegisterRow, columns: tuple[RegisterColumn, ...] = COLUMNS) -> tuple[Cell, ...]:
    """A line in words, days and numbers, in the language of the reader."""
    return tuple(column.cell(row) for column in columns)


def cell_words(cell: Cell) -> str:
    """A cell as people read it."""
    if cell is None:
        return ""
    return short_day(cell) if isinstance(cell, dt.date) else str(cell)


def remark_words(remark: Remark) -> str:
    """A remark as a phrase."""
    day = short_day(remark.on) if remark.on else ""
    until = short_day(remark.until) if remark.until else ""
    number = remark.number
    phrases: dict[Said, Callable[[], Any]] = {
        Said.QUALIFIED_TO: lambda: _("%(day)s przekwalifikowano na %(number)s", day=day, number=number),
        Said.QUALIFIED_FROM: lambda: _("%(day)s przekwalifikowano z %(number)s", day=day, number=number),
        Said.KIND_CHANGED: lambda: _("%(day)s zmieniono rodzaj, wcześniej: %(kind)s", day=day, kind=KINDS[number]),
        Said.CALLED: lambda: _("%(day)s wezwano do wyjaśnienia", day=day),
        Said.SERVED: lambda: _("%(day)s doręczono wezwanie", day=day),
        Said.COMPLETED: lambda: _("%(day)s odpowiedź na wezwanie", day=day),
        Said.RETURNED: lambda: _("%(day)s inny organ zwrócił sprawę", day=day),
        Said.PASSED_UP: lambda: _("%(day)s przekazano przełożonemu (art. 256 KPA)", day=day),
        Said.EARLIER_NOTICE: lambda: _(
            "%(day)s wcześniejsze zawiadomienie o zwłoce, do %(until)s", day=day, until=until
        ),
        Said.TOLD: lambda: _("%(day)s zawiadomiono posła, senatora lub radnego", day=day),
        Said.RESOLUTION: lambda: _("%(day)s uchwała nr %(number)s", day=day, number=number),
        Said.SPLIT: lambda: _("część pisma, zob. %(number)s", number=number),
        Said.DUPLICATE: lambda: _("to samo pismo co %(number)s", number=number),
        Said.JOINED: lambda: _("łącznie z %(number)s", number=number),
    }
    return str(phrases[remark.said]())
