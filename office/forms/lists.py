"""Topics and filing classes, typed."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from office.actions.filing import FilingClassTyped
from office.actions.topics import TopicTyped
from office.forms.records import RecordForm, today
from office.labels.cases import KINDS
from web.boxes import BoxesField
from web.dayfield import DayField
from web.forms import AtMost, Needed, tidy


def since_field() -> DayField:
    """From when on something is valid."""
    return DayField(
        _l("Obowiązuje od"), [Needed(_l("Brak pierwszego dnia. Proszę podać dzień, miesiąc i rok."))], default=today
    )


def polish_name() -> StringField:
    """The name every reader can be shown."""
    return StringField(_l("Nazwa po polsku"), [Needed(_l("Brak nazwy po polsku.")), AtMost(120)])


class TopicForm(RecordForm):
    """Code and names of a topic."""

    code = StringField(
        _l("Kod"),
        [Needed(_l("Brak kodu, na przykład CZAS.")), AtMost(20)],
        description=_l("Do zestawień i eksportów: wielkie litery, cyfry, łącznik. Zostaje na zawsze."),
    )
    name_pl = polish_name()
    name_en = StringField(_l("Nazwa po angielsku"), [AtMost(120)])
    name_uk = StringField(_l("Nazwa po ukraińsku"), [AtMost(120)])
    valid_from_on = since_field()

    def typed(self) -> TopicTyped:
        """The typed topic."""
        return TopicTyped(**self.values())


class FilingClassForm(RecordForm):
    """Symbol, title, category and kinds of a filing class."""

    symbol = StringField(_l("Symbol klasy"), [Needed(_l("Brak symbolu z wykazu akt, na przykład 1510.")), AtMost(20)])
    title = StringField(_l("Hasło klasyfikacyjne"), [Needed(_l("Brak hasła klasyfikacyjnego.")), AtMost(200)])
    category = StringField(
        _l("Kategoria archiwalna"),
        [Needed(_l("Brak kategorii, na przykład A, B5 albo BE10.")), AtMost(10)],
        description=_l(
            "A: wieczyście, nigdy nie usuwane. B5: pięć pełnych lat. BE10: po dziesięciu latach rozstrzyga archiwum."
        ),
    )
    kinds = BoxesField(_l("Jakich spraw dotyczy"), choices=list(KINDS.items()))
    valid_from_on = since_field()

    def typed(self) -> FilingClassTyped:
        """The typed class; a category may be typed in small letters."""
        values = self.values()
        return FilingClassTyped(**{**values, "category": values["category"].upper()})


class ConfirmForm(RecordForm):
    """Who confirmed a filing class, and when."""

    confirmed_by = StringField(
        _l("Archiwista"),
        [Needed(_l("Brak imienia i nazwiska archiwisty.")), AtMost(200)],
        description=_l("W zapisie zostanie tylko skrót, nie nazwisko."),
    )
    confirmed_on = DayField(_l("Dzień potwierdzenia"), [Needed(_l("Brak dnia potwierdzenia."))], default=today)

    def by(self) -> str:
        """The archivist's name."""
        return tidy(self.confirmed_by.data)


def kinds_in_words(kinds: tuple[str, ...]) -> str:
    """The kinds a class or a signatory is for; none: all of them."""
    return ", ".join(str(KINDS.get(kind, kind)) for kind in kinds) or str(_("wszystkie"))
