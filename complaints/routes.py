"""The staff's pages of the register: queue, case, and the steps of handling."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from attachments import labels as file_labels
from attachments.forms import WithFiles
from attachments.serving import answer
from complaints import actions, forms, labels
from complaints.deadline_card import deadline_card
from complaints.events import ComplaintReceived
from complaints.models import Complaint
from complaints.queries import Case, QueueFilter, case_for, feedback_page, history, queue_page, tiles, waiting
from complaints.queries.enclosed import enclosed, enclosed_file, may_open
from complaints.queries.queue import dates_of
from complaints.rules.kinds import LEGAL_KINDS
from complaints.rules.states import PERMISSION_OF, IllegalMove, Move, moves_from
from complaints.rules.verdicts import verdict
from kernel.errors import Forbidden, NotFound, RuleBroken, Stale
from kernel.permissions import EVERYWHERE, Permission
from office.queries import absent_on, departments, handlers
from office.queries.lists import topics
from web import database
from web.access import current_actor, requires
from web.errors import status_of
from web.forms import Form, tidy
from web.languages import staff_blueprint
from web.uploads import takes_files

blueprint = staff_blueprint("complaints", __name__)
Answer = str | tuple[str, int] | Response


@blueprint.get("/queue")
@requires(Permission.COMPLAINT_READ)
def queue() -> str:
    """The queue of what the reader may see, filtered and paged."""
    session, clock, actor = database.session(), database.clock(), current_actor()
    wanted = _wanted()
    is_everywhere = actor.scope(Permission.COMPLAINT_READ) is EVERYWHERE
    away = absent_on(session, clock.today())
    return render_template(
        "complaints/queue.html",
        page=queue_page(session, clock, actor, wanted),
        tiles=tiles(session, clock, actor),
        wanted=wanted,
        kinds=(*LEGAL_KINDS, "sprawa"),
        departments=departments(session, clock.today()) if is_everywhere else [],
        people=handlers(session, clock.today()),
        away=away,
        waiting=waiting(session, clock, actor, away) if actor.can(Permission.COMPLAINT_ASSIGN) else [],
        labels=labels,
        address=_address_of(wanted),
    )


@blueprint.get("/case/<uuid:complaint_id>")
@requires(Permission.COMPLAINT_READ)
def case(complaint_id: uuid.UUID) -> str:
    """One case: the letter, its deadline, its history, and the steps this reader may take."""
    found = case_for(database.session(), current_actor(), complaint_id)
    return render_template("complaints/case.html", **_facts(found), file_labels=file_labels)


@blueprint.route("/case/<uuid:complaint_id>/assign", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_ASSIGN)
def assign(complaint_id: uuid.UUID) -> Answer:
    """Choose who handles the case."""
    session, clock = database.session(), database.clock()
    found = _case_for_step(complaint_id, Move.ASSIGN)
    form = forms.AssignForm(data=_stamp(found))
    form.fill(_own_departments(), handlers(session, clock.today()), absent_on(session, clock.today()))
    if request.method != "POST":
        form.department.data = str(found.complaint.department_id or "")
        form.handler.data = str(found.complaint.handler_id or "")

    def act() -> object:
        return actions.assign(
            session, clock, current_actor(), found.complaint, form.assignment(), row_version=form.version()
        )

    return _step(found, form, act, "complaints/assign.html")


@blueprint.route("/case/<uuid:complaint_id>/note", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_NOTE)
def note(complaint_id: uuid.UUID) -> Answer:
    """Write a note."""
    found = _case_for_step(complaint_id, Move.NOTE)
    form = forms.NoteForm(data=_stamp(found))

    def act() -> object:
        text = tidy(form.text.data)
        session, clock, actor = database.session(), database.clock(), current_actor()
        return actions.note(session, clock, actor, found.complaint, text, note_id=form.submission())

    return _step(found, form, act, "complaints/note.html")


@blueprint.route("/case/<uuid:complaint_id>/topic", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_NOTE)
def sort(complaint_id: uuid.UUID) -> Answer:
    """Say what the case is about; at any time, also after settling."""
    session, clock = database.session(), database.clock()
    found = case_for(session, current_actor(), complaint_id)
    if not current_actor().can_for(Permission.COMPLAINT_NOTE, found.complaint.department_id):
        raise Forbidden(labels.sentence_for(Forbidden()))
    form = forms.SortForm(data=_stamp(found))
    form.topic.choices = forms.topic_choices(topics(session, clock.today()))
    if request.method != "POST":
        form.topic.data = str(found.complaint.topic_id or "")

    def act() -> object:
        chosen = forms.chosen_department(form.topic.data)
        return actions.sort(session, clock, current_actor(), found.complaint, chosen, row_version=form.version())

    return _step(found, form, act, "complaints/sort.html")


@blueprint.route("/case/<uuid:complaint_id>/settle", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_SETTLE)
def settle(complaint_id: uuid.UUID) -> Answer:
    """Record how the case was settled and when the notice was dispatched."""
    found = _case_for_step(complaint_id, Move.SETTLE)
    form = forms.SettleForm(data=_stamp(found))
    form.fill(found.complaint)

    def act() -> object:
        session, clock, actor = database.session(), database.clock(), current_actor()
        return actions.settle(session, clock, actor, found.complaint, form.reply(), row_version=form.version())

    return _step(found, form, act, "complaints/settle.html")


@blueprint.route("/case/<uuid:complaint_id>/attach", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_NOTE)
@takes_files
def attach(complaint_id: uuid.UUID) -> Answer:
    """Attach files to the case."""
    found = _case_for_step(complaint_id, Move.NOTE)
    form = forms.AttachForm(data=_stamp(found))
    if request.method == "POST" and form.take_in():
        page = render_template("complaints/attach.html", form=form, **_facts(found), **_file_facts(form))
        return page, 422 if form.files.errors else 200

    def act() -> object:
        session, clock, actor = database.session(), database.clock(), current_actor()
        return actions.attach(session, clock, actor, found.complaint, form.form_id(), tidy(form.note.data))

    return _step(found, form, act, "complaints/attach.html")


@blueprint.get("/file/<uuid:attachment_id>/<name>")
@requires(Permission.COMPLAINT_READ)
def attached_file(attachment_id: uuid.UUID, name: str) -> Response:
    """One file of a case: images to look at, everything else to save."""
    found = enclosed_file(database.session(), current_actor(), attachment_id)
    if name != found.plain_name:
        raise NotFound
    return answer(found.file, found.attachment.name)


@blueprint.route("/register", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_REGISTER)
@takes_files
def register() -> Answer:
    """Enter a letter that came by another way than the web."""
    session, clock = database.session(), database.clock()
    form = forms.RegisterForm()
    form.department.choices = forms.department_choices(departments(session, clock.today()))
    form.topic.choices = forms.topic_choices(topics(session, clock.today()))
    if request.method != "POST":
        return _register_page(form)
    if form.take_in():
        return _register_page(form), 422 if form.files.errors else 200
    if form.validate():
        try:
            received = actions.receive(session, clock, current_actor(), form.filing())
            _sort_new(received, forms.chosen_department(form.topic.data))
            actions.enclose(session, clock, current_actor(), received, form.form_id(), shown=form.shown())
        except RuleBroken as broken:
            database.rollback()
            form.refused(broken, labels.sentence_for(broken))
        else:
            database.commit()
            may_read = case_is_ours(received.complaint_id)
            return redirect(
                url_for("complaints.case", complaint_id=received.complaint_id)
                if may_read
                else url_for("complaints.queue")
            )
    return _register_page(form), 422


def _sort_new(received: ComplaintReceived, topic_id: uuid.UUID | None) -> None:
    if topic_id is None or received.is_repeated:
        return
    session = database.session()
    complaint = session.get_one(Complaint, received.complaint_id)
    actions.sort(session, database.clock(), current_actor(), complaint, topic_id)


def _register_page(form: forms.RegisterForm) -> str:
    return render_template("complaints/register.html", form=form, **_file_facts(form))


def _file_facts(form: Form) -> dict[str, Any]:
    """What a page with a field for files shows: those that wait, and the limits."""
    takes = isinstance(form, WithFiles)
    return {
        "waiting": form.waiting() if takes and request.method == "POST" else [],
        "file_labels": file_labels,
        "megabytes": current_app.config["SETTINGS"].attachment_megabytes,
    }


@blueprint.get("/feedback")
@requires(Permission.FEEDBACK_READ)
def feedback() -> str:
    """Anonymous opinions, newest first."""
    number = request.args.get("page", 1, type=int)
    page = feedback_page(database.session(), current_actor(), number)
    return render_template(
        "complaints/feedback.html", page=page, address=lambda at: url_for("complaints.feedback", page=at)
    )


def case_is_ours(complaint_id: uuid.UUID) -> bool:
    """Whether the reader may open a case; a clerk of one department can register a letter for another."""
    try:
        case_for(database.session(), current_actor(), complaint_id)
    except RuleBroken:
        return False
    return True


def _step(found: Case, form: forms.StepForm, act: Callable[[], object], template: str) -> Answer:
    """Show a step's form, or take the step: act, commit, back to the case. A refusal keeps what was typed."""
    if request.method != "POST":
        return render_template(template, form=form, **_facts(found), **_file_facts(form))
    status = 422
    changes: list[Any] = []
    if form.validate():
        try:
            act()
        except RuleBroken as broken:
            status = status_of(broken)
            database.rollback()
            form.refuse(broken, labels.sentence_for(broken))
            if isinstance(broken, Stale):
                found = case_for(database.session(), current_actor(), found.complaint.id)
                changes = [
                    item
                    for item in history(database.session(), found.complaint.id)
                    if item.position > form.seen_position()
                ]
                form.row_version.data = str(found.complaint.row_version)
        else:
            database.commit()
            return redirect(url_for("complaints.case", complaint_id=found.complaint.id))
    return render_template(template, form=form, changes=changes, **_facts(found), **_file_facts(form)), status


def _case_for_step(complaint_id: uuid.UUID, move: Move) -> Case:
    """The case, for somebody who may also make the move; 404 to strangers, 403 to the under-privileged.

    A form for a move that is impossible now is not even shown; a form already filled in is answered with its text kept.
    """
    found = case_for(database.session(), current_actor(), complaint_id)
    if not current_actor().can_for(PERMISSION_OF[move], found.complaint.department_id):
        raise Forbidden(labels.sentence_for(Forbidden()))
    if request.method != "POST" and move not in moves_from(found.complaint.state):
        raise IllegalMove(labels.sentence_for(IllegalMove()))
    return found


def _facts(found: Case) -> dict[str, Any]:
    session, clock, actor = database.session(), database.clock(), current_actor()
    complaint: Complaint = found.complaint
    happenings = history(session, complaint.id)
    possible = [
        move for move in moves_from(complaint.state) if actor.can_for(PERMISSION_OF[move], complaint.department_id)
    ]
    judged = verdict(dates_of(complaint), clock.today(), clock.now())
    return {
        "case": found,
        "complaint": complaint,
        "history": happenings,
        "moves": possible,
        "topic": forms.topic_name(found.topic) if found.topic else "",
        "may_sort": actor.can_for(Permission.COMPLAINT_NOTE, complaint.department_id),
        "files": enclosed(session, complaint.id),
        "may_open": may_open(actor, complaint),
        "card": deadline_card(complaint, clock.today()),
        "signal_of_case": labels.verdict_signal(judged, complaint.due_on, clock.today()),
        "labels": labels,
    }


def _stamp(found: Case) -> dict[str, str]:
    """What a step's form carries: the version it was rendered from and how much of the history was there."""
    if request.method == "POST":
        return {}
    happenings = history(database.session(), found.complaint.id)
    return {
        "row_version": str(found.complaint.row_version),
        "seen": str(happenings[0].position if happenings else 0),
    }


def _own_departments() -> list[Any]:
    scope = current_actor().scope(Permission.COMPLAINT_ASSIGN)
    valid = departments(database.session(), database.clock().today())
    return [department for department in valid if scope is EVERYWHERE or department.id in scope]


def _wanted() -> QueueFilter:
    args = request.args
    return QueueFilter(
        text=tidy(args.get("q"))[:200],
        kind=args.get("kind", "") if args.get("kind", "") in (*LEGAL_KINDS, "sprawa") else "",
        department_id=forms.chosen_department(args.get("department")),
        handler_id=forms.chosen_department(args.get("who")),
        state=args.get("state", "open")
        if args.get("state", "open") in ("open", "unassigned", "settled", "all")
        else "open",
        due=args.get("due", "") if args.get("due", "") in ("late", "soon") else "",
        page=max(args.get("page", 1, type=int), 1),
    )


def _address_of(wanted: QueueFilter) -> Callable[..., str]:
    """Addresses of the queue with some conditions changed; what is empty is left out."""

    def address(page: int = 1, **changed: Any) -> str:
        values = {
            "q": wanted.text,
            "kind": wanted.kind,
            "department": wanted.department_id,
            "who": wanted.handler_id,
            "state": wanted.state if wanted.state != "open" else "",
            "due": wanted.due,
            **changed,
            "page": page if page > 1 else "",
        }
        return url_for("complaints.queue", **{key: value for key, value in values.items() if value})

    return address
