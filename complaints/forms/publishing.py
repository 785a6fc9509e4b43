"""What an official writes for the public about a petition."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FileField, RadioField, StringField, TextAreaField
from wtforms.validators import ValidationError

from complaints.actions.publishing import PublicationTyped
from complaints.forms.filing import LONGEST_SUBJECT
from complaints.forms.steps import StepForm
from web.forms import AtMost, Needed, tidy


class PublishForm(StepForm):
    """The petition in words that name nobody."""

    subject = StringField(
        _l("Czego dotyczy petycja"),
        [
            Needed(_l("Pole jest puste. Proszę napisać w jednym zdaniu, czego dotyczy petycja.")),
            AtMost(LONGEST_SUBJECT),
        ],
    )
    text = TextAreaField(
        _l("Treść petycji"), [Needed(_l("Pole jest puste. Proszę wpisać treść petycji.")), AtMost(20_000)]
    )
    answer = TextAreaField(_l("Przebieg i sposób załatwienia"), [AtMost(20_000)])
    is_named = BooleanField(_l("Na stronie podać imię i nazwisko (nazwę) osoby, która wniosła petycję"))
    checked = BooleanField(_l("W tekście nie ma imion, nazwisk, adresów ani innych danych osób prywatnych"))

    is_sure = BooleanField(_l("Wskazane słowa nie dotyczą osoby, która wniosła petycję"))

    def validate_checked(self, field: BooleanField) -> None:
        """Somebody read it for personal data: no program finds all of them."""
        if not field.data:
            raise ValidationError(_l("Proszę przeczytać tekst jeszcze raz i potwierdzić, że nie ma w nim danych osób."))

    def typed(self) -> PublicationTyped:
        """The words for the public."""
        return PublicationTyped(
            tidy(self.subject.data),
            tidy(self.text.data),
            tidy(self.answer.data),
            is_sure=bool(self.is_sure.data),
            is_named=bool(self.is_named and self.is_named.data),
        )


class ScanForm(StepForm):
    """A copy of the petition for everybody; the file itself comes with the request."""

    what = RadioField(
        _l("Co ma być na stronie"),
        choices=[("file", _l("nowy skan z pliku")), ("none", _l("sama treść, bez skanu"))],
        default="file",
    )
    scan = FileField(_l("Plik PDF"), render_kw={"accept": "application/pdf,.pdf"})
    checked = BooleanField(_l("Na skanie nie ma danych osób prywatnych, podpisów ani ukrytego tekstu"))

    def validate_checked(self, field: BooleanField) -> None:
        """Somebody looked at it: no program finds names in a picture."""
        if not field.data and self.wants_file():
            raise ValidationError(_l("Proszę obejrzeć skan jeszcze raz i potwierdzić, że nie ma na nim danych osób."))

    def wants_file(self) -> bool:
        """Whether a file is to be shown, and not the present one taken away."""
        return not self.what or self.what.data == "file"


class TakeDownForm(StepForm):
    """Why a petition is taken down."""

    text = TextAreaField(_l("Powód"), [Needed(_l("Pole jest puste. Proszę podać powód.")), AtMost(2_000)])
