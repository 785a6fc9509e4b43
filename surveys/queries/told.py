"""What the entries say of questionnaires: their versions and publications, told again one entry at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from ledger.replays import Said
from surveys.events import SurveyTag
from surveys.rules.submission import APPROVED, DRAFT, PUBLISHED, RETIRED

SUBJECTS = ("questionnaire", "draft", "version", "publication")
"""What entries about questionnaires speak of; the other entries of this room are not for here."""


@dataclass
class Version:
    """A version as its entries leave it. ``leaf``: the newest of them."""

    key: str
    definition: str
    state: str
    leaf: int
    approved_by: str = ""
    editors: set[str] = field(default_factory=set)


class Told:
    """All versions by stream and number, all publications by id: stream, number, place and days."""

    TAGS: ClassVar[list[str]] = [tag.text for tag in SurveyTag if tag.text.split(":")[1] in SUBJECTS]

    def __init__(self) -> None:
        self.versions: dict[tuple[str, int], Version] = {}
        self.publications: dict[str, tuple[tuple[Any, ...], int]] = {}

    def take(self, one: Said) -> None:
        """One more entry, in the order of the record. Raises LookupError for one about what was never begun."""
        number = (one.stream, one.data["version"])
        if one.tag == SurveyTag.QUESTIONNAIRE_PUBLISHED.text:
            self._publish(one, number)
        elif one.tag == SurveyTag.DRAFT_BEGUN.text:
            self.versions[number] = Version(one.data["key"], one.data["definition"], DRAFT, one.leaf, "", {one.actor})
        elif one.tag == SurveyTag.DRAFT_DISCARDED.text:
            del self.versions[number]
        elif one.tag == SurveyTag.PUBLICATION_ENDED.text:
            values, _leaf = self.publications[one.data["publication"]]
            self.publications[one.data["publication"]] = ((*values[:-1], one.data["to_on"]), one.leaf)
        else:
            self._move(one, self.versions[number])

    def _publish(self, one: Said, number: tuple[str, int]) -> None:
        for (stream, _number), version in self.versions.items():
            if stream == one.stream and version.state == PUBLISHED:
                version.state = RETIRED
        self.versions[number] = Version(one.data["key"], one.data["definition"], PUBLISHED, one.leaf)

    def _move(self, one: Said, version: Version) -> None:
        version.leaf = one.leaf
        if one.tag == SurveyTag.DRAFT_CHANGED.text:
            version.definition = one.data["definition"]
            version.editors.add(one.actor)
        elif one.tag == SurveyTag.VERSION_APPROVED.text:
            version.state, version.approved_by = APPROVED, one.actor
        elif one.tag == SurveyTag.VERSION_REOPENED.text:
            version.state, version.approved_by = DRAFT, ""
        elif one.tag == SurveyTag.VERSION_RETIRED.text:
            version.state = RETIRED
        elif one.tag == SurveyTag.VERSION_RELEASED.text:
            version.state = PUBLISHED
            named = ("place_kind", "place", "from_on", "to_on")
            values = (one.stream, one.data["version"], *(one.data[name] for name in named))
            self.publications[one.data["publication"]] = (values, one.leaf)
