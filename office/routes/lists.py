"""The lists of topics and of filing classes."""

from __future__ import annotations

import uuid
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from kernel.permissions import Permission
from office.actions.filing import add_filing_class, change_filing_class, confirm_filing_class, end_filing_class
from office.actions.topics import add_topic, change_topic, end_topic
from office.forms.lists import ConfirmForm, FilingClassForm, TopicForm, kinds_in_words
from office.models import FilingClass, Topic
from office.queries.lists import filing_classes, topics
from office.routes.books import Book, open_book, row_of, trail_to
from office.routes.room import blueprint
from office.routes.steps import Answer, stamp, step
from office.rules.filing import deletable_after_years, kept_years
from web import database
from web.access import current_actor, requires
from web.filters import short_day


def kept_in_words(category: str) -> str:
    """How long files of a category are kept, and what happens then."""
    years = kept_years(category)
    if years is None:
        return str(_("wieczyście"))
    kept = ngettext("%(num)d rok", "%(num)d lat", years)
    return str(kept if deletable_after_years(category) else _("%(kept)s, potem rozstrzyga archiwum", kept=kept))


def confirmed_in_words(filing: FilingClass) -> str:
    """Whether the archivist looked at a class."""
    if filing.confirmed_on is None:
        return str(_("do potwierdzenia"))
    return str(_("potwierdzona %(day)s", day=short_day(filing.confirmed_on)))


def _cells(filing: FilingClass) -> tuple[Any, ...]:
    return (
        f"{filing.symbol} {filing.title}",
        filing.category,
        kept_in_words(filing.category),
        kinds_in_words(filing.kinds) if filing.kinds else "",
        confirmed_in_words(filing),
    )


CLASSES = Book(
    name="filing_classes",
    path="filing-classes",
    stream="filing_class",
    title=_l("Klasy akt"),
    lead=_l(
        "Jednolity rzeczowy wykaz akt: pod czym i jak długo przechowuje się sprawy. Potwierdza je archiwista. "
        "Spraw kategorii A program nigdy nie usuwa."
    ),
    add_title=_l("Nowa klasa"),
    empty=(_l("Nie ma jeszcze żadnej klasy"), _l("Bez klasy sprawa nie dostanie znaku. Na początek wystarczy 1510.")),
    columns=(_l("Klasa"), _l("Kategoria"), _l("Przechowywanie"), _l("Sprawy"), _l("Archiwista")),
    cells=_cells,
    model=FilingClass,
    form=FilingClassForm,
    rows=filing_classes,
    add=add_filing_class,
    change=change_filing_class,
    end=end_filing_class,
    more=lambda row: ((url_for("office.filing_class_confirm", record_id=row.id), _("Potwierdzenie archiwisty")),),
)
TOPICS = Book(
    name="topics",
    path="topics",
    stream="topic",
    title=_l("Przedmioty skarg i wniosków"),
    lead=_l("Czego dotyczą sprawy, słowami urzędu. Pracownik wybiera jeden przy rejestracji pisma."),
    add_title=_l("Nowy przedmiot"),
    empty=(_l("Nie ma jeszcze żadnego przedmiotu"), _l("Bez nich nie powstanie zestawienie, czego dotyczą skargi.")),
    columns=(_l("Nazwa"), _l("Kod"), _l("Po angielsku"), _l("Po ukraińsku")),
    cells=lambda topic: (topic.name_pl, topic.code, topic.name_en, topic.name_uk),
    model=Topic,
    form=TopicForm,
    rows=topics,
    add=add_topic,
    change=change_topic,
    end=end_topic,
)
open_book(CLASSES)
open_book(TOPICS)


@blueprint.route("/administration/filing-classes/<uuid:record_id>/confirm", methods=["GET", "POST"])
@requires(Permission.OFFICE_ADMINISTER)
def filing_class_confirm(record_id: uuid.UUID) -> Answer:
    """Note that the archivist looked at a class."""
    row = row_of(CLASSES, record_id)
    form = ConfirmForm(data=stamp(row))
    del form.reason

    def act() -> None:
        session, clock, actor = database.session(), database.clock(), current_actor()
        version = form.version()
        confirm_filing_class(session, clock, actor, row, form.by(), form.confirmed_on.data, row_version=version)

    return step(
        form,
        act,
        back=CLASSES.address,
        saved=_("Zapisano potwierdzenie."),
        title=_("Potwierdzenie klasy %(symbol)s", symbol=row.symbol),
        lead=f"{row.title}, {row.category}: {kept_in_words(row.category)}",
        go=_("Potwierdź"),
        trail=trail_to(CLASSES),
    )
