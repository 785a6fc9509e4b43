"""Comments of residents as their reviewers see them: the list with steps for many at once, and one comment."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Mapping
from typing import Any, Final

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from kernel.errors import NotFound, RuleBroken
from kernel.permissions import Permission
from office.forms.structure import ReasonForm
from office.queries import all_departments
from office.routes.steps import Answer, loaded, step
from surveys.actions import Decision, decide_comment, erase_words, tag_comment
from surveys.forms import read_id
from surveys.forms.comments import BulkForm, DecideForm, stored
from surveys.labels import comments as labels
from surveys.queries import comments as queries
from surveys.queries.comments import CommentRow, Wanted
from surveys.routes.room import blueprint
from surveys.rules.comments import HIDDEN, NEW, SHOWN, STANDINGS, shown_parts, traces_in
from web import database
from web.access import current_actor, requires
from web.errors import status_of
from web.languages import LANGUAGES

ALL: Final = "all"
ASKED: Final = ("standing", "month", "department", "service", "questionnaire", "theme", "language")


@blueprint.route("/surveys/comments", methods=["GET", "POST"])
@requires(Permission.COMMENT_REVIEW)
def comments() -> Answer:
    """Comments by filters, new ones unless others are asked for; several can be tagged, shown or hidden at once."""
    session, actor = database.session(), current_actor()
    form, status = BulkForm(), 200
    wanted = _wanted(request.args)
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                changed = _many(form)
            except RuleBroken as broken:
                status = status_of(broken)
                database.rollback()
                form.refuse(broken, labels.sentence(broken))
            else:
                database.commit()
                flash(ngettext("Zmieniono %(num)d komentarz.", "Zmieniono komentarzy: %(num)d.", changed))
                return redirect(_address(), 303)
    session = database.session()
    today = database.clock().today()
    page = queries.comments_page(session, actor, wanted, request.args.get("page", 1, type=int))
    return render_template(
        "surveys/comments.html",
        form=form,
        page=page,
        wanted=wanted,
        asked=_asked(),
        waiting=queries.count_comments(session, actor, Wanted(standing=NEW)),
        themes=queries.themes(session, today),
        every_theme=queries.themes(session),
        departments=sorted(all_departments(session).items(), key=lambda item: item[1]),
        services=queries.services(session),
        questionnaires=queries.questionnaires(session),
        months=_months(queries.first_month(session, actor), today),
        tongues=LANGUAGES,
        labels=labels,
        parts=shown_parts,
        traces=traces_in,
        address=_address,
    ), status


@blueprint.route("/surveys/comments/<uuid:response_id>/<question>", methods=["GET", "POST"])
@requires(Permission.COMMENT_REVIEW)
def comment(response_id: uuid.UUID, question: str) -> Answer:
    """Decide about one comment: show it, hide it, hide a part of it, say its themes."""
    row = loaded(lambda: queries.comment_for(database.session(), current_actor(), (response_id, question)))
    form = DecideForm(data={} if request.method == "POST" else stored(row))
    del form.reason
    today = {theme.id: theme for theme in queries.themes(database.session(), database.clock().today())}
    form.offer(list({**today, **{theme.id: theme for theme in row.themes}}.values()))

    def act() -> None:
        session, clock, actor = database.session(), database.clock(), current_actor()
        chosen, before = form.chosen(), {theme.id for theme in row.themes}
        decision = form.decision(row.words.text or "")
        decide_comment(session, clock, actor, row.words, decision, row_version=form.version())
        tag_comment(session, clock, actor, row.words, add=chosen - before, remove=before - chosen)

    return step(
        form,
        act,
        back=url_for(".comments"),
        saved=_("Zapisano decyzję o komentarzu."),
        sentences=labels.sentence,
        template="surveys/comment.html",
        title=_("Komentarz"),
        go=_("Zapisz"),
        trail=_trail(),
        more=[(url_for(".erase_comment", response_id=response_id, question=question), _("Usuń te słowa na zawsze"))],
        row=row,
        labels=labels,
        parts=shown_parts(row.words.text or "", row.masked),
        traces=traces_in(row.words.text or ""),
        here=HERE,
    )


@blueprint.route("/surveys/comments/<uuid:response_id>/<question>/erase", methods=["GET", "POST"])
@requires(Permission.COMMENT_REVIEW)
def erase_comment(response_id: uuid.UUID, question: str) -> Answer:
    """Erase the words of a comment for ever; the response stays."""
    row = loaded(lambda: queries.comment_for(database.session(), current_actor(), (response_id, question)))
    form = ReasonForm()

    def act() -> None:
        erase_words(database.session(), database.clock(), current_actor(), row.words, reason=form.why())

    return step(
        form,
        act,
        back=url_for(".comments"),
        saved=_("Słowa są usunięte. Oceny z tej ankiety zostają."),
        sentences=labels.sentence,
        title=_("Usunięcie słów komentarza"),
        lead=_("Nikt ich już nie odczyta, także z zapisu. Oceny z tej samej ankiety zostają. Nie można tego cofnąć."),
        go=_("Usuń na zawsze"),
        trail=_trail(row),
        here=HERE,
    )


HERE: Final = "survey_room.questionnaires"


def _many(form: BulkForm) -> int:
    """Take the step of the pressed button with every ticked comment; how many changed."""
    session, clock, actor = database.session(), database.clock(), current_actor()
    do, changed = request.form.get("do", ""), 0
    steps = {"add", "remove", SHOWN, HIDDEN}
    picked = form.picked()
    if do not in steps:
        raise NotFound
    chosen = form.chosen() if do in {"add", "remove"} else set()
    for key, row_version in picked:
        words = queries.comment_for(session, actor, key).words
        if do in {SHOWN, HIDDEN}:
            decision = Decision(do, form.why.data or "")
            changed += decide_comment(session, clock, actor, words, decision, row_version=row_version)
        else:
            themes = {"add": chosen, "remove": set[uuid.UUID]()} if do == "add" else {"remove": chosen}
            changed += tag_comment(session, clock, actor, words, **themes)
    return changed


def _wanted(args: Mapping[str, str]) -> Wanted:
    """What the address asks for. Raises NotFound for what cannot be."""
    standing, language = args.get("standing") or NEW, args.get("language", "")
    if standing not in {ALL, *STANDINGS} or (language and language not in LANGUAGES):
        raise NotFound
    return Wanted(
        standing="" if standing == ALL else standing,
        months=_month(args.get("month", "")),
        department_id=read_id(args.get("department")),
        service_id=read_id(args.get("service")),
        questionnaire_id=read_id(args.get("questionnaire")),
        theme_id=read_id(args.get("theme")),
        language=language,
    )


def _month(text: str) -> tuple[dt.date, dt.date] | None:
    if not text:
        return None
    if not re.fullmatch(r"2[0-9]{3}-(0[1-9]|1[0-2])", text):
        raise NotFound
    first = dt.date.fromisoformat(f"{text}-01")
    return first, _after(first)


def _after(first: dt.date) -> dt.date:
    return (first + dt.timedelta(days=31)).replace(day=1)


def _months(first: dt.date | None, today: dt.date) -> list[dt.date]:
    """The months from that of the oldest comment on, newest first."""
    found = [first or today.replace(day=1)]
    while _after(found[-1]) <= today:
        found.append(_after(found[-1]))
    return found[::-1]


def _asked() -> dict[str, str]:
    return {name: request.args[name] for name in ASKED if request.args.get(name)}


def _address(page: int = 1, **changes: str) -> str:
    """The list as it is asked for, with changes."""
    fields: dict[str, Any] = {**_asked(), **changes, **({"page": page} if page > 1 else {})}
    return url_for(".comments", **{key: value for key, value in fields.items() if value})


def _trail(row: CommentRow | None = None) -> tuple[tuple[str, Any], ...]:
    steps = ((url_for(HERE), _("Ankiety")), (url_for(".comments"), _("Komentarze")))
    if row is None:
        return steps
    return (
        *steps,
        (url_for(".comment", response_id=row.words.response_id, question=row.words.question), _("Komentarz")),
    )
