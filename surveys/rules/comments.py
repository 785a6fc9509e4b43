"""Residents' comments: what may be decided about one, and what of its words is shown. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Final

from kernel.errors import RuleBroken
from kernel.screening import Trace, found_in

NEW, SHOWN, HIDDEN = "new", "shown", "hidden"
"""How a comment stands: nobody decided yet, departments see it, nobody but its reviewers does."""

STANDINGS: Final = (NEW, SHOWN, HIDDEN)

REASONS: Final = ("personal", "abusive", "off_topic", "empty")
"""Why a comment is hidden. Ours: four short words count better than sentences, and no word of a resident gets in."""

BY_HAND: Final = "hand"
"""Beside the kinds of traces: a part somebody hid by hand."""

MOST_AT_ONCE: Final = 100
"""Comments of one bulk step. Ours: four pages of the list."""

Span = tuple[int, int]
"""First sign of a part and the sign after its last."""


class NoReason(RuleBroken):
    """A comment is hidden only for a reason. ``field``: the reason."""

    code = "no_reason"


class NotInWords(RuleBroken):
    """A part to hide that does not stand in the words as they are shown. ``field``: the parts."""

    code = "not_in_words"


class Erased(RuleBroken):
    """The words were erased; nothing is left to decide."""

    code = "erased"


class NoSuchTheme(RuleBroken):
    """A theme that is not on the list, or not any more."""

    code = "no_such_theme"


def spans_of(text: str, parts: Iterable[str]) -> tuple[Span, ...]:
    """Every place at which one of the parts stands in a text, in order. Raises NotInWords for one that does not."""
    found: set[Span] = set()
    for part in (part.strip() for part in parts):
        if not part:
            continue
        at = text.find(part)
        if at < 0:
            raise NotInWords(field="parts", code="not_in_words", part=part)
        while at >= 0:
            found.add((at, at + len(part)))
            at = text.find(part, at + 1)
    return joined(found)


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same places without overlaps, in order."""
    done: list[Span] = []
    for start, end in sorted(spans):
        if done and start <= done[-1][1]:
            done[-1] = (done[-1][0], max(end, done[-1][1]))
        else:
            done.append((start, end))
    return tuple(done)


def shown_parts(text: str, masked: Sequence[Span]) -> list[tuple[str, str]]:
    """The text as pieces of (what hides it, its letters), in order; what nothing hides has an empty word.

    What tells who somebody is by its form (``kernel.screening``) is hidden by its ``Trace``, whatever was decided by
    hand; the rest of what somebody hid by hand as ``BY_HAND``.
    """
    marks = [""] * len(text)
    for start, end in masked:
        marks[start:end] = [BY_HAND] * len(marks[start:end])
    for one in found_in(text):
        marks[one.start : one.end] = [one.trace.value] * (one.end - one.start)
    pieces, at = [], 0
    for mark, run in groupby(marks):
        length = len(list(run))
        pieces.append((mark, text[at : at + length]))
        at += length
    return pieces


def shown_text(text: str, masked: Sequence[Span], words: Mapping[str, str]) -> str:
    """The text with a word in place of everything hidden; ``words``: the word for each ``Trace`` and ``BY_HAND``."""
    return "".join(words[mark] if mark else letters for mark, letters in shown_parts(text, masked))


def traces_in(text: str) -> tuple[Trace, ...]:
    """What of a text is hidden by its form, each kind once."""
    return tuple(dict.fromkeys(one.trace for one in found_in(text)))
