"""How a case can end: outcomes of what this office answers, results of what another body decides."""

from __future__ import annotations

import enum
from typing import Final

from complaints.rules.kinds import Kind
from kernel.errors import RuleBroken


class Outcome(enum.StrEnum):
    """How a case was settled here."""

    ZASADNA = "zasadna"
    CZESCIOWO_ZASADNA = "czesciowo_zasadna"
    BEZZASADNA = "bezzasadna"
    POWTORNA = "powtorna"  # a repeated skarga, by a note in the file (art. 239 § 1 KPA)
    UWZGLEDNIONY = "uwzgledniony"
    CZESCIOWO_UWZGLEDNIONY = "czesciowo_uwzgledniony"
    NIEUWZGLEDNIONY = "nieuwzgledniony"
    UWZGLEDNIONA = "uwzgledniona"
    CZESCIOWO_UWZGLEDNIONA = "czesciowo_uwzgledniona"
    NIEUWZGLEDNIONA = "nieuwzgledniona"
    NOWA_DECYZJA = "nowa_decyzja"  # a new decision of this office's own (art. 132 KPA)
    PRZEKAZANE = "przekazane"  # passed with the files to the body that decides
    ZALATWIONA = "zalatwiona"


OUTCOMES: Final[dict[Kind, tuple[Outcome, ...]]] = {
    Kind.SKARGA: (Outcome.ZASADNA, Outcome.CZESCIOWO_ZASADNA, Outcome.BEZZASADNA),
    Kind.WNIOSEK: (Outcome.UWZGLEDNIONY, Outcome.CZESCIOWO_UWZGLEDNIONY, Outcome.NIEUWZGLEDNIONY),
    Kind.PETYCJA: (Outcome.UWZGLEDNIONA, Outcome.CZESCIOWO_UWZGLEDNIONA, Outcome.NIEUWZGLEDNIONA),
    Kind.ODWOLANIE: (),
    Kind.ZAZALENIE: (),
    Kind.PONAGLENIE: (),
    Kind.SPRAWA: (Outcome.ZALATWIONA,),
}
"""The outcomes an answer can bring. The three kinds that another body decides have results instead."""

REFUSALS: Final = frozenset(
    {
        Outcome.BEZZASADNA,
        Outcome.CZESCIOWO_ZASADNA,
        Outcome.NIEUWZGLEDNIONY,
        Outcome.CZESCIOWO_UWZGLEDNIONY,
    }
)
"""What must come with factual and legal reasons and an instruction. Source: art. 238 § 1, 246 § 1, 247 KPA."""

JUSTIFIED: Final = frozenset({Outcome.ZASADNA, Outcome.CZESCIOWO_ZASADNA})
"""A skarga that was right, wholly or in part: the office records its cause and what it will change."""


class Result(enum.StrEnum):
    """What the other body decided. Source: art. 138 § 1-2, 144, 37 § 6, 134 KPA."""

    UTRZYMANE = "utrzymane"
    UCHYLONE_ZMIENIONE = "uchylone_zmienione"
    UCHYLONE_UMORZONE = "uchylone_umorzone"
    UCHYLONE_PRZEKAZANE = "uchylone_przekazane"
    UMORZONE = "umorzone"
    NIEDOPUSZCZALNE = "niedopuszczalne"
    PONAGLENIE_UZASADNIONE = "ponaglenie_uzasadnione"
    PONAGLENIE_RAZACE = "ponaglenie_razace"
    PONAGLENIE_NIEUZASADNIONE = "ponaglenie_nieuzasadnione"


_OF_APPEALS: Final = (
    Result.UTRZYMANE,
    Result.UCHYLONE_ZMIENIONE,
    Result.UCHYLONE_UMORZONE,
    Result.UCHYLONE_PRZEKAZANE,
    Result.UMORZONE,
    Result.NIEDOPUSZCZALNE,
)
RESULTS: Final[dict[Kind, tuple[Result, ...]]] = {
    Kind.ODWOLANIE: _OF_APPEALS,
    Kind.ZAZALENIE: _OF_APPEALS,
    Kind.PONAGLENIE: (
        Result.PONAGLENIE_UZASADNIONE,
        Result.PONAGLENIE_RAZACE,
        Result.PONAGLENIE_NIEUZASADNIONE,
    ),
}


class WrongOutcome(RuleBroken):
    """The outcome does not belong to this kind. ``facts``: kind, outcome."""

    code = "wrong_outcome"


def check_outcome(kind: Kind | str, outcome: Outcome | str) -> Outcome:
    """The outcome, if a case of this kind can be answered so; raises WrongOutcome."""
    if outcome not in OUTCOMES[Kind(kind)]:
        raise WrongOutcome(field="outcome", kind=str(kind), outcome=str(outcome))
    return Outcome(outcome)


def check_result(kind: Kind | str, result: Result | str) -> Result:
    """The result, if the other body can decide a case of this kind so; raises WrongOutcome."""
    if result not in RESULTS.get(Kind(kind), ()):
        raise WrongOutcome(field="basis", kind=str(kind), outcome=str(result))
    return Result(result)


def legal_notice(kind: Kind | str, outcome: Outcome | str | None) -> str:
    """The article whoever filed is to be told about with an unfavourable outcome; empty where there is none.

    Source: art. 238 § 1 KPA (a refused skarga is answered with the instruction of art. 239), art. 246 § 1 KPA (a
    wniosek settled otherwise than wished may be followed by a skarga).
    """
    if outcome not in REFUSALS:
        return ""
    return "239" if kind == Kind.SKARGA else "246"
