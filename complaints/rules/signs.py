"""A case's sign (*znak sprawy*): unit, class of the filing plan, number in it, year."""

from __future__ import annotations


def case_sign(unit: str, class_symbol: str, number: int, year: int) -> str:
    """The sign, for example ``OR.1510.7.2026``.

    ``year``: in which the case began. Source: § 5 of annex 1 (the office instruction) of rozporządzenie Prezesa Rady
    Ministrów z 18.01.2011, Dz.U. 2011 nr 14 poz. 67.
    """
    return f"{unit}.{class_symbol}.{number}.{year}"


def counter_of(class_symbol: str) -> str:
    """The name of the numbering of a class; its numbers begin anew each year."""
    return f"JRWA {class_symbol}"
