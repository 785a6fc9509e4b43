"""Lists an administrator keeps. One book is a table of facts; four pages follow from it: list, add, correct, end."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import abort, render_template, request, url_for
from flask_babel import gettext as _

from kernel.errors import NotFound
from kernel.permissions import Permission
from office.forms.records import EndForm, RecordForm
from office.queries.history import changes_of, stream_of
from office.routes.qr import public_home
from office.routes.room import blueprint
from office.routes.steps import Answer, shown, stamp, step
from web import database
from web.access import current_actor, requires

Cells = Callable[[Any], Sequence[Any]]


@dataclass(frozen=True)
class Book:
    """One list: its address, its words, its form and its actions.

    ``name`` is the stem of the endpoints (``office.<name>``, ``_add``, ``_edit``, ``_end``), ``stream`` the one of the
    record. ``cells`` gives the columns of a row; the first leads to its page. ``columns`` are their headings.
    """

    name: str
    path: str
    stream: str
    title: Any
    lead: Any
    add_title: Any
    empty: tuple[Any, Any]
    columns: tuple[Any, ...]
    cells: Cells
    model: type[Any]
    form: type[RecordForm]
    rows: Callable[[Any], Sequence[Any]]
    add: Callable[..., Any]
    change: Callable[..., Any]
    end: Callable[..., Any] | None = None
    fill: Callable[[Any], None] | None = None
    """Offers choices that come from the database."""
    template: str = "office/form.html"
    """The page of one record, where it shows more than its fields; it knows the record as ``row``."""
    withdraw: Callable[..., Any] | None = None
    """Takes back what has not begun."""
    show: Callable[[Any, Any], None] | None = None
    """Fills in of a row what the form keeps in its own way."""
    list_template: str = "office/book.html"
    """The page of the list, where it shows more than its rows."""
    list_facts: Mapping[str, Any] = field(default_factory=dict)
    """What that page is told besides."""
    more: Callable[[Any], Sequence[tuple[str, Any]]] | None = None
    """Other steps one can take with a row: address and words."""

    @property
    def address(self) -> str:
        """Where the list is."""
        return url_for(f"office.{self.name}")


def open_book(book: Book) -> None:
    """Bring the pages of a book to the blueprint."""
    mark = requires(Permission.OFFICE_ADMINISTER)
    path = f"/administration/{book.path}"
    pages: list[tuple[str, str, list[str], Callable[..., Answer]]] = [
        (path, "", ["GET"], lambda: _list(book)),
        (f"{path}/add", "_add", ["GET", "POST"], lambda: _add(book)),
        (f"{path}/<uuid:record_id>", "_edit", ["GET", "POST"], lambda record_id: _edit(book, record_id)),
    ]
    if book.end is not None:
        pages.append((f"{path}/<uuid:record_id>/end", "_end", ["GET", "POST"], lambda record_id: _end(book, record_id)))
    if book.withdraw is not None:
        rule = f"{path}/<uuid:record_id>/withdraw"
        pages.append((rule, "_withdraw", ["GET", "POST"], lambda record_id: _withdraw(book, record_id)))
    for rule, suffix, methods, view in pages:
        blueprint.add_url_rule(rule, f"{book.name}{suffix}", mark(view), methods=methods)


def _list(book: Book) -> str:
    rows = book.rows(database.session())
    return render_template(book.list_template, book=book, rows=rows, **book.list_facts)


def _add(book: Book) -> Answer:
    form = _form(book)
    del form.reason

    def act() -> object:
        return book.add(database.session(), database.clock(), current_actor(), form.typed())

    return step(
        form, act, back=book.address, saved=_("Dodano."), title=book.add_title, go=_("Dodaj"), trail=trail_to(book)
    )


def _edit(book: Book, record_id: uuid.UUID) -> Answer:
    row = row_of(book, record_id)
    form = _form(book, row)

    def act() -> object:
        session, clock, actor = database.session(), database.clock(), current_actor()
        return book.change(session, clock, actor, row, form.typed(), row_version=form.version(), reason=form.why())

    return step(
        form,
        act,
        back=book.address,
        saved=_("Zapisano."),
        title=book.cells(row)[0],
        go=_("Zapisz"),
        trail=trail_to(book),
        more=[*(book.more(row) if book.more else ()), *_way_to_end(book, row)],
        changes=changes_of(database.session(), stream_of(book.stream, row.id)),
        shown=shown,
        template=book.template,
        row=row,
        home=public_home(),
    )


def _end(book: Book, record_id: uuid.UUID) -> Answer:
    row = row_of(book, record_id)
    form = EndForm(data=stamp(row))

    def act() -> object:
        session, clock, actor = database.session(), database.clock(), current_actor()
        if book.end is None:
            raise NotFound
        return book.end(
            session, clock, actor, row, form.valid_to_on.data, row_version=form.version(), reason=form.why()
        )

    name = book.cells(row)[0]
    return step(
        form,
        act,
        back=book.address,
        saved=_("Zapisano ostatni dzień."),
        title=_("Zakończenie: %(name)s", name=name),
        lead=_("Po ostatnim dniu wpis nie będzie już proponowany. Dawne sprawy zachowają go na zawsze."),
        go=_("Zakończ"),
        trail=trail_to(book),
    )


def _withdraw(book: Book, record_id: uuid.UUID) -> Answer:
    row = row_of(book, record_id)
    form = RecordForm(data=stamp(row))

    def act() -> object:
        session, clock, actor = database.session(), database.clock(), current_actor()
        if book.withdraw is None:
            raise NotFound
        return book.withdraw(session, clock, actor, row, row_version=form.version(), reason=form.why())

    return step(
        form,
        act,
        back=book.address,
        saved=_("Wycofano."),
        title=_("Wycofanie: %(name)s", name=book.cells(row)[0]),
        lead=_("Wycofać można tylko to, co jeszcze się nie zaczęło. W zapisie pozostanie, co to było."),
        go=_("Wycofaj"),
        trail=trail_to(book),
    )


def _form(book: Book, row: Any = None) -> Any:
    if row is None or request.method == "POST":
        form = book.form()
    else:
        form = book.form(data={column.key: getattr(row, column.key) for column in row.__table__.columns})
        if book.show:
            book.show(form, row)
    if book.fill:
        book.fill(form)
    return form


def _way_to_end(book: Book, row: Any) -> list[tuple[str, Any]]:
    if book.withdraw is not None:
        return [(url_for(f"office.{book.name}_withdraw", record_id=row.id), _("Wycofaj"))]
    if book.end is None or row.valid_to_on is not None:
        return []
    return [(url_for(f"office.{book.name}_end", record_id=row.id), _("Zakończ ten wpis"))]


def row_of(book: Book, record_id: uuid.UUID) -> Any:
    """The row of a book. Raises NotFound."""
    row = database.session().get(book.model, record_id)
    if row is None:
        form = book.form()
        if request.method == "POST" and not form.validate() and form.is_expired:
            abort(400)  # a form without its token learns nothing, not even that there is no such thing
        raise NotFound
    return row


def trail_to(book: Book) -> tuple[tuple[str, Any], ...]:
    """The way back from a page of a book."""
    return ((url_for("office.administration"), _("Administracja")), (book.address, book.title))
