"""Kinds of questions. Each knows the control that asks it, what counts as an answer to it, and how answers add up.

The next kinds (0 to 10, several choices, short text) are further small classes in this file's table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from kernel.errors import RuleBroken

NOT_APPLICABLE: Final = "na"
"""The code of "does not apply": an answer, but no part of any base."""


@dataclass(frozen=True)
class Given:
    """An answer: a value on a scale or the code of a choice, never both."""

    value: int | None = None
    code: str | None = None


@dataclass(frozen=True)
class Tally:
    """How often each option was chosen, in the order of the questionnaire, and how many answers count (n)."""

    counts: dict[str, int]
    n: int


class NoSuchOption(RuleBroken):
    """The answer is none of the question's options."""

    code = "no_such_option"


@dataclass(frozen=True)
class Option:
    """One thing to choose; ``value`` only on a scale. ``text`` by language."""

    code: str
    value: int | None
    text: Mapping[str, str]


class Kind:
    """A kind of question with options to choose one from."""

    name: ClassVar[str]
    control: ClassVar[str]
    """The drawing of it: a macro in templates/surveys/controls.html."""

    def read(self, options: Sequence[Option], typed: str) -> Given:
        """The answer that was chosen. Raises NoSuchOption."""
        for option in options:
            if option.code == typed:
                return Given(value=option.value) if option.value is not None else Given(code=option.code)
        raise NoSuchOption(typed=typed)

    def tally(self, options: Sequence[Option], answers: Iterable[Given]) -> Tally:
        """Count the answers option by option; "does not apply" is counted but is not part of n."""
        seen = Counter(answer.code if answer.value is None else str(answer.value) for answer in answers)
        counts = {option.code: seen[option.code] for option in options}
        return Tally(counts, sum(count for code, count in counts.items() if code != NOT_APPLICABLE))


class FivePoint(Kind):
    """Five labelled points from worst to best: face, word and number on each."""

    name = "five_point"
    control = "faces"


class OneOf(Kind):
    """A few choices without an order of merit, such as yes, in progress, no."""

    name = "one_of"
    control = "choices"


KINDS: Final[dict[str, Kind]] = {kind.name: kind for kind in (FivePoint(), OneOf())}
