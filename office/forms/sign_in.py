"""What people type about themselves."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField

from web.forms import Form, Needed


class SignInForm(Form):
    """Login and password."""

    login = StringField(_l("Login"), [Needed(_l("Proszę wpisać login, na przykład „marta.testowa”."))])
    password = PasswordField(_l("Hasło"), [Needed(_l("Proszę wpisać hasło."))])
    next = HiddenField()


class EmptyForm(Form):
    """A button and its token."""
