"""What the law offers whoever filed a case and is not content: never that the case is taken up again."""

from __future__ import annotations

import enum
from typing import Final

from complaints.rules.kinds import Kind
from complaints.rules.moves import State
from complaints.rules.outcomes import Outcome


class Remedy(enum.StrEnum):
    """A way that is open."""

    PONAGLENIE = "ponaglenie"
    SKARGA_ON_DELAY = "skarga_on_delay"
    NEW_SKARGA = "new_skarga"
    REPEATED = "repeated"
    SKARGA_246 = "skarga_246"
    NEW_PETITION = "new_petition"
    FILE_AGAIN = "file_again"
    AS_IN_DECISION = "as_in_decision"
    ASK_THE_BODY = "ask_the_body"


AFTER_ANSWER: Final[dict[Kind, tuple[Remedy, ...]]] = {
    Kind.SKARGA: (Remedy.NEW_SKARGA,),
    Kind.WNIOSEK: (Remedy.SKARGA_246,),
    Kind.PETYCJA: (Remedy.NEW_PETITION,),
    Kind.ODWOLANIE: (Remedy.AS_IN_DECISION,),
    Kind.ZAZALENIE: (Remedy.AS_IN_DECISION,),
    Kind.PONAGLENIE: (),
    Kind.SPRAWA: (),
}
"""Source: art. 227, 246 KPA; art. 13 section 2 of the petitions act (how it was settled is no matter of a skarga)."""


def remedies(kind: Kind | str, state: State | str, outcome: str | None, *, is_late: bool) -> tuple[Remedy, ...]:
    """The ways open to whoever filed a case. ``is_late``: its last day is over and it is still open.

    A skarga shown groundless: a new one needs new circumstances (art. 239 § 1 KPA). A late skarga: ponaglenie
    (art. 237 § 4, 37); a late wniosek or petition: a skarga (art. 246 § 1, 227), no ponaglenie.
    """
    found, where = Kind(kind), State(state)
    if where in (State.SETTLED, State.DECIDED):
        again = (Remedy.REPEATED,) if outcome in (Outcome.BEZZASADNA, Outcome.POWTORNA) else ()
        return (*again, *AFTER_ANSWER[found])
    if where is State.UNCONSIDERED:
        return (Remedy.FILE_AGAIN,)
    if where is State.TRANSFERRED:
        return (Remedy.ASK_THE_BODY,)
    if not is_late or where in (State.WITHDRAWN, State.DIVERTED, State.JOINED, State.PASSED):
        return ()
    return (Remedy.PONAGLENIE,) if found in (Kind.SKARGA, Kind.ODWOLANIE, Kind.ZAZALENIE) else (Remedy.SKARGA_ON_DELAY,)
