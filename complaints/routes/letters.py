"""Letters of a case: begin one, change its words, look at it as it will be printed, send it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from attachments.rules import FileState
from attachments.serving import shelf
from complaints import actions, forms, labels
from complaints.actions.letter_checks import AlreadySent
from complaints.actions.presence import be_gone
from complaints.effects import file_name
from complaints.forms.letters import values_of, words_of
from complaints.models import Complainant, Complaint
from complaints.queries import Case, case_for
from complaints.queries.enclosed import may_open
from complaints.queries.letter_beginnings import has_protocol, protocol_of
from complaints.queries.letter_paper import preview_of
from complaints.queries.letters import WrittenLetter, gets_privacy, letter_for
from complaints.routes.looks import note_look
from complaints.routes.meanwhile import Meanwhile, Stored, stamp, take, takes_theirs
from complaints.routes.presence import here
from complaints.routes.room import Answer, blueprint
from complaints.routes.steps import changed_since
from complaints.routes.unsent import Kept, asks_to_keep, forget, keep, keep_refused, waiting
from complaints.rules.letters import TEMPLATES, To, blanks, templates_for
from complaints.rules.presence import Doing
from complaints.rules.unsent import form_of_letter
from kernel.errors import Forbidden, NotFound, RuleBroken, Stale
from kernel.permissions import Permission
from ledger.queries import last_position
from office.routes.steps import loaded
from papers import text
from papers.glyphs import unprintable
from web import database
from web.access import current_actor, requires
from web.errors import status_of
from web.forms import Form

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"
PAPER_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
"""A paper is ours and no page: nothing in it is carried out, and browsers' viewers need their own style and object."""


@blueprint.route("/case/<uuid:complaint_id>/letter", methods=["GET", "POST"])
@requires(Permission.COMPLAINANT_READ)
def new_letter(complaint_id: uuid.UUID) -> Answer:
    """Choose which letter to write; ``?template=`` chooses beforehand."""
    session, clock, actor = database.session(), database.clock(), current_actor()
    complaint = case_for(session, actor, complaint_id).complaint
    may_write = actor.can_for(Permission.COMPLAINT_NOTE, complaint.department_id) and may_open(
        session, actor, complaint
    )
    if request.method != "POST" and not may_write:  # a form is refused by the action, once its token was asked for
        raise Forbidden(labels.sentence_for(Forbidden()))
    if not templates_for(complaint.kind):
        raise NotFound  # a service case of another register
    form = forms.NewLetterForm()
    form.fill(complaint.kind)
    if request.method != "POST":
        form.template.data = request.args.get("template", "")
    begun = form.submission()

    def act() -> object:
        return actions.draft_letter(session, clock, actor, complaint, form.template.data, letter_id=begun)

    back = url_for("complaints.edit_letter", letter_id=begun)
    return _step(form, act, back, "", "complaints/letter_new.html", complaint=complaint)


@blueprint.get("/letter/<uuid:letter_id>")
@requires(Permission.COMPLAINANT_READ)
def letter(letter_id: uuid.UUID) -> str:
    """One letter: its words, how it went out, and what can still be done with it."""
    written, complaint = _opened(letter_id)
    return render_template("complaints/letter.html", **_facts(written, complaint))


@blueprint.route("/letter/<uuid:letter_id>/edit", methods=["GET", "POST"])
@requires(Permission.COMPLAINANT_READ)
def edit_letter(letter_id: uuid.UUID) -> Answer:
    """Change the words of a draft."""
    written, complaint = _draft(letter_id, Permission.COMPLAINT_NOTE)
    note_look(complaint)
    form = forms.LetterForm(data=values_of(written.letter) | {"seen": _seen(complaint)})

    def act() -> object:
        session, clock, actor = database.session(), database.clock(), current_actor()
        return actions.edit_letter(session, clock, actor, written.letter, form.typed(), row_version=form.version())

    back = url_for("complaints.letter", letter_id=letter_id)
    return _step(
        form, act, back, _("Zapisano pismo."), "complaints/letter_edit.html",
        stored=lambda: words_of(written.letter), keeps=form_of_letter(letter_id), **_facts(written, complaint),
    )  # fmt: skip


@blueprint.route("/letter/<uuid:letter_id>/send", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_SETTLE)
def send_letter(letter_id: uuid.UUID) -> Answer:
    """Say how the letter goes out; its words stand from then on."""
    written, complaint = _draft(letter_id, Permission.COMPLAINT_SETTLE)
    form = forms.SendLetterForm(data=_stamp_of(written, complaint))
    form.fill(has_email=_has_email(written, complaint))

    def act() -> object:
        session, clock, actor = database.session(), database.clock(), current_actor()
        return actions.send_letter(
            session, clock, shelf(), actor, written.letter, form.sending(), row_version=form.version()
        )

    back = url_for("complaints.letter", letter_id=letter_id)
    return _step(form, act, back, _("Wysłano pismo."), "complaints/letter_send.html", **_facts(written, complaint))


@blueprint.route("/letter/<uuid:letter_id>/discard", methods=["GET", "POST"])
@requires(Permission.COMPLAINANT_READ)
def discard_letter(letter_id: uuid.UUID) -> Answer:
    """Throw a draft away, after asking once."""
    written, complaint = _draft(letter_id, Permission.COMPLAINT_NOTE)
    form = forms.DiscardLetterForm(data=_stamp_of(written, complaint))

    def act() -> None:
        session, clock, actor = database.session(), database.clock(), current_actor()
        actions.discard_letter(session, clock, actor, written.letter, row_version=form.version())

    back = url_for("complaints.case", complaint_id=complaint.id)
    said = _("Usunięto szkic pisma.")
    return _step(form, act, back, said, "complaints/letter_discard.html", **_facts(written, complaint))


@blueprint.get("/letter/<uuid:letter_id>/paper.pdf")
@requires(Permission.COMPLAINANT_READ)
def letter_paper(letter_id: uuid.UUID) -> Response:
    """The letter as PDF: a draft as it would be now, a sent one as it was."""
    written, complaint = _opened(letter_id)
    if written.is_sent:
        content = _frozen(written)
    else:
        content = preview_of(database.session(), database.clock(), shelf(), written.letter)
    return _paper(content, complaint)


@blueprint.get("/case/<uuid:complaint_id>/protocol.pdf")
@requires(Permission.COMPLAINANT_READ)
def protocol(complaint_id: uuid.UUID) -> Response:
    """The protocol of an oral filing for two signatures, to be printed at once."""
    session, actor = database.session(), current_actor()
    complaint = case_for(session, actor, complaint_id).complaint
    if not (actor.can_for(Permission.COMPLAINT_NOTE, complaint.department_id) and may_open(session, actor, complaint)):
        raise Forbidden(labels.sentence_for(Forbidden()))
    if not has_protocol(complaint):
        raise NotFound
    note_look(complaint)
    return _paper(protocol_of(session, database.clock(), shelf(), actor, complaint), complaint)


def _step(
    form: Form,
    act: Callable[[], object],
    back: str,
    said: str,
    template: str,
    stored: Stored | None = None,
    keeps: str = "",
    **facts: Any,
) -> Answer:
    """Show a form of a letter, or act, commit, say so and go on.

    A refusal keeps what was typed; where somebody else saved meanwhile, the page says what changed, and shows what is
    ``stored`` beside it. ``keeps``: the form whose words are kept while they are typed.
    """
    facts = {"form": form, "labels": labels, **facts}
    found = case_for(database.session(), current_actor(), facts["complaint"].id)
    if keeps:
        facts["present"], facts["kept"] = here(found, Doing.LETTER), Kept(keeps)
    if request.method != "POST":
        facts.update({"kept": waiting(found, form, keeps)} if keeps else {})
        return render_template(template, **facts)
    if keeps and asks_to_keep():
        return render_template(template, **{**facts, "kept": keep(found, keeps)})
    if stored and takes_theirs() and isinstance(form, forms.StepForm):
        facts["mine"] = take(form, stored())
        stamp(form, facts["letter"].row_version, found)
        return render_template(template, **facts)
    refused = _done(found, form, act, stored, keeps)
    if refused is not None:
        status, facts["meanwhile"] = refused
        facts.update({"kept": keep_refused(found, keeps)} if keeps else {})
        return render_template(template, **facts), status
    if said:
        flash(said)
    return redirect(back)


def _done(
    found: Case, form: Form, act: Callable[[], object], stored: Stored | None, keeps: str
) -> tuple[int, Meanwhile | None] | None:
    """Act and commit. Where it is refused: the HTTP number, and what changed meanwhile."""
    if not form.validate():
        return 422, None
    try:
        act()
        if keeps:
            forget(found.complaint.id, keeps)
            be_gone(database.session(), current_actor().person_id, found.complaint.id, Doing.LETTER)
    except RuleBroken as broken:
        database.rollback()
        form.refuse(broken, labels.sentence_for(broken))
        if isinstance(broken, Stale) and isinstance(form, forms.StepForm):
            return status_of(broken), changed_since(form, found, stored, int(str(broken.facts["now"])))
        return status_of(broken), None
    database.commit()
    return None


def _stamp_of(written: WrittenLetter, complaint: Complaint) -> dict[str, str]:
    return {"row_version": str(written.letter.row_version), "seen": _seen(complaint)}


def _seen(complaint: Complaint) -> str:
    return str(last_position(database.session(), f"complaint:{complaint.id}"))


def _paper(content: bytes, complaint: Complaint) -> Response:
    answer = Response(content, mimetype="application/pdf", headers=PAPER_HEADERS)
    answer.headers["Content-Disposition"] = f'inline; filename="{file_name(complaint)}"'
    return answer


def _letter(letter_id: uuid.UUID) -> tuple[WrittenLetter, Complaint]:
    return loaded(lambda: letter_for(database.session(), current_actor(), letter_id))


def _opened(letter_id: uuid.UUID) -> tuple[WrittenLetter, Complaint]:
    """A letter for somebody who gets its words to see, with the address on it: that is recorded."""
    written, complaint = _letter(letter_id)
    note_look(complaint)
    return written, complaint


def _draft(letter_id: uuid.UUID, permission: Permission) -> tuple[WrittenLetter, Complaint]:
    """A letter for somebody who may change it. The form of one that was sent is not even shown; what was typed into it
    comes back with the reason."""
    written, complaint = _letter(letter_id)
    if not current_actor().can_for(permission, complaint.department_id):
        raise Forbidden(labels.sentence_for(Forbidden()))
    if written.is_sent and request.method != "POST":
        raise AlreadySent(labels.sentence_for(AlreadySent()))
    return written, complaint


def _facts(written: WrittenLetter, complaint: Complaint) -> dict[str, Any]:
    """What the pages of a letter show."""
    actor, one = current_actor(), written.letter
    template = TEMPLATES[one.template_id]
    texts = (one.addressee, one.subject, one.body, one.enclosures)
    is_draft = not written.is_sent
    return {
        "written": written,
        "letter": one,
        "complaint": complaint,
        "letter_template": template,
        "blocks": text.blocks(one.body),
        "is_for_somebody": template.to is not To.NOBODY,
        "missing": blanks(*texts) if is_draft else (),
        "unprintable": unprintable("".join(texts)) if is_draft else (),
        "gets_privacy": is_draft and gets_privacy(database.session(), complaint.id, template),
        "may_write": is_draft and actor.can_for(Permission.COMPLAINT_NOTE, complaint.department_id),
        "may_send": is_draft and actor.can_for(Permission.COMPLAINT_SETTLE, complaint.department_id),
        "labels": labels,
    }


def _has_email(written: WrittenLetter, complaint: Complaint) -> bool:
    person = database.session().get(Complainant, complaint.id)
    is_theirs = TEMPLATES[written.letter.template_id].to is To.COMPLAINANT
    return is_theirs and person is not None and bool(person.email.strip())


def _frozen(written: WrittenLetter) -> bytes:
    """The bytes that were frozen. Raises NotFound where the case was erased or the file is not there any more."""
    file = written.file
    path = shelf().path_of(file.digest) if file else None
    if file is None or path is None or file.state == FileState.INFECTED or not path.is_file():
        raise NotFound
    return path.read_bytes()
