"""What people type about their accounts: codes, passwords, why somebody leaves."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, SelectField, StringField
from wtforms.validators import ValidationError

from office.forms.records import RecordForm
from web.forms import Form, Needed

NEW_PASSWORD_HINT = _l(
    "Co najmniej 15 znaków, najlepiej kilka niezwiązanych słów. Wolno użyć spacji i każdego znaku; można wkleić hasło "
    "z menedżera haseł."
)


class Same:
    """The same as in another field."""

    def __init__(self, other: str, message: Any) -> None:
        self.other, self.message = other, message

    def __call__(self, form: Form, field: Any) -> None:
        if field.data != form[self.other].data:
            raise ValidationError(self.message)


def _new_password() -> PasswordField:
    return PasswordField(_l("Nowe hasło"), [Needed(_l("Proszę wpisać nowe hasło."))], description=NEW_PASSWORD_HINT)


def _password_again() -> PasswordField:
    return PasswordField(
        _l("Nowe hasło jeszcze raz"),
        [Same("password", _l("Hasła różnią się od siebie. Proszę wpisać to samo w obu polach."))],
    )


class SetPasswordForm(Form):
    """A one-time code and the password it allows to set."""

    code = StringField(_l("Kod"), [Needed(_l("Proszę wpisać kod z wydruku albo z wiadomości."))])
    password = _new_password()
    password_again = _password_again()


class ChangePasswordForm(Form):
    """The old password and the new one."""

    password_old = PasswordField(_l("Obecne hasło"), [Needed(_l("Proszę wpisać obecne hasło."))])
    password = _new_password()
    password_again = _password_again()


class ForgottenForm(Form):
    """Who forgot the password."""

    who = StringField(_l("Login albo adres e-mail"), [Needed(_l("Proszę wpisać login albo służbowy adres e-mail."))])


class CodeForm(Form):
    """A code of the telephone or of the sheet."""

    code = StringField(_l("Kod"), [Needed(_l("Proszę wpisać kod."))])


class PasswordForm(Form):
    """The password once more: who found an open browser cannot tie the account to a telephone of theirs."""

    password = PasswordField(_l("Hasło"), [Needed(_l("Proszę wpisać hasło."))])


class ProofForm(PasswordForm):
    """Password and code: who changes how one signs in proves it anew."""

    code = StringField(_l("Kod"), [Needed(_l("Proszę wpisać kod."))])


class InviteForm(Form):
    """How an invitation travels; each way is a button."""

    way = SelectField(choices=[("mail", "mail"), ("slip", "slip")])


class ReasonForm(RecordForm):
    """A step with nothing but its reason."""


class LeavingForm(RecordForm):
    """Why somebody leaves, and who takes the open cases."""

    successor = SelectField(_l("Kto przejmie otwarte sprawy"))


class SessionForm(Form):
    """Which session is to end."""

    ref = StringField(validators=[Needed("")])
