"""A step of administration: show a form, or check it, act, commit, say so and go back; a refusal loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import abort, flash, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from kernel.errors import NotFound, RuleBroken, Stale
from office.forms import EmptyForm
from office.forms.records import RecordForm, typed
from office.labels import sentence_for
from office.models import Office
from web import database
from web.errors import status_of
from web.forms import Form

Answer = str | tuple[str, int] | Response
Found = TypeVar("Found")


def step(
    form: Form,
    act: Callable[[], object],
    *,
    back: str | Callable[[], str],
    saved: str,
    template: str = "office/form.html",
    sentences: Callable[[RuleBroken], str] = sentence_for,
    **facts: Any,
) -> Answer:
    """Show the form; when it was sent, ``act`` and lead ``back`` with the notice ``saved``.

    A refused form comes back with what was typed, 422 or, when somebody else saved meanwhile, 409 and what is stored
    now (``now``: label and value of each field that differs). ``facts`` go to the template: title, lead, go (the words
    of the button), trail, hints. An address that is known only after acting may be given as a function.
    """
    if request.method != "POST":
        return render_template(template, form=form, now=[], **facts)
    status, now = 422, []
    if form.validate():
        try:
            _one_at_a_time()
            act()
            database.commit()
        except RuleBroken as broken:
            status = status_of(broken)
            database.rollback()
            form.refuse(broken, sentences(broken))
            if isinstance(broken, Stale) and isinstance(form, RecordForm):
                now = differences(form, broken)
        except IntegrityError:
            database.rollback()
            form.form_errors.append(_("Ktoś właśnie zapisał to samo. Proszę sprawdzić listę i spróbować ponownie."))
        else:
            flash(saved)
            return redirect(back if isinstance(back, str) else back())
    return render_template(template, form=form, now=now, **facts), status


def _one_at_a_time() -> None:
    """Let steps of administration follow each other, on PostgreSQL as on SQLite.

    Most of them look whether something is there already and then add it; of two at once neither would see the other.
    """
    database.session().execute(select(Office.id).with_for_update(key_share=True))


def loaded(load: Callable[[], Found]) -> Found:
    """What a form is about. Raises NotFound; but a form without its token learns nothing, not even that."""
    try:
        return load()
    except NotFound:
        if request.method == "POST" and not EmptyForm().validate():
            abort(400)
        raise


def differences(form: RecordForm, stale: Stale) -> list[tuple[str, Any]]:
    """What is stored now where it differs from what was typed; the form takes the present version."""
    stored: Any = stale.facts["now"]
    form.row_version.data = str(stored["row_version"])
    fields = [field for field in form if field.name in stored and field.name != "row_version"]
    differing = [field for field in fields if typed(field) != stored[field.name]]
    return [(field.label.text, shown(field, stored[field.name])) for field in differing]


def shown(field: Any, value: Any) -> Any:
    """A stored value as people know it: the label of a choice, else the value itself."""
    choices = {str(key): label for key, label, *_rest in getattr(field, "choices", None) or ()}
    if isinstance(value, tuple | list):
        return ", ".join(str(choices.get(str(item), item)) for item in value)
    return choices.get(str(value), value)


def stamp(row: Any) -> dict[str, Any]:
    """What a form about a row carries: the version it was rendered from."""
    return {} if request.method == "POST" else {"row_version": str(row.row_version)}
