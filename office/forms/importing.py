"""A file sent to be read, shown first and taken then."""

from __future__ import annotations

import base64
import binascii
from typing import ClassVar, Final

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.utils import secure_filename
from wtforms import FileField, HiddenField

from web.forms import Form

MOST_BYTES: Final = 250_000
"""Of a file sent through the page. Ours: some 3,000 people; larger ones go by the command line."""


class UploadForm(Form):
    """The file itself, or (once it was shown) its content carried along, so that what is taken is what was seen."""

    file = FileField(_l("Plik CSV albo XLSX"))
    content = HiddenField()
    name = HiddenField()
    is_multipart: ClassVar[bool] = True

    def received(self) -> bytes | None:
        """The content of the file; None, with the sentence beside the field, when there is none that can be read."""
        sent = request.files.get("file")
        if sent is not None and sent.filename:
            self.name.data = secure_filename(sent.filename)[-100:]
            found = sent.stream.read(MOST_BYTES + 1)
        else:
            found = self._carried()
        if not found:
            self.file.errors = [_("Nie wybrano pliku albo plik jest pusty. Proszę go wskazać i spróbować ponownie.")]
            return None
        if len(found) > MOST_BYTES:
            self.file.errors = [
                _(
                    "Plik jest za duży (najwyżej %(limit)s kB). Większy można wczytać z wiersza poleceń.",
                    limit=MOST_BYTES // 1000,
                )
            ]
            return None
        self.content.data = base64.b64encode(found).decode()
        return found

    def _carried(self) -> bytes:
        try:
            return base64.b64decode(str(self.content.data or ""), validate=True)
        except (binascii.Error, ValueError):
            return b""
