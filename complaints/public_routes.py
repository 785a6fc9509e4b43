"""The residents' pages of this room: file a complaint, keep its receipt, look at one's own case."""

from __future__ import annotations

import hmac
import json
from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from attachments import labels as file_labels
from complaints import actions, forms, labels
from complaints.asking import open_link
from complaints.models import Complaint, HeldFiling
from complaints.own_case import own_case
from complaints.queries import status_of
from complaints.queries.case import bodies_of
from complaints.queries.enclosed import enclosed
from complaints.queries.holding import Way, held_as, held_by_code, way_of
from complaints.queries.status import filed_as, filed_entry, first_assigned_at, read_number, stream_of
from complaints.queries.steps import steps_of
from complaints.receipt import printed, receipt_page
from complaints.rules.holding import Flood, read_list_number
from complaints.rules.kinds import PASSED_ON, PUBLIC_KINDS
from kernel.clock import local_day
from kernel.errors import RuleBroken
from kernel.ids import access_code, code_hash, spoken_code
from kernel.permissions import RESIDENT
from ledger.proving import NoProof, prove_entry
from ledger.queries import entries_of, first_entry
from ledger.seal_queries import seal_over
from office import context, throttle
from office.queries.structure import department_names
from web import database
from web.access import public
from web.languages import current_language, resident_blueprint
from web.settings import Settings
from web.uploads import takes_files

blueprint = resident_blueprint("complaints_public", __name__)
Answer = str | tuple[str, int] | Response
LAST_STEP = 4
FEEDBACK_STEPS = (1, 2, LAST_STEP)


@blueprint.route("/complaint", methods=["GET", "POST"])
@public
@takes_files
def file() -> Answer:
    """The form in four steps; all that was typed travels with it, only files wait for it to be sent, for a day."""
    form = forms.FilingForm()
    form.department.choices = _departments  # read where a page lists them, and to check whichever was chosen
    if request.method != "POST":
        form.step.data = 1
        if request.args.get("way") in (*PUBLIC_KINDS, forms.FEEDBACK, forms.ELSEWHERE):
            form.way.data = request.args["way"]
        return _form_page(form, 1)
    step = min(max(form.step.data or 1, 1), LAST_STEP)
    if form.take_in():
        return _form_page(form, forms.FILES_STEP), 422 if form.files.errors else 200
    if "switch" in request.form:
        return _form_page(form, step)
    back = request.form.get("back", type=int)
    if back is not None:
        return _form_page(form, min(max(back, 1), step))
    return _sent(form, step)


def _departments() -> list[tuple[str, Any]]:
    return forms.listed_departments(department_names(database.session(), database.clock().today()))


def _sent(form: forms.FilingForm, step: int) -> Answer:
    """Check the steps so far; show the first that has a mistake, the next one, or take the filing in."""
    form.validate()
    if form.is_expired:
        form.keep_errors_of(())
        return _form_page(form, step), 400
    if form.way.data == forms.ELSEWHERE:
        form.forget()
        return render_template("complaints/elsewhere.html", form=form, carried=_carried(form, {"way"}))
    path = FEEDBACK_STEPS if form.way.data == forms.FEEDBACK else tuple(range(1, LAST_STEP + 1))
    checked = [number for number in path if number < LAST_STEP and number <= step]
    wrong = [number for number in checked if any(form[name].errors for name in forms.STEPS[number - 1])]
    if wrong:
        form.keep_errors_of(wrong[:1])
        return _form_page(form, wrong[0]), 422
    if step < LAST_STEP:
        form.keep_errors_of(())
        return _form_page(form, min(number for number in path if number > step))
    return _taken_in(form)


def _taken_in(form: forms.FilingForm, *, is_second: bool = False) -> Answer:
    """Take a filing in. ``is_second``: the same form was first meanwhile, and what it became is looked at now."""
    session, clock = database.write(), database.clock()
    try:
        context.office()  # the page that answers shows it, and must not fail once the filing is kept
        if not form.is_formal:
            opinion, most = form.feedback(current_language()), _settings().voices_per_day
            actions.leave_feedback(session, clock, RESIDENT, opinion, most_a_day=most)
            database.commit()
            return redirect(url_for("complaints_public.thanks"))
        code = access_code(_settings().secret_key, form.submission())
        way = way_of(session, clock, _flood(), form.submission())
        if way is Way.WAITS:
            return _held_back(form, code)
        typed = form.filing(code, current_language())
        database.stand_in_line()
        received = actions.receive(session, clock, RESIDENT, typed, is_new=way is Way.FREE)
        if form.shown():
            actions.enclose(session, clock, RESIDENT, received, form.form_id(), shown=form.shown())
        kept = session.get(Complaint, received.complaint_id)
        database.commit()
    except IntegrityError:
        database.rollback()  # the same form arrived twice at once, and the other one was first
        if is_second or filed_as(database.session(), form.submission()) is None:
            raise
        return _taken_in(form, is_second=True)  # with the same words it is the same case, with others it is refused
    except RuleBroken as broken:
        database.rollback()
        form.refused(broken, labels.sentence_for(broken))
        return _form_page(form, forms.FILES_STEP if broken.field == "files" else LAST_STEP), 422
    if kept is None:
        return redirect(url_for("complaints_public.file"))
    return receipt_page(kept, code, received.entry or filed_entry(session, kept.id))


def _held_back(form: forms.FilingForm, code: str) -> Answer:
    """Onto the holding list, with the day of today and a receipt; the number of the register follows."""
    session, clock = database.session(), database.clock()
    typed = form.filing(code, current_language())
    held = actions.hold(session, clock, RESIDENT, typed, form.form_id(), shown=form.shown())
    database.commit()
    return _held_page(held, code)


def _held_page(held: HeldFiling, code: str = "") -> str:
    """The receipt of a filing that waits for its number, or, without a code, its own page."""
    entry = first_entry(database.session(), actions.held_stream(held))
    again = forms.ReceiptForm(MultiDict(), submission_id=str(held.submission_id))
    return render_template(
        "complaints/held.html",
        held=held,
        code=spoken_code(code) if code else "",
        entry=printed(entry) if entry else None,
        form=again,
        labels=labels,
    )


def _settings() -> Settings:
    found: Settings = current_app.config["SETTINGS"]
    return found


def _flood() -> Flood:
    return Flood(_settings().filings_per_hour, _settings().filings_per_day)


@blueprint.get("/complaint/elsewhere")
@public
def elsewhere() -> str:
    """What is not filed here, and where it goes: appeals, court complaints, whistleblowers' reports."""
    return render_template("complaints/elsewhere.html", form=None, carried=[])


@blueprint.get("/complaint/thanks")
@public
def thanks() -> str:
    """What happens with an anonymous opinion."""
    return render_template("complaints/thanks.html")


@blueprint.route("/complaint/receipt", methods=["GET", "POST"])
@public
def receipt() -> Answer:
    """The receipt once more, in the language of the address; only for whoever holds the form it came from."""
    form = forms.ReceiptForm()
    complaint = None
    if request.method == "POST" and form.validate():
        try:
            complaint = filed_as(database.session(), form.submission())
            held = held_as(database.session(), form.submission()) if complaint is None else None
        except ValueError:
            complaint = held = None
        if held is not None:
            return _held_page(held, access_code(_settings().secret_key, held.submission_id))
    if complaint is None or complaint.submission_id is None or complaint.code_hash is None:
        return redirect(url_for("complaints_public.check"))
    code = access_code(current_app.config["SETTINGS"].secret_key, complaint.submission_id)
    if not hmac.compare_digest(code_hash(code, complaint.id), complaint.code_hash):  # another one was handed out since
        return redirect(url_for("complaints_public.check"))
    session = database.session()
    return receipt_page(complaint, code, filed_entry(session, complaint.id), steps_of(session, complaint.id))


@blueprint.route("/case", methods=["GET", "POST"])
@public
def check() -> Answer:
    """One's own case by number and code. Both travel in the form, never in an address."""
    form = forms.CheckForm()
    if request.method != "POST":
        return render_template("complaints/check.html", form=form)
    if "switch" in request.form and not (form.number.data and form.code.data):
        return render_template("complaints/check.html", form=form)
    found = _opened(form)
    if isinstance(found, HeldFiling):
        return _held_page(found)
    if isinstance(found, Complaint):
        return render_template("complaints/status.html", form=form, **_status_facts(found))
    return found


@blueprint.post("/case/proof")
@public
def proof() -> Answer:
    """The proof, for whoever holds number and code, that the case's first entry stands under a seal; as a file.

    Numbers and hashes only: nothing in it tells what the case is about. Without a seal yet, the page of the case.
    """
    form = forms.CheckForm()
    found = _opened(form)
    if isinstance(found, HeldFiling):
        return _held_page(found)
    if not isinstance(found, Complaint):
        return found
    entry = filed_entry(database.session(), found.id)
    try:
        if entry is None:
            raise NoProof
        content = json.dumps(prove_entry(database.session(), entry[0]), indent=2) + "\n"
    except NoProof:
        return render_template("complaints/status.html", form=form, **_status_facts(found))
    answer = Response(content, mimetype="application/json")
    answer.headers.set("Content-Disposition", "attachment", filename=f"dowod-wpisu-{entry[0]}.json")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _opened(form: forms.CheckForm) -> Complaint | HeldFiling | Answer:
    """What number and code open, also by its number on the holding list, or the page that says why nothing."""
    if not form.validate():
        return render_template("complaints/check.html", form=form), 400 if form.is_expired else 422
    number = str(form.number.data)
    if read_list_number(number) is not None:
        return held_by_code(database.session(), number, str(form.code.data)) or _wrong_code(form, number)
    if read_number(number) is None:
        broken = RuleBroken(field="number")
        form.refuse(broken, _("Numer sprawy składa się z liczby i roku, na przykład 214/2026. Proszę go poprawić."))
        return render_template("complaints/check.html", form=form), 422
    complaint = status_of(database.session(), number, str(form.code.data))
    if complaint is None:
        return _wrong_code(form, number)
    return complaint


def _wrong_code(form: forms.CheckForm, number: str) -> Answer:
    """Count the failure. Only wrong codes have to wait: nobody can lock people out of their own case."""
    key = throttle.key_of("case", "/".join(map(str, read_number(number) or ("L", *(read_list_number(number) or ())))))
    session, clock = database.write(), database.clock()
    try:
        throttle.check(session, clock, key)
    except throttle.TooManyTries as wait:
        minutes = wait.facts["minutes"]
        form.form_errors.append(
            _("Za dużo nieudanych prób dla tej sprawy. Proszę spróbować ponownie za %(num)s min.", num=minutes)
        )
        page = render_template("complaints/check.html", form=form)
        return Response(page, 429, {"Retry-After": str(int(str(minutes)) * 60)}, mimetype="text/html")
    throttle.failed(session, clock, key)
    database.commit()
    form.form_errors.append(_("Nie ma sprawy o takim numerze i kodzie. Proszę porównać oba z potwierdzeniem."))
    return render_template("complaints/check.html", form=form), 422


def _status_facts(complaint: Complaint) -> dict[str, Any]:
    session, today = database.session(), database.clock().today()
    steps = steps_of(session, complaint.id)
    entries = entries_of(session, stream_of(complaint.id))
    assigned_at = first_assigned_at(entries)
    return {
        "entry": (entries[0].leaf, entries[0].hash) if entries else None,
        "seal": seal_over(session, entries[0].leaf) if entries else None,
        "complaint": complaint,
        "own": own_case(
            complaint, steps, today, local_day(assigned_at) if assigned_at else None, bodies_of(session, steps)
        ),
        "is_passed_on": complaint.kind in PASSED_ON,
        "follow_up": open_link(session, database.clock(), complaint),
        "files": [one for one in enclosed(session, complaint.id) if one.attachment.added_by_id is None],
        "file_labels": file_labels,
        "labels": labels,
    }


def _form_page(form: forms.FilingForm, step: int) -> str:
    """A step of the form; the fields of the other steps travel along unseen."""
    form.step.data = step
    asks_for_files = request.method == "POST" and form.is_formal and step in (forms.FILES_STEP, LAST_STEP)
    waiting = form.waiting() if asks_for_files else []
    shown = set(forms.STEPS[step - 1]) if step < LAST_STEP else set()
    return render_template(
        "complaints/file.html",
        form=form,
        step=step,
        steps=forms.STEPS,
        carried=_carried(form, shown),
        waiting=waiting,
        labels=labels,
        file_labels=file_labels,
        megabytes=current_app.config["SETTINGS"].attachment_megabytes,
    )


def _carried(form: forms.FilingForm, shown: set[str]) -> list[tuple[str, str]]:
    hidden = [name for names in forms.STEPS for name in names if name not in shown and name != "files"]
    pairs: list[tuple[str, str]] = [("submission_id", str(form.submission_id.data))]
    pairs.append(("enclosed", str(form.enclosed.data or "")))
    for name in hidden:
        if name == "happened":
            pairs += [(f"happened-{part}", value) for part, value in zip("dmy", form.happened.parts, strict=True)]
        else:
            pairs.append((name, str(form[name].data or "")))
    return [(name, value) for name, value in pairs if value]
