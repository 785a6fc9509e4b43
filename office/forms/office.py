"""What an office says about itself, and its first administrator, typed."""

from __future__ import annotations

import re
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField, TextAreaField
from wtforms.validators import ValidationError

from office.actions.founding import OfficeTyped
from office.actions.setting_up import AdministratorTyped
from office.forms.crest import picture_field
from office.forms.records import EDELIVERY, EMAIL, NIP, POSTCODE, REGON, WEB, RecordForm, reason_field, typed
from office.rules import LOGIN
from office.rules.passwords import LONGEST_PASSWORD, SHORTEST_PASSWORD
from web.boxes import BoxesField
from web.forms import AtMost, Form, Needed, tidy

SYMBOL: Final = re.compile(r"[A-ZĄĆĘŁŃÓŚŹŻ][A-ZĄĆĘŁŃÓŚŹŻa-ząćęłńóśźż0-9-]{0,9}")
"""A symbol of a unit or a register: begins with a capital, no dot (dots part the case's sign)."""


class Symbol:
    """A short symbol without dots or spaces, where one is given."""

    def __call__(self, _form: Form, field: StringField) -> None:
        text = tidy(field.data)
        if text and not SYMBOL.fullmatch(text):
            raise ValidationError(
                _("Symbol ma od 1 do 10 znaków: wielka litera na początku, bez kropek i odstępów, na przykład OR.")
            )


class NamedOffice(Form):
    """The fields of an office that both pages ask for: at the first run, and later."""

    name = StringField(
        _l("Nazwa urzędu"),
        [Needed(_l("Brak nazwy. Proszę wpisać pełną nazwę, na przykład „Urząd Gminy w Próbowie”.")), AtMost(200)],
    )
    address = TextAreaField(
        _l("Adres"),
        [Needed(_l("Brak adresu. Mieszkańcy muszą wiedzieć, dokąd wysłać pismo.")), AtMost(300), POSTCODE],
        description=_l("Ulica, numer, kod pocztowy, miejscowość."),
        render_kw={"rows": 2},
    )
    phone = StringField(_l("Telefon"), [AtMost(60)], render_kw={"inputmode": "tel"})
    email = StringField(_l("E-mail"), [AtMost(200), EMAIL], render_kw={"inputmode": "email"})
    languages = BoxesField(
        _l("Języki na stronach dla mieszkańców"),
        choices=[("en", "English"), ("uk", "Українська")],
        default=["en", "uk"],
        description=_l("Polski jest zawsze. Pozostałe można wyłączyć."),
    )
    unit_symbol = StringField(
        _l("Symbol komórki w znaku sprawy"),
        [Symbol()],
        description=_l("Początek znaku sprawy, na przykład OR w znaku OR.1510.7.2026."),
    )
    register_prefix = StringField(
        _l("Skrót rejestru skarg i wniosków"),
        [Symbol()],
        description=_l("Na przykład SW. Numer w rejestrze pozostaje liczbą i rokiem: 214/2026."),
    )

    def office(self) -> OfficeTyped:
        """The typed office."""
        names = OfficeTyped.__dataclass_fields__.keys()
        values: dict[str, Any] = {field.name: typed(field) for field in self if field.name in names}
        return OfficeTyped(**{**values, "languages": ("pl", *(values["languages"] or ()))})


class OfficeForm(NamedOffice, RecordForm):
    """Everything an office says about itself."""

    website = StringField(_l("Strona internetowa"), [AtMost(200), WEB], render_kw={"inputmode": "url"})
    bip_url = StringField(_l("Biuletyn Informacji Publicznej"), [AtMost(200), WEB], render_kw={"inputmode": "url"})
    edelivery = StringField(
        _l("Adres do e-Doręczeń"),
        [AtMost(40), EDELIVERY],
        description=_l("Z Bazy Adresów Elektronicznych, w postaci AE:PL-12345-67890-ABCDE-12."),
    )
    nip = StringField(_l("NIP"), [AtMost(20), NIP], render_kw={"inputmode": "numeric"})
    regon = StringField(_l("REGON"), [AtMost(20), REGON], render_kw={"inputmode": "numeric"})
    reason = reason_field(_l("Potrzebny przy zmianie nazwy lub adresu. Jedno zdanie, bez danych osobowych."))


class CodeForm(Form):
    """The one-time code from the console."""

    code = StringField(
        _l("Kod jednorazowy"),
        [Needed(_l("Proszę przepisać kod, który program wypisał w konsoli."))],
        description=_l("Trzy grupy po cztery znaki, na przykład 7QK4-M2XD-9TBR. Wielkość liter nie ma znaczenia."),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


class SetUpForm(NamedOffice):
    """The office, its first administrator and its crest; the code travels along unseen."""

    code = HiddenField()
    filled = HiddenField()
    display_name = StringField(
        _l("Imię i nazwisko"), [Needed(_l("Brak imienia i nazwiska administratora.")), AtMost(200)]
    )
    post = StringField(_l("Stanowisko"), [Needed(_l("Brak stanowiska, na przykład „informatyk”.")), AtMost(200)])
    login = StringField(
        _l("Login"),
        [Needed(_l("Brak loginu, na przykład „anna.kowalska”."))],
        description=_l("Małe litery bez polskich znaków, cyfry, kropka, łącznik; od 2 do 61 znaków."),
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    own_email = StringField(
        _l("E-mail administratora"),
        [AtMost(200), EMAIL],
        description=_l("Tu przyjdą wiadomości o kopiach zapasowych i o tym, co wymaga uwagi."),
        render_kw={"inputmode": "email"},
    )
    password = PasswordField(
        _l("Hasło"),
        [Needed(_l("Brak hasła.")), AtMost(LONGEST_PASSWORD)],
        description=_l("Co najmniej %(num)s znaków. Najlepiej kilka przypadkowych słów.", num=SHORTEST_PASSWORD),
        render_kw={"autocomplete": "new-password"},
    )
    password_again = PasswordField(
        _l("Hasło jeszcze raz"),
        [Needed(_l("Proszę powtórzyć hasło, żeby wykluczyć literówkę."))],
        render_kw={"autocomplete": "new-password"},
    )
    picture = picture_field()

    def validate_login(self, field: StringField) -> None:
        """Lower case is put in by us; anything else has to be mended."""
        field.data = tidy(field.data).lower()
        if field.data and not LOGIN.fullmatch(field.data):
            raise ValidationError(
                _("Login może mieć tylko małe litery od a do z, cyfry, kropkę, łącznik i podkreślenie.")
            )

    def validate_password_again(self, field: PasswordField) -> None:
        """The same."""
        if field.data and field.data != self.password.data:
            raise ValidationError(_("Hasła są różne. Proszę wpisać w obu polach to samo."))

    def administrator(self) -> AdministratorTyped:
        """The typed administrator."""
        return AdministratorTyped(
            login=tidy(self.login.data),
            display_name=tidy(self.display_name.data),
            post=tidy(self.post.data),
            email=tidy(self.own_email.data),
            password=str(self.password.data),
        )
