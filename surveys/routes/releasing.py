"""A version on its way to residents: approve, reopen, publish at a place, end that, retire, discard."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.permissions import Actor, Permission
from office.forms.records import RecordForm
from office.queries import departments, desks, services
from office.routes.steps import Answer, loaded, stamp, step
from surveys.actions import (
    approve_version,
    discard_draft,
    end_publication,
    release_version,
    reopen_version,
    retire_version,
)
from surveys.forms.questionnaires import ANSWER_SIGN, EndPublicationForm, PlainForm, ReleaseForm
from surveys.labels.questionnaires import PLACE_WORDS, sentence_for
from surveys.queries.questionnaires import Listed, publication
from surveys.routes.questionnaires import HERE, found, page_of, place_words, trail
from surveys.routes.room import blueprint
from surveys.rules.versions import PlaceKind
from web import database
from web.access import current_actor, requires

BASE = "/surveys/questionnaires/<uuid:version_id>"
BOTH = ["GET", "POST"]


@blueprint.route(f"{BASE}/approve", methods=BOTH)
@requires(Permission.QUESTIONNAIRE_APPROVE)
def approve(version_id: uuid.UUID) -> Answer:
    """Approve a draft somebody else wrote."""
    row = found(version_id)
    form = PlainForm(data=stamp(row.version))
    return _step(
        row,
        form,
        lambda s, c, a: approve_version(s, c, a, row.version, row_version=form.version()),
        _("Zatwierdzenie"),
        _("Po zatwierdzeniu pytań nie można zmienić. Zatwierdza inna osoba niż ta, która pisała."),
        _("Zatwierdź"),
    )


@blueprint.route(f"{BASE}/reopen", methods=BOTH)
@requires(Permission.QUESTIONNAIRE_EDIT)
def reopen(version_id: uuid.UUID) -> Answer:
    """Make an approved version a draft again."""
    row = found(version_id)
    form = RecordForm(data=stamp(row.version))
    return _step(
        row,
        form,
        lambda s, c, a: reopen_version(s, c, a, row.version, row_version=form.version(), reason=form.why()),
        _("Cofnięcie do szkicu"),
        _("Zatwierdzenie przestanie obowiązywać. Wersję trzeba będzie zatwierdzić jeszcze raz."),
        _("Cofnij do szkicu"),
    )


@blueprint.route(f"{BASE}/retire", methods=BOTH)
@requires(Permission.QUESTIONNAIRE_EDIT)
def retire(version_id: uuid.UUID) -> Answer:
    """Ask a version nowhere any more."""
    row = found(version_id)
    form = RecordForm(data=stamp(row.version))
    return _step(
        row,
        form,
        lambda s, c, a: retire_version(s, c, a, row.version, row_version=form.version(), reason=form.why()),
        _("Wycofanie wersji"),
        _("Nikt nowy jej nie zobaczy. Formularze już otwarte zostaną jeszcze przyjęte, a odpowiedzi pozostają."),
        _("Wycofaj"),
    )


@blueprint.route(f"{BASE}/discard", methods=BOTH)
@requires(Permission.QUESTIONNAIRE_EDIT)
def discard(version_id: uuid.UUID) -> Answer:
    """Take a draft away."""
    row = found(version_id)
    form = RecordForm(data=stamp(row.version))
    return _step(
        row,
        form,
        lambda s, c, a: discard_draft(s, c, a, row.version, row_version=form.version(), reason=form.why()),
        _("Usunięcie szkicu"),
        _("Szkic zniknie. W zapisie pozostanie, że był, i dlaczego go usunięto."),
        _("Usuń szkic"),
        back=url_for(HERE),
    )


@blueprint.route(f"{BASE}/publish", methods=BOTH)
@requires(Permission.QUESTIONNAIRE_EDIT)
def release(version_id: uuid.UUID) -> Answer:
    """Publish a version at a place, from a day to a day."""
    row = found(version_id)
    form = ReleaseForm(data=stamp(row.version))
    del form.reason
    form.place.choices = _places()
    return _step(
        row,
        form,
        lambda s, c, a: release_version(s, c, a, row.version, form.typed(), row_version=form.version()),
        _("Publikacja"),
        _("Od tego dnia mieszkańcy zobaczą tam te pytania zamiast dotychczasowych."),
        _("Opublikuj"),
    )


@blueprint.route(f"{BASE}/publications/<uuid:publication_id>/end", methods=BOTH)
@requires(Permission.QUESTIONNAIRE_EDIT)
def end(version_id: uuid.UUID, publication_id: uuid.UUID) -> Answer:
    """Give a publication its last day."""
    row = found(version_id)
    what = loaded(lambda: publication(database.session(), version_id, publication_id))
    form = EndPublicationForm(data=stamp(what))
    return _step(
        row,
        form,
        lambda s, c, a: end_publication(
            s, c, a, row.version, what, form.to_on.data, row_version=form.version(), reason=form.why()
        ),
        _("Koniec publikacji: %(place)s", place=place_words(what)),
        _("Dzień przed pierwszym dniem oznacza, że publikacja się nie zacznie."),
        _("Zapisz ostatni dzień"),
    )


def _step(
    row: Listed,
    form: RecordForm,
    act: Callable[[Session, Clock, Actor], object],
    title: str,
    lead: str,
    go: str,
    back: str | None = None,
) -> Answer:
    return step(
        form,
        lambda: act(database.session(), database.clock(), current_actor()),
        back=back or page_of(row),
        saved=_("Zapisano."),
        sentences=sentence_for,
        title=title,
        lead=lead,
        go=go,
        trail=trail(row),
        here=HERE,
    )


def _places() -> list[tuple[str, Any]]:
    """The whole office, then its departments, services and desks of today."""
    session, today = database.session(), database.clock().today()
    found: list[tuple[str, Any]] = [
        (kind.value, PLACE_WORDS[kind.value]) for kind in (PlaceKind.OFFICE, PlaceKind.AFTER_A_CASE)
    ]
    named = [(PlaceKind.DEPARTMENT, row.id, row.name) for row in departments(session, today)]
    named += [
        (PlaceKind.SERVICE, row.id, f"{row.name} ({of.name})") for row, of in services(session) if not row.valid_to_on
    ]
    named += [
        (PlaceKind.DESK, row.id, f"{row.name} ({of.name})") for row, of, _s in desks(session) if not row.valid_to_on
    ]
    return found + [(f"{kind}{ANSWER_SIGN}{key}", f"{PLACE_WORDS[kind.value]}: {name}") for kind, key, name in named]
