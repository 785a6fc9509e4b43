"""What the entries of a case say of its words: commitments to them, and the facts of each step beside its days.

A pure fold over the entries of one stream, oldest first, as rules.replay is for the case itself. What an entry of an
earlier version does not say is not in the fold either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from complaints.rules.moves import Move
from complaints.rules.replay import NO_STEPS

Data = Mapping[str, Any]

FACTS_OF_A_STEP: Final = {
    "body": "body_id", "basis": "basis", "reference": "reference", "channel": "channel", "from": "qualified_from",
    "to": "qualified_to", "other": "other_id",
}  # fmt: skip
"""Keys of a step's entry, and the columns that repeat them."""


@dataclass(slots=True)
class StepWords:
    """A step: the facts its entry names, who took it, and the commitment to its reason (None: without one)."""

    facts: dict[str, Any]
    text: str | None
    actor: str
    is_erased: bool = False


@dataclass(slots=True)
class DraftWords:
    """The answer put forward last: whose, its outcome, the commitment to its words, and who approved them (None: none
    so far)."""

    outcome: str
    text: str
    drafted_by: str
    approved_by: str | None = None


@dataclass(slots=True)
class LetterWords:
    """A letter: the commitments to its words and, once sent, to its file; the facts its entries name, by column."""

    text: str
    facts: dict[str, Any]
    paper: str | None = None
    is_erased: bool = False


@dataclass(slots=True)
class CaseWords:
    """The words of a case by its entries. Texts are commitments; ``attachments`` and ``letters`` by the id of each.

    ``notes``: how often each commitment was made, reasons that stand beside the notes among them; ``erased_notes``: how
    many were emptied since.
    """

    complainant: str | None = None
    matter: str | None = None
    reply: dict[str, str | None] | None = None
    ground: str = ""
    notes: Counter[str] = field(default_factory=Counter)
    erased_notes: int = 0
    steps: list[StepWords] = field(default_factory=list)
    draft: DraftWords | None = None
    letters: dict[str, LetterWords] = field(default_factory=dict)
    attachments: dict[str, Data] = field(default_factory=dict)
    publication: dict[str, Any] | None = None
    is_hidden: bool = False
    scan: str | None = None
    is_erased: bool = False


def applied(words: CaseWords, tag: str, data: Data, actor: str, effective_on: str) -> None:
    """Take one more entry in; a tag that says nothing of words is passed over."""
    change = _CHANGES.get(tag)
    if change is not None:
        change(words, data, actor, effective_on)


def _received(words: CaseWords, data: Data, _actor: str, _on: str) -> None:
    words.complainant, words.matter = data["complainant"], data["matter"]


def _nothing(_words: CaseWords, _data: Data, _actor: str, _on: str) -> None:
    """An imported case came without words."""


def _noted(words: CaseWords, data: Data, _actor: str, _on: str) -> None:
    words.notes[data["note"]] += 1


def _reasoned(words: CaseWords, data: Data, _actor: str, _on: str) -> None:
    if data.get("text") is not None:
        words.notes[data["text"]] += 1


def _stepped(words: CaseWords, data: Data, actor: str, _on: str) -> None:
    facts = {column: data[key] for key, column in FACTS_OF_A_STEP.items() if key in data}
    words.steps.append(StepWords(facts, data["text"], actor))


def _sent_back(words: CaseWords, data: Data, actor: str, on: str) -> None:
    _stepped(words, data, actor, on)
    if words.draft is not None:
        words.draft.approved_by = None


def _drafted(words: CaseWords, data: Data, actor: str, _on: str) -> None:
    words.draft = DraftWords(data["outcome"], data["reply"], actor)


def _approved(words: CaseWords, data: Data, actor: str, _on: str) -> None:
    if words.draft is not None:
        words.draft.text, words.draft.approved_by = data["reply"], actor


def _settled(words: CaseWords, data: Data, _actor: str, _on: str) -> None:
    words.reply = {key: data[key] for key in ("reply", "cause", "corrective") if key in data}


def _letter_begun(words: CaseWords, data: Data, actor: str, _on: str) -> None:
    facts = {"template_id": data["template"], "template_version": data["version"], "state": "draft"}
    words.letters[data["letter"]] = LetterWords(data["text"], {**facts, "drafted_by_id": actor})


def _letter_edited(words: CaseWords, data: Data, _actor: str, _on: str) -> None:
    words.letters[data["letter"]].text = data["text"]


def _letter_discarded(words: CaseWords, data: Data, _actor: str, _on: str) -> None:
    words.letters.pop(data["letter"], None)


def _letter_sent(words: CaseWords, data: Data, actor: str, on: str) -> None:
    letter = words.letters[data["letter"]]
    letter.text, letter.paper = data["text"], data["paper"]
    letter.facts |= {"template_version": data["version"], "state": "sent", "channel": data["channel"]}
    letter.facts |= {"has_privacy": data["privacy"], "sent_on": on, "sent_by_id": actor}


def _attached(words: CaseWords, data: Data, _actor: str, _on: str) -> None:
    words.attachments[data["attachment"]] = data


def _published(words: CaseWords, data: Data, _actor: str, _on: str) -> None:
    words.publication, words.is_hidden = dict(data), False


def _taken_down(words: CaseWords, _data: Data, _actor: str, _on: str) -> None:
    words.is_hidden, words.scan = True, None


def _scanned(words: CaseWords, data: Data, _actor: str, _on: str) -> None:
    words.scan = data["file"]


def _restricted(words: CaseWords, data: Data, _actor: str, _on: str) -> None:
    words.ground = data["ground"]


def _lifted(words: CaseWords, _data: Data, _actor: str, _on: str) -> None:
    words.ground = ""


def _erased(words: CaseWords, _data: Data, _actor: str, _on: str) -> None:
    """Of all that was written until then stays that it was; what is written afterwards is compared again."""
    words.complainant = words.matter = words.reply = words.draft = words.publication = words.scan = None
    words.ground, words.is_erased, words.is_hidden = "", True, False
    words.erased_notes += words.notes.total()
    words.notes.clear()
    words.attachments.clear()
    for step in words.steps:
        step.is_erased = True
    words.letters = {key: letter for key, letter in words.letters.items() if letter.facts["state"] == "sent"}
    for letter in words.letters.values():
        letter.is_erased = True


_CHANGES: Final[dict[str, Callable[[CaseWords, Data, str, str], None]]] = {
    **{f"complaints:complaint:{move}": _stepped for move in Move if move not in NO_STEPS},
    "complaints:complaint:receive": _received,
    "complaints:complaint:import": _nothing,
    "complaints:complaint:note": _noted,
    "complaints:complaint:describe": _reasoned,
    "complaints:complaint:sign": _reasoned,
    "complaints:complaint:send_back": _sent_back,
    "complaints:answer:draft": _drafted,
    "complaints:answer:approve": _approved,
    "complaints:complaint:settle": _settled,
    "complaints:letter:draft": _letter_begun,
    "complaints:letter:edit": _letter_edited,
    "complaints:letter:discard": _letter_discarded,
    "complaints:letter:send": _letter_sent,
    "complaints:attachment:add": _attached,
    "complaints:petition:publish": _published,
    "complaints:petition:take_down": _taken_down,
    "complaints:petition:scan": _scanned,
    "complaints:complaint:restrict": _restricted,
    "complaints:complaint:lift": _lifted,
    "complaints:complaint:erase": _erased,
}

TOLD: Final = frozenset(_CHANGES)
"""The tags that say something of words."""
