"""The office's crest: shown in the header of every page, served from its own address."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import request, url_for
from flask_babel import gettext as _

from attachments.actions import CREST_MEGABYTES, Draft, keep, prepare
from attachments.labels import sentence_for as sentence_of_file
from attachments.models import StoredFile
from attachments.rules import FileRefused
from attachments.serving import shelf
from kernel.errors import RuleBroken
from kernel.permissions import Permission
from office.actions.crest import set_crest
from office.forms.crest import CrestForm
from office.labels import sentence_for
from office.queries.crest import crest_row
from office.routes.room import blueprint
from office.routes.steps import Answer, step
from web import database, uploads
from web.access import current_actor, requires
from web.uploads import takes_files


@blueprint.route("/administration/crest", methods=["GET", "POST"])
@requires(Permission.OFFICE_ADMINISTER)
@takes_files
def crest() -> Answer:
    """Choose a picture, or go back to the plain sign."""
    row = crest_row(database.session())
    form = CrestForm(data={"row_version": str(row.row_version if row else 0)} if request.method != "POST" else {})
    del form.reason

    def act() -> None:
        file = _stored() if form.what.data == "file" else None
        set_crest(database.session(), database.clock(), current_actor(), file, row_version=form.version())

    return step(
        form,
        act,
        back=url_for("office.office_data"),
        saved=_("Zapisano herb."),
        sentences=sentence_of_crest,
        title=_("Herb urzędu"),
        lead=_("Stoi w nagłówku każdej strony, obok nazwy urzędu."),
        go=_("Zapisz"),
        trail=(
            (url_for("office.administration"), _("Administracja")),
            (url_for("office.office_data"), _("Dane urzędu")),
        ),
    )


def _stored() -> StoredFile:
    """The picture of this request, kept. Raises FileRefused beside the field."""
    draft = sent_picture()
    if draft is None:
        raise FileRefused(code="no_picture", field="picture")
    return kept_picture(draft)


def sent_picture() -> Draft | None:
    """The picture of this request, checked and drawn anew; None where none was chosen.

    Takes no lock; what becomes of the draft is the caller's. Raises FileRefused beside the field.
    """
    if uploads.are_too_large():
        raise FileRefused(code="file_too_large", field="picture", limit=CREST_MEGABYTES)
    sent = request.files.get("picture")
    if sent is None or not sent.filename:
        return None
    with _beside_the_field():
        return prepare(shelf(), sent.stream, is_crest=True)


def kept_picture(draft: Draft) -> StoredFile:
    """The draft with its row and its place, for everybody to see. Raises FileRefused beside the field."""
    with _beside_the_field():
        return keep(database.session(), database.clock(), shelf(), draft, is_public=True)


def sentence_of_crest(broken: RuleBroken) -> str:
    """What is wrong with the picture, or with anything else of the office."""
    if broken.code == "no_picture":
        return str(_("Nie wybrano pliku. Proszę go wskazać albo wybrać zwykły znak programu."))
    return sentence_of_file(broken) if isinstance(broken, FileRefused) else sentence_for(broken)


@contextmanager
def _beside_the_field() -> Iterator[None]:
    try:
        yield
    except FileRefused as refused:
        refused.field = "picture"
        raise
