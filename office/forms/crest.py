"""A crest, as a picture."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import FileField, RadioField

from office.forms.records import RecordForm


def picture_field() -> FileField:
    """The file itself; it comes with the request, so the form only says what may be sent."""
    return FileField(
        _l("Plik z herbem"),
        description=_l("PNG, JPEG albo WebP, najwyżej 2 MB. Program zmniejszy obraz i usunie z niego dane o aparacie."),
        render_kw={"accept": "image/png,image/jpeg,image/webp"},
    )


class CrestForm(RecordForm):
    """The picture itself comes with the request; here is what is to be done."""

    is_multipart = True
    what = RadioField(
        _l("Co pokazać"),
        choices=[("file", _l("herb z pliku")), ("none", _l("zwykły znak programu"))],
        default="file",
    )
    picture = picture_field()
