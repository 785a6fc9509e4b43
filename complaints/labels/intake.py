"""The words of taking in: what becomes of a filing by its channel, what an earlier case means, what else there is."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from complaints.labels.names import KINDS
from complaints.rules.channels import PODANIA, Handling, channel_rule
from complaints.rules.kinds import Channel, Kind
from complaints.rules.repeats import Repeat

HANDLINGS: Final = {
    Handling.ACCEPT: _l("tak"),
    Handling.LEAVE: _l("rejestruje się i zostawia bez rozpoznania"),
    Handling.INVITE: _l("nie tą drogą"),
}
"""What becomes of a filing, in the table of channels."""

REPEATS: Final = {
    Repeat.NOTE_POSSIBLE: _l(
        "Tę skargę uznano za bezzasadną. Jeśli nowa nie podaje nowych okoliczności, wystarczy adnotacja w aktach "
        "(art. 239 § 1 KPA)."
    ),
    Repeat.NOTE_IMPOSSIBLE: _l(
        "Tej skargi nie uznano za bezzasadną, więc adnotacja w aktach nie wystarczy: nową rozpatruje się jak każdą "
        "(art. 239 § 1 KPA)."
    ),
    Repeat.STILL_OPEN: _l("Ta sprawa jest jeszcze w toku. Może to samo pismo po raz drugi?"),
    Repeat.NO_RULE: _l("Ta sprawa jest zakończona."),
}
ELSEWHERE: Final = {
    "court": _l("tak – skarga do sądu administracyjnego"),
    "whistleblower": _l("tak – zgłoszenie naruszenia prawa przez sygnalistę"),
}
"""What is led to its own way and never stored here."""


def channel_refusal(kind: str, channel: str) -> str:
    """Why nothing is registered by this way, and how it can be filed; empty where it is registered."""
    rule = channel_rule(kind, channel)
    if rule.handling is not Handling.INVITE:
        return ""
    if channel == Channel.PHONE and kind != Kind.PETYCJA:
        return str(
            _(
                "Przez telefon nie można niczego złożyć. Proszę zaprosić osobę do spisania protokołu albo poprosić "
                "o pismo."
            )
        )
    if kind == Kind.PETYCJA:
        return str(
            _(
                "Petycji nie można złożyć ustnie (art. 4 ust. 1 ustawy o petycjach). Proszę pomóc ją spisać: "
                "z podpisem rejestruje się ją jako pismo."
            )
        )
    return str(
        _(
            "Tego pisma nie można złożyć formularzem bez podpisu (art. 63 § 1 KPA). Wydruk z podpisem rejestruje się "
            "jako pismo, ustnie spisuje się protokół, elektronicznie wysyła się je na adres do e-Doręczeń."
        )
    )


def channel_note(kind: str, channel: str) -> str:
    """What a registered case's channel means for it; empty where it is one of the lawful ways."""
    if kind not in KINDS or kind == Kind.SPRAWA:
        return ""
    rule = channel_rule(kind, channel)
    named: dict[str, Any] = {"kind": KINDS[kind], "source": rule.source}
    if rule.handling is Handling.LEAVE:
        return str(
            _(
                "%(kind)s: pismo wpłynęło zwykłym e-mailem, a tak nie można go wnieść (%(source)s). Zostaje "
                "w rejestrze bez rozpoznania. Osobę, która je wniosła, trzeba o tym zawiadomić i wskazać jej właściwą "
                "drogę.",
                **named,
            )
        )
    if rule.handling is Handling.ACCEPT:
        return ""
    if kind in PODANIA:
        return str(
            _(
                "%(kind)s: pismo wpłynęło drogą, której prawo dla niego nie zna (%(source)s). Proszę wezwać "
                "do usunięcia tego braku (art. 64 § 2 KPA).",
                **named,
            )
        )
    return str(
        _("Tą drogą nie można wnieść takiej sprawy (%(source)s). Proszę zaprosić do złożenia jej na piśmie.", **named)
    )


def told_left(kind: str, channel: str) -> str:
    """What whoever filed is told at once where their way leads to nothing; empty for every other way."""
    if kind == Kind.SPRAWA or channel_rule(kind, channel).handling is not Handling.LEAVE:
        return ""
    return str(
        _(
            "Tego pisma nie można wnieść zwykłym e-mailem, dlatego zostanie bez rozpoznania (art. 63 § 1 KPA). Można "
            "je złożyć na piśmie z podpisem, wysłać przez e-Doręczenia albo powiedzieć w urzędzie do protokołu. "
            "Termin na to biegnie dalej."
        )
    )


def incomplete_note(kind: str) -> str:
    """What a missing name or address means for a registered case."""
    if kind == Kind.PETYCJA:
        return str(
            _(
                "Brakuje imienia i nazwiska (nazwy) albo adresu. Petycja zostaje w rejestrze i pozostawia się ją bez "
                "rozpatrzenia (art. 7 ust. 1 ustawy o petycjach)."
            )
        )
    if kind in PODANIA:
        return str(
            _(
                "Brakuje imienia i nazwiska albo adresu. Jeśli adresu nie da się ustalić, pismo pozostawia się bez "
                "rozpoznania (art. 64 § 1 KPA)."
            )
        )
    return str(
        _(
            "Brakuje imienia, nazwiska albo adresu. Pismo zostaje w rejestrze, a następny krok to pozostawienie go bez "
            "rozpoznania (§ 8 ust. 1 rozporządzenia)."
        )
    )
