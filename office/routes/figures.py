"""Reference figures of each year, and the office's own words for outcomes."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from office.actions.figures import add_figure, change_figure
from office.actions.topics import add_outcome_wording, change_outcome_wording, end_outcome_wording
from office.forms.figures import FigureForm
from office.forms.outcomes import OutcomeWordingForm
from office.labels.cases import FIGURES, OUTCOMES
from office.models import OutcomeWording, ReferenceFigure
from office.queries import all_departments, departments
from office.queries.figures import reference_figures
from office.queries.lists import outcome_wordings
from office.routes.books import Book, open_book
from office.rules.outcomes import OUTCOMES as LEGAL
from web import database
from web.filters import number


def _fill(form: FigureForm) -> None:
    rows = departments(database.session(), database.clock().today())
    form.department_id.choices = [("", _("cały urząd")), *((str(row.id), row.name) for row in rows)]


def _cells(row: ReferenceFigure) -> tuple[Any, ...]:
    names = all_departments(database.session())
    where = names.get(row.department_id, "") if row.department_id else _("cały urząd")
    return (f"{FIGURES.get(row.what, row.what)}, {row.year}", where, number(row.value), row.source, row.note)


open_book(
    Book(
        name="figures",
        path="figures",
        stream="figure",
        title=_l("Liczby odniesienia"),
        lead=_l("Mieszkańcy i sprawy w każdym roku. Z nich liczy się skargi na 10 000 mieszkańców albo spraw."),
        add_title=_l("Nowa liczba"),
        empty=(
            _l("Nie ma jeszcze żadnej liczby"),
            _l("Bez nich nie da się porównać lat ani urzędów różnej wielkości."),
        ),
        columns=(_l("Co i kiedy"), _l("Gdzie"), _l("Liczba"), _l("Źródło"), _l("Uwagi")),
        cells=_cells,
        model=ReferenceFigure,
        form=FigureForm,
        rows=reference_figures,
        add=add_figure,
        change=change_figure,
        fill=_fill,
    )
)
open_book(
    Book(
        name="outcome_wordings",
        path="outcomes",
        stream="outcome_wording",
        title=_l("Wyniki spraw"),
        lead=_l("Wyniki wynikają z prawa i nie można ich zmienić. Urząd może dodać własne, dokładniejsze określenia."),
        add_title=_l("Nowe określenie"),
        empty=(_l("Nie ma własnych określeń"), _l("Wystarczą wyniki z ustawy, wypisane wyżej.")),
        columns=(_l("Określenie urzędu"), _l("Wynik"), _l("Po angielsku"), _l("Po ukraińsku")),
        cells=lambda row: (row.name_pl, OUTCOMES.get(row.outcome, row.outcome), row.name_en, row.name_uk),
        model=OutcomeWording,
        form=OutcomeWordingForm,
        rows=outcome_wordings,
        add=add_outcome_wording,
        change=change_outcome_wording,
        end=end_outcome_wording,
        list_template="office/outcomes.html",
        list_facts={"legal": LEGAL, "outcomes": OUTCOMES},
    )
)
