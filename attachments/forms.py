"""A form that takes files: what came with it is checked and waits, so that no mistake elsewhere loses it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from typing import Any, ClassVar

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import HiddenField, MultipleFileField

from attachments import actions, queries
from attachments.labels import named_sentence
from attachments.queries import Waiting
from attachments.rules import FILES_PER_FORM, FileRefused, FileState
from attachments.serving import shelf
from kernel.errors import RuleBroken
from web import database, uploads
from web.forms import Form, printable

LONGEST_SHOWN = 60
"""Characters of a refused file's own name that are repeated in a sentence."""


class WithFiles(Form):
    """Files, and how many of them the page showed (``enclosed``)."""

    files = MultipleFileField(_l("Załączniki"))
    enclosed = HiddenField()
    needs_files: ClassVar[bool] = False
    """Whether the form is pointless without a file."""

    def form_id(self) -> uuid.UUID:
        """Under which id files wait with this form."""
        raise NotImplementedError

    def shown(self) -> int:
        """How many files the page showed when the form was sent."""
        found = re.fullmatch(r"[0-9]{1,2}", str(self.enclosed.data or ""))
        return int(found[0]) if found else 0

    def waiting(self) -> list[Waiting]:
        """What waits with this form now; the form shows it from now on."""
        found = queries.waiting(database.session(), self.form_id())
        self.enclosed.data = str(len(found)) if found else ""
        return found

    def take_in(self) -> bool:
        """Let the files that came wait, and take away one the person did not want.

        True when the page has to be shown again: a file was refused (the sentence stands beside the field), or the
        person asked only for this.
        """
        self._remove()
        refusals = list(self._stage())
        if "attach" in request.form and not refusals and not any(_sent()):
            refusals.append(_("Nie wybrano pliku. Proszę go wskazać i nacisnąć przycisk jeszcze raz."))
        self.files.errors = refusals
        return bool(refusals) or "attach" in request.form or "remove" in request.form

    def validate(self, extra_validators: Any = None) -> bool:
        """All fields, and every waiting file: the scanner may have found something in it meanwhile."""
        is_good = bool(super().validate(extra_validators))
        there = queries.waiting(database.session(), self.form_id()) if self.needs_files or self.shown() else []
        self.files.errors = [
            named_sentence(one.upload.name, FileRefused(code="file_infected"))
            for one in there
            if one.file.state == FileState.INFECTED
        ]
        if self.needs_files and not there:
            self.files.errors = [self._nothing_there()]
        return is_good and not self.files.errors

    def forget(self) -> None:
        """Take away all that waits with this form: it will not be sent."""
        for one in queries.waiting(database.session(), self.form_id()):
            actions.unstage(database.write(), self.form_id(), one.upload.id)
        database.commit()

    def _nothing_there(self) -> str:
        if self.shown():
            return str(_("Tych plików już tu nie ma: są w sprawie albo czekały dłużej niż dobę. Proszę to sprawdzić."))
        return str(_("Nie wybrano pliku. Proszę go wskazać i nacisnąć przycisk jeszcze raz."))

    def _remove(self) -> None:
        try:
            unwanted = uuid.UUID(request.form.get("remove", ""))
        except ValueError:
            return
        actions.unstage(database.write(), self.form_id(), unwanted)
        database.commit()

    def _stage(self) -> Iterator[str]:
        """Check each file while nothing is locked, then keep it; the sentences of those that were refused."""
        if uploads.are_too_large():
            yield _(
                "Pliki są razem za duże, więc nie zapisaliśmy żadnego z nich. Jeden plik może mieć najwyżej "
                "%(limit)s MB. Proszę dołączać je po jednym.",
                limit=shelf().megabytes,
            )
        for number, file in enumerate(_sent()):
            try:
                _keep(self.form_id(), file, number)
            except RuleBroken as broken:
                database.rollback()
                yield named_sentence(printable(file.filename or "")[-LONGEST_SHOWN:], broken)


def _sent() -> Iterator[FileStorage]:
    """The files of this request; a field that was left empty sends one without a name."""
    return (file for file in request.files.getlist("files") if file.filename)


def _keep(form_id: uuid.UUID, file: FileStorage, number: int) -> None:
    if number >= FILES_PER_FORM:
        raise FileRefused(code="too_many_files", limit=FILES_PER_FORM)  # not even looked at: looking costs time
    if database.is_writing():
        database.commit()  # let go of the lock: looking at a file takes a while
    draft = actions.prepare(shelf(), file.stream)
    actions.stage(database.write(), database.clock(), shelf(), form_id, draft, file.filename or "")
    database.commit()
