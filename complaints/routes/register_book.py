"""The register to read and to take away: any span of days, any register, in the columns offices know."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any, Final

from flask import render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from complaints import labels
from complaints.actions.register_export import record_export
from complaints.forms.register_book import RegisterBookForm
from complaints.labels.register import FURTHER, STANDARD, cell_words, cells
from complaints.queries.register import lines, rows
from complaints.register_files import (
    MEDIA_TYPES,
    MOST_PRINTED,
    FileKind,
    TooLong,
    file_name,
    span_words,
    title_of,
    write_register,
)
from complaints.routes.room import Answer, blueprint
from complaints.rules.register_facts import RegisterRow
from kernel.errors import NotFound
from kernel.paging import Page, page_number
from kernel.permissions import EVERYWHERE, Permission
from office.forms.sign_in import EmptyForm
from office.queries import departments
from web import database
from web.access import current_actor, requires
from web.forms import printable

PAGE_SIZE: Final = 50
NAMES: Final = ("register", "first", "last", "by", "kind", "department", "view")
"""What an address of the register may say."""


@blueprint.get("/register-book")
@requires(Permission.COMPLAINT_READ)
def register_book() -> Answer:
    """Lines of a register within the reader's scope, a page at a time."""
    form = _form(request.args)
    return _page(form) if form.validate() else (_page(form), 422)


@blueprint.post("/register-book/file")
@requires(Permission.COMPLAINT_READ)
def register_file() -> Answer:
    """The same lines as a file. Taking it away leaves an entry, so it is no mere look."""
    form = _form(request.form)
    if not (EmptyForm().validate() and form.validate()):
        return _page(form), 400
    if request.form.get("format") not in list(FileKind):
        raise NotFound
    chosen = FileKind(request.form["format"])
    wanted, actor, clock = form.wanted(), current_actor(), database.clock()
    file = io.BytesIO()
    try:
        with database.storage().reading() as session:
            taken = write_register(file, session, clock, actor, wanted, chosen, MOST_PRINTED)
    except TooLong as broken:
        form.refuse(broken, labels.sentence_for(broken))
        return _page(form), 422
    record_export(database.session(), clock, actor, taken)
    database.commit()
    file.seek(0)
    answer = send_file(file, mimetype=MEDIA_TYPES[chosen], as_attachment=True, download_name=file_name(wanted, chosen))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _form(sent: MultiDict[str, str]) -> RegisterBookForm:
    session, today = database.session(), database.clock().today()
    is_everywhere = current_actor().scope(Permission.COMPLAINT_READ) is EVERYWHERE
    plain = MultiDict((name, printable(value)) for name, value in sent.items(multi=True))
    return RegisterBookForm(plain, today, departments(session, today) if is_everywhere else [])


def _page(form: RegisterBookForm) -> str:
    is_further = request.values.get("view") == "further"
    columns = FURTHER if is_further else STANDARD
    fields = {name: printable(request.values[name]) for name in NAMES if request.values.get(name)}

    def address(page: int = 1, **changed: Any) -> str:
        values = {**fields, **changed, "page": page if page > 1 else ""}
        return url_for("complaints.register_book", **{key: value for key, value in values.items() if value})

    has_span = not form.errors
    return render_template(
        "complaints/register_book.html",
        form=form,
        title=title_of(form.wanted()) if has_span else "",
        span=span_words(form.wanted()) if has_span else "",
        columns=columns,
        page=_shown(form) if has_span else None,
        cells=cells,
        words=cell_words,
        is_further=is_further,
        knows=current_actor().can(Permission.COMPLAINANT_READ),
        most_printed=MOST_PRINTED,
        fields=fields,
        address=address,
    )


def _shown(form: RegisterBookForm) -> Page[tuple[Any, Any]]:
    """The page asked for: each line with the case it leads to."""
    session, clock, actor = database.session(), database.clock(), current_actor()
    found = lines(session, actor, form.wanted())
    number = page_number(request.values.get("page", 1, type=int), len(found), PAGE_SIZE)
    part = found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    told = [_without_address(row) for row in rows(session, clock, actor, part)]
    shown = list(zip(part, told, strict=True))
    return Page(shown, number, len(found), PAGE_SIZE)


def _without_address(row: RegisterRow) -> RegisterRow:
    """The line as a page shows it. Where somebody lives is contact data: it stands in the file, and taking that leaves
    an entry."""
    return replace(row, address=_("w pliku do pobrania")) if row.address else row
