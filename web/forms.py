"""The parent of every form: CSRF always, and errors that say what is wrong, why, and what to do."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any, ClassVar

from babel.support import NullTranslations, Translations
from flask import Flask
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field
from wtforms.i18n import messages_path
from wtforms.validators import ValidationError

from kernel.errors import RuleBroken
from web.languages import current_language

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")

TOKEN_HOURS = 8
"""How long an open form can be sent: a working day. After that it is shown again, filled in."""


SECRETS = frozenset({"totp", "recovery_code", "second_factor"})
"""Names of secret fields that do not say "password"."""


def register(app: Flask) -> None:
    """Forms check their own token, so that an expired one brings back the filled form instead of an error page."""
    app.config.update(WTF_CSRF_TIME_LIMIT=TOKEN_HOURS * 3600, WTF_CSRF_SSL_STRICT=True)


def is_secret(name: str) -> bool:
    """Whether a field holds what never comes back from us: passwords, codes of a second factor."""
    return "password" in name or name in SECRETS


class Form(FlaskForm):
    """A form people fill in. What cannot be printed is dropped on arrival."""

    class Meta(FlaskForm.Meta):
        """How the form reads what was sent."""

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:
            """The texts that were sent, printable; files are dropped, no form here takes any."""
            sent = super().wrap_formdata(form, formdata)
            if not isinstance(sent, MultiDict):
                return sent
            texts = ((name, value) for name, value in sent.items(multi=True) if isinstance(value, str))
            return MultiDict((name, printable(value)) for name, value in texts)

        def get_translations(self, form: FlaskForm) -> NullTranslations:
            """The sentences WTForms has of its own, in the reader's language."""
            return _own_words(current_language())

    @property
    def is_expired(self) -> bool:
        """Whether the form came back without a valid token: it stood open too long, or cookies are off."""
        return "csrf_token" in self.errors

    def refuse(self, broken: RuleBroken, message: str) -> None:
        """Put a refused rule beside the field it belongs to, or above the form."""
        field = self._fields.get(broken.field or "")
        if field is None:
            self.form_errors.append(message)
        else:
            field.errors = [*field.errors, message]


class Needed:
    """The field must be filled in; the sentence says what for."""

    field_flags: ClassVar[dict[str, Any]] = {"required": False}  # the browser's own bubble would hide our sentence

    def __init__(self, message: Any) -> None:
        self.message = message

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        if not str(field.data or "").strip():
            raise ValidationError(self.message)


class AtMost:
    """The text has at most so many characters."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        length = len(tidy(field.data))
        if length > self.limit:
            raise ValidationError(
                _l(
                    "Tekst ma %(length)s znaków, a zmieści się %(limit)s. Proszę go skrócić.",
                    length=length,
                    limit=self.limit,
                )
            )


@cache
def _own_words(language: str) -> NullTranslations:
    """Read once: Flask-WTF reads the file again for every request, a twentieth of a whole submission."""
    return Translations.load(messages_path(), [language], domain="wtforms")


def tidy(text: str | None) -> str:
    """What was typed in NFC and with one kind of line end, without blanks around it and without control signs."""
    lines = printable(text or "").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", lines).strip()


def printable(text: str) -> str:
    """The text without control signs and the code points that are no characters: no page and no database holds them."""
    return _UNPRINTABLE.sub("", text)
