"""Which way of filing the law knows for which kind, and what the office does with the other ones. A table."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Final

from complaints.rules.bases import Basis
from complaints.rules.kinds import Channel, Kind
from kernel.errors import RuleBroken


class WrongChannel(RuleBroken):
    """The law does not know this way for this kind, and nothing is registered. ``facts``: kind, channel."""

    code = "wrong_channel"


class Handling(enum.StrEnum):
    """What becomes of a filing that came by a channel."""

    ACCEPT = "accept"
    LEAVE = "leave"
    """Registered, left without consideration, and whoever filed is told."""
    INVITE = "invite"
    """Nothing can be registered yet: whoever files is invited to do it by a lawful way."""


@dataclass(frozen=True)
class ChannelRule:
    """A row: kinds and channels, what becomes of the filing, the article; for LEAVE the basis it is left on."""

    kinds: frozenset[Kind]
    channels: frozenset[Channel]
    handling: Handling
    source: str
    basis: Basis | None = None


DZIAL_VIII: Final = frozenset({Kind.SKARGA, Kind.WNIOSEK})
PETITION: Final = frozenset({Kind.PETYCJA})
PODANIA: Final = frozenset({Kind.ODWOLANIE, Kind.ZAZALENIE, Kind.PONAGLENIE})
ALL: Final = DZIAL_VIII | PETITION | PODANIA
REGULATION: Final = "§ 5 rozporządzenia w sprawie skarg i wniosków"
PETITIONS: Final = "art. 4 ust. 1 ustawy o petycjach"

CHANNEL_RULES: Final[tuple[ChannelRule, ...]] = (
    ChannelRule(ALL, frozenset({Channel.PHONE}), Handling.INVITE, "art. 63 § 1 KPA; § 5 i 6 rozporządzenia"),
    ChannelRule(
        DZIAL_VIII,
        frozenset({Channel.PAPER, Channel.EMAIL, Channel.ORAL, Channel.EDELIVERY, Channel.OTHER}),
        Handling.ACCEPT,
        REGULATION,
    ),
    ChannelRule(DZIAL_VIII, frozenset({Channel.WEB, Channel.COUNTER}), Handling.ACCEPT, REGULATION),
    ChannelRule(PETITION, frozenset({Channel.ORAL}), Handling.INVITE, PETITIONS),
    ChannelRule(
        PETITION,
        frozenset({Channel.PAPER, Channel.EMAIL, Channel.EDELIVERY, Channel.WEB, Channel.COUNTER, Channel.OTHER}),
        Handling.ACCEPT,
        PETITIONS,
    ),
    ChannelRule(
        PODANIA,
        frozenset({Channel.PAPER, Channel.ORAL, Channel.EDELIVERY, Channel.OTHER}),
        Handling.ACCEPT,
        "art. 63 § 1 KPA",
    ),
    ChannelRule(PODANIA, frozenset({Channel.EMAIL}), Handling.LEAVE, "art. 63 § 1 KPA", Basis.PLAIN_EMAIL),
    ChannelRule(PODANIA, frozenset({Channel.WEB, Channel.COUNTER}), Handling.INVITE, "art. 63 § 1 KPA"),
)
"""Source: art. 63 § 1, 221, 253 KPA; § 5-6 of the complaints regulation; art. 4 of the petitions act.

Ours: a form of this program is unsigned, which is enough for a skarga, a wniosek and a petition (name and address, no
signature asked for), but not for what begins or goes on with a case of a party. OTHER is fax, telegram and the like.
"""


def channel_rule(kind: Kind | str, channel: Channel | str) -> ChannelRule:
    """The row of a kind and a channel. Total for the kinds of the law; raises KeyError for any other."""
    for rule in CHANNEL_RULES:
        if Kind(kind) in rule.kinds and Channel(channel) in rule.channels:
            return rule
    raise KeyError((str(kind), str(channel)))


def lawful_channels(kind: Kind | str) -> tuple[Channel, ...]:
    """The ways a kind can be filed, in the order of the channels."""
    return tuple(way for way in Channel if channel_rule(kind, way).handling is Handling.ACCEPT)


def correct_channels(kind: Kind | str) -> tuple[Channel, ...]:
    """The ways by which a case of a kind can have come into the register: lawful ones, and those left at once."""
    return tuple(way for way in Channel if channel_rule(kind, way).handling is not Handling.INVITE)


def check_channel(kind: Kind | str, channel: Channel | str) -> ChannelRule:
    """The row under which a filing is registered; raises WrongChannel where it is not."""
    rule = channel_rule(kind, channel)
    if rule.handling is Handling.INVITE:
        raise WrongChannel(field="channel", source=rule.source, kind=str(kind), channel=str(channel))
    return rule
