"""Kinds of questions. Each knows its control, what counts as an answer to it, how answers add up, and its options."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from kernel.errors import RuleBroken

NOT_APPLICABLE: Final = "na"
"""The code of "does not apply": an answer, but no part of any base."""

JOINT: Final = "+"
"""Between the codes of several ticked options. Ours: no code has it."""

FEWEST, MOST = 2, 10
"""How many options a question of choices has. Ours: one is no choice, and more than ten fit no screen."""

LONGEST_CODE: Final = 40
"""Signs in the column of an answer. Ours: ten short codes with their joints fit twice."""

LONGEST_TEXT: Final = 500
"""Signs of a short text. Ours: half a screen of a phone; whoever has more to say writes to the office."""


@dataclass(frozen=True)
class Given:
    """An answer, just one of: a value on a scale, the code of a choice (of several: joined by ``+``), words."""

    value: int | None = None
    code: str | None = None
    text: str | None = None


@dataclass(frozen=True)
class Tally:
    """How often each option was chosen, in the order of the questionnaire, and how many answers count (n)."""

    counts: dict[str, int]
    n: int


class NoSuchOption(RuleBroken):
    """The answer is none of the question's options."""

    code = "no_such_option"


class BadText(RuleBroken):
    """Words that are no answer: none, or more than fit."""

    code = "bad_text"


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
    codes: ClassVar[tuple[str, ...]] = ()
    """The codes its options have, in this order; empty where the questionnaire chooses its own."""
    is_scale: ClassVar[bool] = False
    """Whether the codes are values to compute with."""
    has_options: ClassVar[bool] = True
    on_own_device_only: ClassVar[bool] = False
    """Whether it may be asked only where nobody else sees or leaves words: the own phone, paper."""

    def read(self, options: Sequence[Option], typed: str) -> Given:
        """The answer that was chosen. Raises NoSuchOption."""
        for option in options:
            if option.code == typed:
                return Given(value=option.value) if option.value is not None else Given(code=option.code)
        raise NoSuchOption(typed=typed)

    def chosen(self, typed: str) -> frozenset[str]:
        """The codes in what was typed: what a condition of a later question looks at."""
        return frozenset({typed}) if typed else frozenset()

    def tally(self, options: Sequence[Option], answers: Iterable[Given]) -> Tally:
        """Count the answers option by option; "does not apply" is counted but is not part of n."""
        seen = Counter(answer.code if answer.value is None else str(answer.value) for answer in answers)
        counts = {option.code: seen[option.code] for option in options}
        return Tally(counts, sum(count for code, count in counts.items() if code != NOT_APPLICABLE))

    def fault(self, options: Sequence[Option]) -> str | None:
        """Why these options do not make a question of this kind, as a stable word; None when they do."""
        codes = [option.code for option in options if option.code != NOT_APPLICABLE]
        if self.codes:
            return None if tuple(codes) == self.codes else "not_its_options"
        if len(codes) < FEWEST:
            return "too_few_options"
        return "too_many_options" if len(codes) > MOST else None


class FivePoint(Kind):
    """Five labelled points from worst to best: face, word and number on each."""

    name = "five_point"
    control = "faces"
    codes = ("1", "2", "3", "4", "5")
    is_scale = True


class Faces(FivePoint):
    """Five faces with words from worst to best, without numbers."""

    name = "faces"
    control = "only_faces"


class Outcome(Kind):
    """Yes, in progress, no: how far a matter came."""

    name = "outcome"
    control = "choices"
    codes = ("yes", "in_progress", "no")


class ZeroToTen(Kind):
    """Eleven numbers from 0 to 10; words stand at both ends."""

    name = "zero_to_ten"
    control = "numbers"
    codes = tuple(str(value) for value in range(11))
    is_scale = True


class OneOf(Kind):
    """A few choices without an order of merit, such as yes, in progress, no."""

    name = "one_of"
    control = "choices"


class Several(Kind):
    """A few choices of which any number may be ticked."""

    name = "several"
    control = "boxes"

    def read(self, options: Sequence[Option], typed: str) -> Given:
        """The ticked codes in the order of the questionnaire, each once. Raises NoSuchOption."""
        ticked = self.chosen(typed)
        known = [option.code for option in options]
        if not ticked or not ticked <= set(known) or (NOT_APPLICABLE in ticked and len(ticked) > 1):
            raise NoSuchOption(typed=typed)
        return Given(code=JOINT.join(code for code in known if code in ticked))

    def chosen(self, typed: str) -> frozenset[str]:
        """Every ticked code."""
        return frozenset(code for code in typed.split(JOINT) if code)

    def tally(self, options: Sequence[Option], answers: Iterable[Given]) -> Tally:
        """How many ticked each option; n counts those who answered, so shares may add up to more than one."""
        given = [self.chosen(answer.code or "") for answer in answers]
        counts = {option.code: sum(option.code in ticked for ticked in given) for option in options}
        return Tally(counts, sum(bool(ticked - {NOT_APPLICABLE}) for ticked in given))

    def fault(self, options: Sequence[Option]) -> str | None:
        """As of any kind; and all codes together have to fit the column of an answer."""
        together = len(JOINT.join(option.code for option in options))
        return super().fault(options) or ("codes_too_long" if together > LONGEST_CODE else None)


class ShortText(Kind):
    """A few words, without data that tell who somebody is. Never on a tablet others use."""

    name = "short_text"
    control = "words"
    has_options = False
    on_own_device_only = True

    def read(self, options: Sequence[Option], typed: str) -> Given:
        """The words, tidied. Raises BadText when there are none or too many."""
        words = unicodedata.normalize("NFC", typed).replace("\r\n", "\n").strip()
        if not words or len(words) > LONGEST_TEXT:
            raise BadText(length=len(words), limit=LONGEST_TEXT)
        return Given(text=words)

    def chosen(self, typed: str) -> frozenset[str]:
        """Nothing: no condition hangs on words."""
        return frozenset()

    def tally(self, options: Sequence[Option], answers: Iterable[Given]) -> Tally:
        """Words are read, not counted: n only."""
        return Tally({}, sum(answer.text is not None for answer in answers))

    def fault(self, options: Sequence[Option]) -> str | None:
        """It has none."""
        return "not_its_options" if options else None


KINDS: Final[dict[str, Kind]] = {
    kind.name: kind for kind in (FivePoint(), Faces(), Outcome(), ZeroToTen(), OneOf(), Several(), ShortText())
}
