"""What stands on letters, and who may sign them."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from kernel.permissions import Permission
from office.actions.letters import add_signatory, change_letters, change_signatory, end_signatory
from office.forms.letters import LettersForm, SignatoryForm
from office.forms.lists import kinds_in_words
from office.models import Person, Signatory
from office.queries import all_departments, departments
from office.queries.history import changes_of
from office.queries.letters import letter_data, signatories
from office.routes.books import Book, open_book
from office.routes.room import blueprint
from office.routes.steps import Answer, shown, step
from web import database
from web.access import current_actor, requires

NAMES = ("letterhead", "footer", "privacy_pl", "privacy_en", "privacy_uk")


@blueprint.route("/administration/letters", methods=["GET", "POST"])
@requires(Permission.OFFICE_ADMINISTER)
def letters() -> Answer:
    """Letterhead, footer, clauses on personal data."""
    session, clock = database.session(), database.clock()
    row = letter_data(session)
    given: dict[str, Any] = {name: getattr(row, name) for name in (*NAMES, "row_version")} if row else {}
    form = LettersForm(data=given or {"row_version": "0"}) if request.method != "POST" else LettersForm()

    def act() -> object:
        typed = form.typed()
        return change_letters(session, clock, current_actor(), typed, row_version=form.version(), reason=form.why())

    return step(
        form,
        act,
        back=url_for("office.administration"),
        saved=_("Zapisano dane pism."),
        title=_("Pisma"),
        lead=_("Nagłówek i stopka pism. Klauzulę o danych osobowych mieszkańcy widzą też na stronie „Dane osobowe”."),
        go=_("Zapisz"),
        trail=((url_for("office.administration"), _("Administracja")),),
        changes=changes_of(session, "letters"),
        shown=shown,
    )


def _fill(form: SignatoryForm) -> None:
    session, today = database.session(), database.clock().today()
    people = session.scalars(select(Person).where(Person.is_active.is_(True)).order_by(Person.display_name))
    form.person_id.choices = [
        ("", _("spoza listy")),
        *((str(person.id), f"{person.display_name}, {person.post}") for person in people),
    ]
    form.departments.choices = [(str(row.id), row.name) for row in departments(session, today)]


def _cells(row: Signatory) -> tuple[Any, ...]:
    names = {str(key): name for key, name in all_departments(database.session()).items()}
    places = ", ".join(names.get(key, key) for key in row.departments) or _("wszystkie")
    return (row.name, row.post, places, kinds_in_words(row.kinds), row.number)


open_book(
    Book(
        name="signatories",
        path="signatories",
        stream="signatory",
        title=_l("Podpisujący"),
        lead=_l("Kto podpisuje odpowiedzi, w czyim imieniu i od kiedy. Pod odpowiedzią stoją nazwisko i stanowisko."),
        add_title=_l("Nowe upoważnienie"),
        empty=(
            _l("Nikt nie jest jeszcze upoważniony"),
            _l("Pod odpowiedzią na skargę muszą stać imię, nazwisko i stanowisko (art. 238 § 1 KPA)."),
        ),
        columns=(_l("Imię i nazwisko"), _l("Stanowisko"), _l("Wydziały"), _l("Sprawy"), _l("Upoważnienie")),
        cells=_cells,
        model=Signatory,
        form=SignatoryForm,
        rows=signatories,
        add=add_signatory,
        change=change_signatory,
        end=end_signatory,
        fill=_fill,
    )
)
