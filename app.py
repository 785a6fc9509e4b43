"""The map of the house: what rooms there are, and where one room's page offers a door into another."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Final

from flask import Flask, redirect, url_for
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

import analytics.boards
import analytics.cli
import analytics.packs
import analytics.replaying
import analytics.routes
import assurance.cli
import assurance.effects
import assurance.jobs
import assurance.routes
import attachments.actions
import attachments.cli
import attachments.effects
import attachments.routes
import attachments.serving
import complaints.actions
import complaints.asking
import complaints.cli
import complaints.effects
import complaints.holding_mail
import complaints.indexing
import complaints.mailing
import complaints.projecting
import complaints.public_calendar
import complaints.public_petitions
import complaints.public_routes
import complaints.queries.escalation
import complaints.queries.held
import complaints.reactions
import complaints.reminder_mail
import complaints.reminding
import complaints.replaying
import complaints.replaying.follow_up
import complaints.routes
import office.actions
import office.cli
import office.context
import office.effects
import office.mailing
import office.public_routes
import office.queries.accounts
import office.replaying
import office.routes
import office.throttle
import operations.cli
import operations.database_cli
import operations.erasing_cli
import operations.health.cli
import operations.health.probes
import operations.health.routes
import operations.jobs
import operations.personal_cli
import operations.queries
import operations.retention_cli
import quality.actions
import quality.cli
import quality.queries
import quality.reminding
import quality.replaying
import quality.routes
import sample.cli
import surveys.cli
import surveys.flagging
import surveys.instruments.opening
import surveys.kiosk.api
import surveys.kiosk.asides
import surveys.kiosk.page
import surveys.kiosk.pages
import surveys.kiosk.replaying
import surveys.kiosk.silence
import surveys.letting_in
import surveys.queries
import surveys.queries.follow_up
import surveys.replaying
import surveys.routes
import surveys.routes.codes
import surveys.routes.follow_up
import surveys.routes.room
import surveys.rules.follow_up
import surveys.sealer
import worker.actions
import worker.cli
import worker.sweeping
from analytics.events import MonthPublished
from complaints.events import (
    CallNoted,
    ComplaintErased,
    ComplaintReceived,
    ComplaintSettled,
    DeadlinePassed,
    LetterSent,
)
from kernel.clock import Clock
from ledger.events import SealMade
from ledger.replays import Projection
from office.events import DepartmentClosed, OfficeFounded, PersonDeactivated, WarningSet
from office.queries.checklist import Check
from storage.session import Storage
from storage.telling import Reactions
from surveys.events import WordsErased
from web import (
    access,
    assets,
    database,
    errors,
    filters,
    forms,
    headers,
    icons,
    languages,
    limits,
    logs,
    pages,
    sessions,
    slots,
    uploads,
)
from web.access import public
from web.collecting import settle_down
from web.plainly import plain
from web.settings import BadSetting, Settings, from_environment
from worker.effects import Effect
from worker.jobs import Job
from worker.sweeping import Sweeps

ROOMS: Final = (
    office.routes,
    office.public_routes,
    surveys.routes,
    surveys.routes.room,
    surveys.routes.codes,
    surveys.routes.follow_up,
    surveys.kiosk.pages,
    surveys.kiosk.asides,
    surveys.kiosk.page,
    surveys.kiosk.api,
    complaints.routes,
    complaints.public_routes,
    complaints.public_petitions,
    complaints.public_calendar,
    analytics.routes,
    quality.routes,
    assurance.routes,
    attachments.routes,
    operations.health.probes,
    operations.health.routes,
)
"""Each brings its blueprint."""

COMMANDS: Final = (
    office.cli,
    surveys.cli,
    complaints.cli,
    analytics.cli,
    quality.cli,
    assurance.cli,
    operations.health.cli,
    operations.cli,
    operations.database_cli,
    operations.erasing_cli,
    operations.retention_cli,
    operations.personal_cli,
    sample.cli,
    worker.cli,
    attachments.cli,
)
"""Each brings its groups of commands."""

REACTIONS: Final[Reactions] = {
    ComplaintReceived: (complaints.reactions.confirm_by_mail,),
    CallNoted: (complaints.reactions.invite_by_mail,),
    ComplaintSettled: (complaints.reactions.reply_by_mail,),
    LetterSent: (complaints.reactions.letter_by_mail,),
    DeadlinePassed: (complaints.reactions.escalate,),
    OfficeFounded: (surveys.instruments.opening.open_default,),
    DepartmentClosed: (complaints.actions.hand_on,),
    PersonDeactivated: (complaints.actions.hand_over, quality.actions.release_reviews),
    WarningSet: (complaints.reactions.count_anew,),
    ComplaintErased: (operations.jobs.journal_erasure,),
    WordsErased: (operations.jobs.journal_words,),
    MonthPublished: (assurance.effects.seal_published, analytics.packs.pack_published),
    SealMade: (assurance.effects.take_outside,),
}
"""What follows from a fact, in the same transaction: the type of an event and the functions it is told to."""

EFFECTS: Final[Mapping[str, Effect]] = {
    **complaints.mailing.EFFECTS,
    **complaints.reminder_mail.EFFECTS,
    **complaints.effects.EFFECTS,
    **complaints.holding_mail.EFFECTS,
    **complaints.asking.EFFECTS,
    **complaints.projecting.EFFECTS,
    **office.effects.EFFECTS,
    **office.mailing.EFFECTS,
    **surveys.kiosk.silence.EFFECTS,
    **analytics.packs.EFFECTS,
    **quality.reminding.EFFECTS,
    **assurance.effects.EFFECTS,
    attachments.actions.SCAN: attachments.effects.scan_file,
    operations.jobs.JOURNAL: operations.jobs.write_journal,
}
"""What the worker can do outside the database: the kind of an outbox row and the function that carries it out."""

CHECKS: Final[Mapping[str, Check]] = {
    "questionnaire": surveys.queries.is_open_to_answers,
    "second_factor": office.queries.accounts.is_guarded,
    "backup": operations.queries.has_fresh_backup,
    "lateness": complaints.queries.escalation.is_somebody_told,
}
"""What other rooms know of the administrator's checklist: the key of an item, and whether the thing is there."""

SWEEPS: Final[Sweeps] = {
    "sign-ins": office.actions.sweep_sign_ins,
    "account codes": office.actions.sweep_account_codes,
    "forms of ended sign-ins": office.actions.sweep_kept_forms,
    "unsent words": complaints.actions.sweep_unsent,
    "who has a case open": complaints.actions.sweep_presence,
    "throttle": office.actions.sweep_throttle,
    "outbox": worker.actions.sweep_outbox,
    "jobs": worker.actions.sweep_runs,
    "workers": worker.actions.sweep_beats,
    "files": attachments.effects.sweep_files,
    "phone calls": complaints.actions.sweep_calls,
}
"""What is swept away every night once it is old: what, and the function that says how many rows went."""

JOBS: Final[Sequence[Job]] = (
    surveys.sealer.SEALING,
    surveys.flagging.FLAGGING,
    surveys.kiosk.silence.SILENCE,
    complaints.projecting.PROJECTING,
    *complaints.reminding.JOBS,
    complaints.indexing.INDEXING,
    complaints.holding_mail.WAITING,
    *complaints.asking.JOBS,
    surveys.letting_in.LETTING_IN,
    office.mailing.STUCK,
    analytics.packs.PACKS,
    analytics.boards.BOARDS,
    *quality.reminding.JOBS,
    assurance.jobs.SEALING,
    worker.sweeping.retention(SWEEPS),
    *operations.jobs.JOBS,
)
"""What the worker does by the clock, in this order."""

REPLAYS: Final[Sequence[Projection]] = (
    *complaints.replaying.REPLAYS,
    *complaints.replaying.follow_up.REPLAYS,
    *surveys.replaying.REPLAYS,
    *surveys.kiosk.replaying.REPLAYS,
    *office.replaying.REPLAYS,
    *analytics.replaying.REPLAYS,
    *quality.replaying.REPLAYS,
)
"""What repeats the record outside of it, and how it is told again from the entries: verification compares the two."""

OPEN_WORK: Final = (complaints.queries.held.open_cases_of, quality.queries.open_reviews_of)
"""What somebody still holds when leaving: open pieces by department. Handing it on is a reaction."""

SLOTS: Final = {
    "surveys.thanks": "complaints_public.file",
    "surveys.counter": "complaints_public.file",
    "public.home": "petitions.petitions",
    "complaints.follow_up": "follow_up.ask",
    "office.calendar": "calendar.feed",
    "complaints.last_month": "analytics.month",
    "complaints.last_month_figures": "analytics.headlines",
    "complaints.last_month_cases": "analytics.cases",
}
"""After a rating and on a tablet at the counter, the way to a complaint; on the first page, the way to petitions: plain
links that carry nothing. From a settled case the way to the questions about it: a link that works once.
From the head's page the way to last month's figures and the cases behind them."""

CASES: Final = surveys.rules.follow_up.Cases(look=complaints.asking.look, burn=complaints.asking.burn)
"""How the questions after a settled case learn what little they know of it."""


def create_app(settings: Settings | None = None, clock: Clock | None = None) -> Flask:
    """Build the program. Raises SystemExit with one sentence when a setting is unknown or impossible."""
    try:
        settings = settings or from_environment()
    except BadSetting as bad:
        raise SystemExit(f"interesant: {bad}") from None
    app = Flask(__name__, static_folder=None)
    app.extensions.update(effects=EFFECTS, checks=CHECKS, jobs=JOBS, open_work=OPEN_WORK, replays=REPLAYS)
    app.extensions.update(cases=CASES, asks_after_a_case=surveys.queries.follow_up.asks_after_a_case)
    app.config.update(SETTINGS=settings, SECRET_KEY=settings.secret_key, TESTING=settings.testing)
    app.config["MAX_CONTENT_LENGTH"] = 1024 * 1024
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    _lay_floors(app, settings, clock)
    _open_rooms(app)
    return app


def serve() -> Flask:
    """The program for a web server. On a database that does not fit it says so in one sentence and ends.

    With exit code 3, which gunicorn takes as "do not try again". A database that does not answer is no reason to end:
    it may come back, and until then pages say so.
    """
    try:
        app = create_app()
        trouble = database.misfit(app)
    except SystemExit as refused:
        trouble = str(refused).removeprefix("interesant: ")
    if trouble:
        sys.stderr.write(f"interesant: {trouble}\n")  # at once: several workers say it at the same time
        raise SystemExit(3)
    settle_down()
    return app


def _lay_floors(app: Flask, settings: Settings, clock: Clock | None) -> None:
    database.register(app, Storage(settings.database_url, REACTIONS), clock)
    logs.register(app, settings.log_format)
    languages.register(app)
    sessions.register(app, secure=settings.secure_cookies)
    headers.register(app, https=settings.secure_cookies)
    uploads.register(app, most_bytes=attachments.serving.shelf_of(settings).form_bytes)
    access.register(app, office.routes.load_actor, office.routes.keep_form)
    limits.register(app, office.throttle.book, is_on=not settings.testing)
    slots.register(app, SLOTS)
    for floor in (forms, errors, assets, filters, icons, pages, office.context):
        floor.register(app)


def _open_rooms(app: Flask) -> None:
    for room in ROOMS:
        app.register_blueprint(room.blueprint)
    for commands in COMMANDS:
        for group in commands.GROUPS:
            app.cli.add_command(plain(group))
    app.add_url_rule("/", "front_door", public(_front_door))


def _front_door() -> Response:
    return redirect(url_for("public.home", lang=languages.DEFAULT))
