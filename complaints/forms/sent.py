"""What all forms of this room share that make something new: each is sent once, with its files."""

from __future__ import annotations

import uuid

from flask_babel import gettext as _
from wtforms import HiddenField
from wtforms.validators import ValidationError

from attachments.actions import restage
from attachments.forms import WithFiles
from complaints.actions import AlreadyFiled
from kernel.errors import RuleBroken
from kernel.ids import new_id
from web import database
from web.dayfield import DayField
from web.forms import Form


class NotLater:
    """A day that has already come."""

    def __call__(self, _form: Form, field: DayField) -> None:
        if field.data is not None and field.data > database.clock().today():
            raise ValidationError(_("Ten dzień jeszcze nie nadszedł. Proszę sprawdzić miesiąc i rok."))


class SentOnce(Form):
    """A form that becomes a case, an opinion or a note once, however often it is sent."""

    submission_id = HiddenField(default=lambda: str(new_id()))

    def submission(self) -> uuid.UUID:
        """The id of this filing; a new one where the form brought none that is a UUID."""
        try:
            return uuid.UUID(str(self.submission_id.data))
        except ValueError:
            return new_id()

    def refused(self, broken: RuleBroken, message: str) -> None:
        """Say why; a form that was sent before with other words becomes a form of its own, so that nothing is lost."""
        self.refuse(broken, message)
        if isinstance(broken, AlreadyFiled):
            self.submission_id.data = str(new_id())


class SentWithFiles(SentOnce, WithFiles):
    """The same, with files; they wait under the id of the filing."""

    def form_id(self) -> uuid.UUID:
        """The id of the filing, which a form that brought none is given now."""
        self.submission_id.data = str(self.submission())
        return self.submission()

    def refused(self, broken: RuleBroken, message: str) -> None:
        """Files go along into the form of its own that a repeated form becomes."""
        before = self.form_id()
        super().refused(broken, message)
        if self.form_id() != before:
            restage(database.write(), before, self.form_id())
            database.commit()
