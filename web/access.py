"""Who gets in: every view carries a mark, and a view without one stays shut."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kernel.permissions import Actor, Permission
from web.forms import is_secret
from web.sessions import is_staff_address

Answer = Response | tuple[str, int]
View = TypeVar("View", bound=Callable[..., Any])

KeepForm = Callable[[Sequence[tuple[str, str]]], Response | None]

PUBLIC = "public"
"""The mark of a view that anybody may open."""


def public(view: View) -> View:
    """Mark a view as open to everybody."""
    view.access = PUBLIC  # type: ignore[attr-defined]
    return view


def requires(permission: Permission) -> Callable[[View], View]:
    """Mark a view as open to those who hold a permission somewhere; the action or query narrows it to the object."""

    def mark(view: View) -> View:
        view.access = permission  # type: ignore[attr-defined]
        return view

    return mark


def mark_of(view: Callable[..., Any] | None) -> str | Permission | None:
    """The mark of a view, None when it has none."""
    return getattr(view, "access", None)


def register(app: Flask, load_actor: Callable[[], Actor | None], keep_form: KeepForm | None = None) -> None:
    """Deny by default. ``load_actor`` gives the signed-in member of staff, or None; ``keep_form`` takes what was typed
    where nobody is signed in any more and asks to sign in, None where it cannot be kept."""
    app.extensions["load_actor"] = load_actor
    app.extensions["keep_form"] = keep_form
    app.before_request(_check)


def current_actor() -> Actor:
    """The member of staff of this request; only on pages that require a permission."""
    actor: Actor = g.actor
    return actor


def _check() -> Answer | None:
    if request.endpoint is None:
        if is_staff_address(request.path):
            g.actor = current_app.extensions["load_actor"]()  # the page that says so is then one of the staff
        return None  # no such address: the 404 page says so
    mark = mark_of(current_app.view_functions.get(request.endpoint))
    if mark == PUBLIC:
        return None
    if not isinstance(mark, Permission):
        abort(403)
    actor = current_app.extensions["load_actor"]()
    if actor is None:
        return _ask_to_sign_in()
    g.actor = actor
    if not actor.can(mark):
        abort(403)
    return None


def _ask_to_sign_in() -> Answer:
    """To the sign-in page. What was typed into a form is kept for whoever was signed in here, else it waits on a page
    to be sent again after signing in elsewhere; never secrets."""
    if request.method != "POST":
        return redirect(url_for("office.sign_in", next=request.full_path.rstrip("?")))
    sent = request.form.items(multi=True)
    typed = [(name, value) for name, value in sent if name != "csrf_token" and not is_secret(name)]
    keep_form: KeepForm | None = current_app.extensions["keep_form"]
    asked = keep_form(typed) if keep_form else None
    if asked is not None:
        return asked
    return render_template("errors/signed_out.html", typed=typed), 401
