"""Comments as those who decide about them type: one comment, many at once, a theme."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField

from kernel.errors import RuleBroken
from office.forms.lists import polish_name, since_field
from office.forms.records import RecordForm
from surveys.actions import ThemeTyped
from surveys.actions.comments import Decision
from surveys.forms import read_id
from surveys.labels.comments import REASONS, theme_name
from surveys.models import Theme
from surveys.queries.comments import CommentRow, Key
from surveys.rules.comments import HIDDEN, MOST_AT_ONCE, SHOWN, Span, spans_of
from web.boxes import BoxesField
from web.forms import AtMost, Form, Needed

WHY: Final = (("", _l("wybierz, jeśli ukryty")), *REASONS.items())

Picked = tuple[Key, int]
"""A comment and the version of its decision the list was made from."""


class ThemeForm(RecordForm):
    """A theme of comments."""

    name_pl = polish_name()
    name_en = StringField(_l("Nazwa po angielsku"), [AtMost(120)])
    name_uk = StringField(_l("Nazwa po ukraińsku"), [AtMost(120)])
    valid_from_on = since_field()

    def typed(self) -> ThemeTyped:
        """The typed theme."""
        return ThemeTyped(**self.values())


class DecideForm(RecordForm):
    """What becomes of one comment."""

    standing = RadioField(
        _l("Decyzja"),
        [Needed(_l("Brak decyzji. Proszę wybrać, czy wydział ma widzieć ten komentarz."))],
        choices=[(SHOWN, _l("pokazać wydziałowi")), (HIDDEN, _l("ukryć"))],
        validate_choice=False,
    )
    why = SelectField(_l("Dlaczego ukryty"), choices=list(WHY), validate_choice=False)
    parts = TextAreaField(
        _l("Co jeszcze zakryć"),
        description=_l(
            "Nazwiska, adresy, wszystko, po czym można kogoś rozpoznać. Każdy fragment w osobnym wierszu, dokładnie "
            "jak w komentarzu."
        ),
        render_kw={"rows": 3},
    )
    themes = BoxesField(_l("Tematy"), validate_choice=False)

    def offer(self, themes: Sequence[Theme]) -> None:
        """The themes of today, and those the comment has already."""
        self.themes.choices = [(str(theme.id), theme_name(theme)) for theme in themes]

    def decision(self, text: str) -> Decision:
        """The typed decision about a text. Raises NotInWords."""
        return Decision(self.standing.data, self.why.data or "", self._spans(text))

    def chosen(self) -> set[uuid.UUID]:
        """The ticked themes."""
        offered = {key for key, _name in self.themes.choices}
        return {uuid.UUID(key) for key in self.themes.data or () if key in offered}

    def _spans(self, text: str) -> tuple[Span, ...]:
        return spans_of(text, (self.parts.data or "").splitlines())


def stored(row: CommentRow) -> dict[str, Any]:
    """A comment as the form holds it."""
    text = row.words.text or ""
    return {
        "row_version": str(row.row_version),
        "standing": row.standing if row.row_version else None,
        "why": row.why,
        "parts": "\n".join(dict.fromkeys(text[start:end] for start, end in row.masked)),
        "themes": [str(theme.id) for theme in row.themes],
    }


class NothingPicked(RuleBroken):
    """No comment, or no theme, was ticked, or too many were."""

    code = "nothing_picked"


class BulkForm(Form):
    """One step with many comments: ``do`` is the button that was pressed."""

    do = HiddenField()
    why = SelectField(_l("Powód ukrycia"), choices=list(WHY), validate_choice=False)
    themes = BoxesField(_l("Tematy"), validate_choice=False)
    pick = BoxesField(validate_choice=False)

    def picked(self) -> list[Picked]:
        """The ticked comments. Raises NothingPicked."""
        found = [_picked(text) for text in self.pick.data or ()]
        if not found:
            raise NothingPicked(field="pick")
        if len(found) > MOST_AT_ONCE:
            raise NothingPicked(field="pick", code="too_many")
        return [one for one in found if one]

    def chosen(self) -> set[uuid.UUID]:
        """The ticked themes. Raises NothingPicked."""
        found = {key for key in (read_id(text) for text in self.themes.data or ()) if key}
        if not found:
            raise NothingPicked(field="themes", code="no_theme_picked")
        return found


def _picked(text: str) -> Picked | None:
    found = re.fullmatch(r"([0-9a-f-]{36}):([a-z0-9_]{1,40}):([0-9]{1,9})", text)
    key = read_id(found[1]) if found else None
    return ((key, found[2]), int(found[3])) if found and key else None
