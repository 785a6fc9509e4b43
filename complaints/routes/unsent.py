"""Words are kept while somebody types, shown again to them alone, and gone once they were sent."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from flask import abort, flash, jsonify, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from complaints.actions.unsent import AlreadySent, forget_words, keep_words
from complaints.models import ComplaintLetter
from complaints.queries import Case, case_for
from complaints.queries.unsent import Unsent, unsent_of
from complaints.routes.room import blueprint
from complaints.rules.unsent import is_form, letter_of, step_of
from kernel.errors import NotFound, RuleBroken
from kernel.permissions import Permission
from office.forms import EmptyForm
from web import database
from web.access import current_actor, requires
from web.filters import moment_short
from web.forms import Form, is_secret, printable

KEEP: Final = "keep_words"
"""What the button sends that keeps a form without sending it."""

NOT_KEPT: Final = frozenset({"csrf_token", "form", "shown_at", KEEP, "take_theirs"})


LONG_AGO: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Kept:
    """What a page says of kept words. ``kept_at``: when they were kept that stand in the form; None: none do.

    ``refused_at``: when they were kept because what was sent was refused; ``is_loose``: they stand on the page only
    and its script keeps them when it is left; ``shown_at``: when the page was made.
    """

    form: str
    kept_at: dt.datetime | None = None
    refused_at: dt.datetime | None = None
    is_loose: bool = False
    shown_at: dt.datetime = field(default_factory=lambda: database.clock().now())


def waiting(found: Case, form: Form, name: str) -> Kept:
    """Fill a form with what its reader typed before and did not send. One statement."""
    unsent = unsent_for(found, name)
    if unsent is None:
        return Kept(name)
    form.process(MultiDict(unsent.fields))
    return Kept(name, unsent.kept_at)


def unsent_for(found: Case, name: str) -> Unsent | None:
    """What the reader typed into a form of a case and did not send."""
    every = unsent_of(database.session(), current_actor().person_id, found.complaint.id)
    return next((one for one in every if one.form == name), None)


def asks_to_keep() -> bool:
    """Whether a form was sent to be kept only."""
    return KEEP in request.form and EmptyForm().validate()


def keep(found: Case, name: str, shown_at: dt.datetime | None = None) -> Kept:
    """Keep what was sent, and commit. ``shown_at``: of the page whose script asks. Raises AlreadySent."""
    session, clock = database.session(), database.clock()
    keep_words(session, clock, current_actor(), found.complaint, name, _typed(), shown_at)
    database.commit()
    return Kept(name, clock.now())


def keep_refused(found: Case, name: str) -> Kept:
    """Keep what was refused, and commit: whoever closes the page then loses nothing. Words that were sent before, as by
    a second click, or that cannot be kept, are not; the page shows them all the same. A form from before a sign-in
    proves nothing of its sender, so nothing is written for it: the page that answers keeps it.
    """
    if not found.is_readable:
        return Kept(name)
    if not EmptyForm().validate():
        return Kept(name, is_loose=True)
    try:
        return Kept(name, refused_at=keep(found, name, _shown_at()).kept_at)
    except RuleBroken:
        database.rollback()
        return Kept(name)


def forget(complaint_id: uuid.UUID, name: str) -> None:
    """The words of a form were sent: they are kept no longer. The caller commits."""
    forget_words(database.session(), database.clock(), current_actor().person_id, complaint_id, name)


def place_of(complaint_id: uuid.UUID, name: str) -> str:
    """The address of a form whose words are kept. Raises NotFound."""
    if not is_form(name):
        raise NotFound
    letter, move = letter_of(name), step_of(name)
    if letter is not None:
        return url_for("complaints.edit_letter", letter_id=letter)
    if move is not None:
        return url_for("complaints.move", complaint_id=complaint_id, move_name=move)
    return url_for(f"complaints.{name}", complaint_id=complaint_id)


@blueprint.post("/case/<uuid:complaint_id>/unsent")
@requires(Permission.COMPLAINT_NOTE)
def keep_unsent(complaint_id: uuid.UUID) -> Response:
    """Keep what stands in a form, sent by its script every few seconds. It does not keep a sign-in awake."""
    found, name = _own_case(complaint_id)
    try:
        kept = keep(found, name, _shown_at())
    except AlreadySent:
        database.rollback()
        answer = jsonify(
            said=_("Ten formularz już wysłano albo jego szkic usunięto. Żeby pisać dalej, proszę go otworzyć na nowo.")
        )
        answer.status_code = 409
        return answer
    when = moment_short(kept.kept_at or database.clock().now(), database.clock().today())
    return jsonify(said=_("Szkic zachowany: %(moment)s.", moment=when))


@blueprint.post("/case/<uuid:complaint_id>/unsent/discard")
@requires(Permission.COMPLAINT_NOTE)
def discard_unsent(complaint_id: uuid.UUID) -> Response:
    """Throw away what was kept of a form, and show the form as it is stored."""
    found, name = _own_case(complaint_id)
    place = place_of(complaint_id, name)
    forget(found.complaint.id, name)
    database.commit()
    flash(_("Usunięto szkic."))
    return redirect(place)


def _own_case(complaint_id: uuid.UUID) -> tuple[Case, str]:
    """A case whose words the reader may read, and the form; the letter of it has to be one of the case."""
    if not EmptyForm().validate():
        abort(400)
    found, name = case_for(database.session(), current_actor(), complaint_id), request.form.get("form", "")
    letter_id = letter_of(name)
    letter = database.session().get(ComplaintLetter, letter_id) if letter_id else None
    if not found.is_readable or (letter_id and (letter is None or letter.complaint_id != complaint_id)):
        raise NotFound
    return found, name


def _shown_at() -> dt.datetime:
    """When the page was made, by its own word; of a page that does not say so, or says what is no moment, long ago."""
    try:
        shown_at = dt.datetime.fromisoformat(request.form.get("shown_at", ""))
        return shown_at.astimezone(dt.UTC) if shown_at.tzinfo else LONG_AGO
    except (ValueError, OverflowError):
        return LONG_AGO


def _typed() -> Sequence[tuple[str, str]]:
    sent = request.form.items(multi=True)
    return [(name, printable(value)) for name, value in sent if name not in NOT_KEPT and not is_secret(name)]
