"""Lists of departments and people from a file: a sample to begin with, what would happen, and then the thing itself."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from imports.errors import ImportRefused
from imports.report import Problem, Report
from imports.summary import Summary
from kernel.errors import NotFound
from kernel.formulas import disarmed
from kernel.permissions import Permission
from office.forms.importing import UploadForm
from office.importing import departments, people
from office.importing.lists import Headings
from office.routes.room import blueprint
from office.routes.steps import Answer, loaded
from web import database
from web.access import current_actor, requires
from web.importing import reason, refusal

SHOWN: Final = 100
"""Problems shown on the page; a file with more of them wants mending before it is sent again."""


@dataclass(frozen=True)
class ListKind:
    """A list that can be read: its words, its columns, its import."""

    title: Any
    lead: Any
    headings: Headings
    sample: Sequence[tuple[str, ...]]
    run: Callable[..., Summary]
    back: str


KINDS: Final = {
    "departments": ListKind(
        _l("Wydziały z pliku"),
        _l("Każdy wiersz to wydział: kod, nazwa i, jeśli trzeba, dzień, od którego działa."),
        departments.HEADINGS,
        departments.SAMPLE,
        departments.import_departments,
        "office.departments",
    ),
    "people": ListKind(
        _l("Osoby z pliku"),
        _l("Każdy wiersz to osoba i jedna jej rola; kto ma dwie role, ma dwa wiersze. Haseł w pliku nie ma."),
        people.HEADINGS,
        people.SAMPLE,
        people.import_people,
        "office.people",
    ),
}


class _Shown(Report):
    """Keeps the problems for the page instead of writing them to a file."""

    def __init__(self) -> None:
        super().__init__(None, (), lambda _problem: ())
        self.shown: list[Problem] = []

    def add(self, problem: Problem) -> None:
        """Count a problem and keep it, as long as there is room on the page."""
        super().add(problem)
        if len(self.shown) < SHOWN:
            self.shown.append(problem)


@blueprint.route("/administration/<kind>/import", methods=["GET", "POST"])
@requires(Permission.OFFICE_ADMINISTER)
def list_import(kind: str) -> Answer:
    """Read a file: first what it would change, then, once that was seen, the change."""
    chosen = loaded(lambda: _kind(kind))
    form = UploadForm()
    if request.method != "POST":
        return _page(kind, chosen, form)
    content = form.received() if form.validate() else None
    if content is None:
        return _page(kind, chosen, form), 422
    report = _Shown()
    try:
        summary = _run(chosen, content, str(form.name.data or "plik.csv"), report)
        if request.form.get("sure") == "yes" and summary.taken:
            database.commit()
            flash(ngettext("Wczytano %(num)d wiersz.", "Wczytano %(num)d wierszy.", summary.taken))
            return redirect(url_for(chosen.back))
    except ImportRefused as refused:
        form.file.errors = [refusal(refused)]
    except IntegrityError:
        form.form_errors.append(_("Ktoś właśnie zapisał to samo. Proszę sprawdzić listę i spróbować ponownie."))
    else:
        database.rollback()
        return _page(kind, chosen, form, summary=summary, problems=report.shown, reason=reason)
    database.rollback()
    return _page(kind, chosen, form), 422


@blueprint.get("/administration/<kind>/import/sample.csv")
@requires(Permission.OFFICE_ADMINISTER)
def list_sample(kind: str) -> Response:
    """A file to fill in: semicolons and UTF-8 with its mark, which a Polish Excel opens by double click."""
    chosen = _kind(kind)
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    for row in (chosen.headings.all, *chosen.sample):
        writer.writerow([disarmed(cell) for cell in row])
    response = Response("\ufeff" + buffer.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{kind}.csv"'
    return response


def _kind(kind: str) -> ListKind:
    if kind not in KINDS:
        raise NotFound
    return KINDS[kind]


def _run(chosen: ListKind, content: bytes, name: str, report: Report) -> Summary:
    """Read the file into the session of this request; nothing is committed here."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (Path(name).name or "plik.csv")
        path.write_bytes(content)
        return chosen.run(database.session(), database.clock(), current_actor(), path, report)


def _page(kind: str, chosen: ListKind, form: UploadForm, **facts: Any) -> str:
    return render_template(
        "office/import.html",
        kind=kind,
        chosen=chosen,
        form=form,
        trail=(
            (url_for("office.administration"), _("Administracja")),
            (url_for(chosen.back), _("Wydziały") if kind == "departments" else _("Osoby i role")),
        ),
        **{"summary": None, "problems": [], **facts},
    )
