"""Every page of the program with something to show on it: the sample office furnished a little more, and addresses.

A new route is found by itself. A new kind of place in an address (``<uuid:bicycle_id>``) fails and asks for a line in
``PLACES``.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from analytics.actions import StepTyped, record_step
from analytics.measures.declaration import Population
from analytics.measures.period import Month
from analytics.models import StepChange
from assurance.actions.runs import ask
from assurance.models import VerificationRun
from complaints.actions import note
from complaints.actions.calls import CallTyped, note_call
from complaints.actions.publishing import PublicationTyped, publish_petition
from complaints.models import Complaint, ComplaintLetter, Feedback, PetitionPublication
from complaints.models.calls import PhoneCall
from complaints.rules.follow_up import link_token
from complaints.rules.kinds import Kind
from complaints.rules.moves import State
from kernel.clock import Clock
from kernel.permissions import EVERYWHERE, SYSTEM, Permission, Role
from office.models import (
    Absence,
    DayOff,
    Department,
    Deputy,
    Desk,
    FilingClass,
    Office,
    OpeningSchedule,
    OutcomeWording,
    OutsideBody,
    Person,
    ReferenceFigure,
    RoleAssignment,
    Service,
    Signatory,
    Topic,
    WarningDays,
)
from quality.actions import Seen, conclude_review, open_reviews, take_review
from quality.models import Review
from quality.rules import Conclusion
from surveys.models import AnswerText, Device, PaperForm, Publication, QuestionnaireVersion, Theme
from surveys.rules.paper import FIRST, OPEN
from tests.cast import CastMember, FoundedOffice, read_member
from tests.complaints.courses import case_in
from tests.program import SECRET
from web.access import PUBLIC, mark_of

CONCERNED: Final = (Role.HEAD, Role.QUALITY_OFFICER, Role.ADMINISTRATOR, Role.CLERK, Role.HANDLER, Role.AUDITOR)
"""Who opens a page: the first of these who may."""

NO_PAGE: Final = (
    "assets", "kiosk_api.", "probes.", "front_door", "complaints.attached_file", "analytics.pack_file",
    "analytics.pack_progress", "analytics.headlines",
)  # fmt: skip
"""Beginnings of endpoints that are read by machines, or give files under the names they were sent with."""

ON_THE_WAY: Final = frozenset(
    {"office.set_up", "office.sign_in_code", "office.second_factor_confirm"}  # before an office, or after another page
    | {"office.openid", "office.openid_back", "office.account_openid"}  # nothing there without a provider of identities
)
"""Pages this office cannot have: walks by hand look at them, or tests of their own."""

WHO: Final = {"survey_room.paper_batch": Role.CLERK}
"""Pages that only one person sees."""

ASKED: Final = {
    "analytics.cases": "?measure=received&month=2026-10",
    "analytics.annual_cases": "?year=2026&table=t1&row=total&column=total",
}
"""What a page wants to be asked before it shows itself."""

CASES: Final = {
    "complaints.approve": (Kind.SKARGA, State.FOR_APPROVAL),
    "complaints.settle": (Kind.SKARGA, State.APPROVED),
    "complaints.resolve": (Kind.SKARGA, State.AT_COUNCIL),
    "complaints.publish": (Kind.PETYCJA, State.ASSIGNED),
    "complaints.petition_scan": (Kind.PETYCJA, State.ASSIGNED),
    "complaints.take_down": (Kind.PETYCJA, State.ASSIGNED),
    "complaints.draft": (Kind.SKARGA, State.ASSIGNED),
    "complaints.assign": (Kind.SKARGA, State.RECEIVED),
    "follow_up.ask": (Kind.SKARGA, State.SETTLED),
}
"""Pages of a case of another kind, or one that is further on; all others show a case in hand."""

RECORDS: Final[dict[str, type[Any]]] = {
    "days-off": DayOff,
    "desks": Desk,
    "figures": ReferenceFigure,
    "filing-classes": FilingClass,
    "opening-hours": OpeningSchedule,
    "outcomes": OutcomeWording,
    "outside-bodies": OutsideBody,
    "services": Service,
    "signatories": Signatory,
    "topics": Topic,
    "warning-days": WarningDays,
}
"""Whose record the address of a list of the administrator means."""


@dataclass
class Furnished:
    """The office, and the cases made for pages that want a certain one."""

    office: FoundedOffice
    cases: dict[str, uuid.UUID] = field(default_factory=dict)


def cast_of_the_sample(session: Session) -> FoundedOffice:
    """The sample office as tests know an office; for each role whoever holds it most widely."""
    departments = {row.code: row for row in session.scalars(select(Department))}
    members: dict[str, CastMember] = {}
    for person in session.scalars(select(Person).order_by(Person.login)):
        member = read_member(person)
        for role in member.actor.roles:
            if role not in members or member.actor.scope(Permission.COMPLAINT_READ) is EVERYWHERE:
                members[role] = member
    desk = session.scalars(select(Desk)).first()
    service = session.scalars(select(Service)).first()
    assert desk is not None
    assert service is not None
    (at,) = {grant.department_id for grant in members[Role.HANDLER].actor.grants}
    home = next(department for department in departments.values() if department.id == at)
    return FoundedOffice(session.scalars(select(Office.id)).one(), home, departments["SO"], service, desk, members)


def furnish(session: Session, clock: Clock) -> Furnished:
    """What the sample office lacks so that every page has something to show."""
    found = Furnished(cast_of_the_sample(session))
    head, administrator = found.office.actor(Role.HEAD), found.office.actor(Role.ADMINISTRATOR)
    found.cases["in hand"] = case_in(session, clock, found.office, Kind.SKARGA, State.ASSIGNED).id
    for endpoint, (kind, state) in CASES.items():
        found.cases[endpoint] = case_in(session, clock, found.office, kind, state).id
    note(session, clock, head, session.get_one(Complaint, found.cases["in hand"]), "Czekamy na wyjaśnienia.")
    petition = session.get_one(Complaint, found.cases["complaints.take_down"])
    words = PublicationTyped("Ławki w parku", "Prosimy o ławki.")
    publish_petition(session, clock, head, petition, words, row_version=petition.row_version)
    first = clock.today().replace(day=1)
    older = session.get_one(Complaint, found.cases["complaints.petition_scan"])
    older.received_on = first.replace(year=first.year - 1)
    session.add(WarningDays(valid_from_on=first, working_days=5, grounds="Zarządzenie 5"))
    session.add(OutcomeWording(outcome="zasadna", name_pl="Skarga zasadna", valid_from_on=first))
    for letter in session.scalars(select(ComplaintLetter).limit(1)):
        letter.state, letter.sent_on, letter.file_id = "draft", None, None
    for form in session.scalars(select(PaperForm).where(PaperForm.standing == FIRST)):
        form.standing = OPEN
    call = CallTyped(clock.today(), "Kolejka", "Zaprosiliśmy do spisania protokołu.", uuid.uuid4())
    note_call(session, clock, found.office.actor(Role.CLERK), call)
    ask(session, clock, administrator)
    _signals(session, clock, found)
    return found


def _signals(session: Session, clock: Clock, found: Furnished) -> None:
    """A step of a control chart, a review in hand and one that is concluded."""
    officer, month = found.office.actor(Role.QUALITY_OFFICER), Month.of(clock.today()).plus(-2)
    record_step(session, clock, officer, StepTyped("on_time", Population.COMPLAINTS, None, month, "Nowy obieg spraw."))
    figures = ("outside", "below", "concerning", "laney", "0.2", "0.85", "0.6", "1.0", 7)
    seen = [Seen(key, 1, "complaints", None, str(month), *figures) for key in ("on_time", "median_days")]
    review, concluded = open_reviews(session, clock, SYSTEM, seen)
    owner = session.get_one(Person, found.office.member(Role.QUALITY_OFFICER).person_id)
    take_review(session, clock, officer, review, owner=owner, due_on=clock.today())
    conclude_review(
        session, clock, officer, concluded, kind=Conclusion.CAUSE, words="Awaria systemu w jednym tygodniu."
    )


def _first(table: type[Any], *where: Any) -> Callable[[Session, Furnished, Rule], object]:
    return lambda session, _furnished, _rule: session.scalars(select(table.id).where(*where).order_by(table.id)).first()


def _case(_session: Session, furnished: Furnished, rule: Rule) -> object:
    return furnished.cases.get(rule.endpoint, furnished.cases["in hand"])


def _review(session: Session, _furnished: Furnished, rule: Rule) -> object:
    is_concluded = Review.conclusion.is_not(None)
    wanted = select(Review.id).where(is_concluded if rule.endpoint == "quality.reopen" else ~is_concluded)
    return session.scalars(wanted.order_by(Review.id)).first()


def _record(session: Session, _furnished: Furnished, rule: Rule) -> object:
    return session.scalars(select(RECORDS[rule.rule.split("/")[4]].id)).first()


def _version(session: Session, _furnished: Furnished, rule: Rule) -> object:
    if rule.endpoint == "survey_room.end":
        return session.scalars(select(Publication.version_id).order_by(Publication.id)).first()
    state = {"survey_room.release": "approved", "survey_room.retire": "published"}
    wanted = state.get(rule.endpoint, "draft" if mark_is(rule, Permission.QUESTIONNAIRE_EDIT) else "published")
    return session.scalars(select(QuestionnaireVersion.id).where(QuestionnaireVersion.state == wanted)).first()


def _assignment(session: Session, _furnished: Furnished, rule: Rule) -> object:
    wanted = select(RoleAssignment.id).order_by(RoleAssignment.id)
    if rule.endpoint.startswith("office.auditor"):
        wanted = wanted.where(RoleAssignment.role == Role.AUDITOR.value)
    return session.scalars(wanted).first()


def mark_is(rule: Rule, permission: Permission) -> bool:
    """Whether a route asks for a permission."""
    from flask import current_app

    return mark_of(current_app.view_functions[rule.endpoint]) == permission


def _paper(session: Session, rule: Rule) -> PaperForm:
    standing = OPEN if rule.endpoint == "survey_room.paper_differs" else ""
    wanted = select(PaperForm).where(PaperForm.is_sampled, PaperForm.standing == standing)
    return session.scalars(wanted).one()


def _token(_session: Session, furnished: Furnished, rule: Rule) -> object:
    if rule.endpoint.startswith("follow_up."):
        return link_token(SECRET, furnished.cases["follow_up.ask"])
    return furnished.office.desk.token


def _published(session: Session, _furnished: Furnished, _rule: Rule) -> Complaint:
    return session.scalars(select(Complaint).join(PetitionPublication)).first() or Complaint()


PLACES: Final[dict[str, Callable[[Session, Furnished, Rule], object]]] = {
    "absence_id": _first(Absence),
    "assignment_id": _assignment,
    "call_id": _first(PhoneCall),
    "batch_id": lambda session, _, rule: _paper(session, rule).batch_id,
    "complaint_id": _case,
    "department_id": lambda _session, furnished, _rule: furnished.office.home.id,
    "deputy_id": _first(Deputy),
    "device_id": _first(Device),
    "feedback_id": _first(Feedback),
    "key": lambda _session, _furnished, rule: "on_time" if "definitions" in rule.rule else "q1",
    "kind": lambda *_: "people",
    "letter_id": _first(ComplaintLetter, ComplaintLetter.state == "draft"),
    "move_name": lambda *_: "withdraw",
    "number": lambda session, furnished, rule: (
        _published(session, furnished, rule).number if "petitions" in rule.rule else _paper(session, rule).number
    ),
    "page": lambda *_: "handler",
    "person_id": lambda session, _furnished, _rule: session.scalars(
        select(RoleAssignment.person_id).order_by(RoleAssignment.id)
    ).first(),
    "publication_id": _first(Publication),
    "question": lambda session, *_: session.scalars(select(AnswerText.question)).first(),
    "record_id": _record,
    "review_id": _review,
    "step_id": _first(StepChange),
    "response_id": lambda session, *_: session.scalars(select(AnswerText.response_id)).first(),
    "run_id": _first(VerificationRun),
    "theme_id": _first(Theme),
    "token": _token,
    "tongue": lambda *_: "uk",
    "version_id": _version,
    "what": lambda *_: "channel",
    "year": lambda session, furnished, rule: (
        _published(session, furnished, rule).year - (rule.endpoint == "petitions.summary")
    ),
}
"""What stands in the places of addresses, and where it is found in the furnished office."""


@dataclass(frozen=True)
class PageOf:
    """A page, in Polish: its endpoint, its address, and who opens it (None: anybody)."""

    endpoint: str
    address: str
    role: Role | None

    def in_language(self, lang: str) -> str:
        """The same page in another language."""
        return self.address.replace("/pl/", f"/{lang}/", 1)


def pages(app: Flask, session: Session, furnished: Furnished) -> Iterator[PageOf]:
    """Every address that answers a plain request, in the order of their list. Raises KeyError for an unknown place."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if _is_page(rule):
            with app.test_request_context():
                yield _page(app, session, furnished, rule)


def _is_page(rule: Rule) -> bool:
    """Whether an address may be a page; one whose last part has a dot in it is a file."""
    is_file = "." in rule.rule.rpartition("/")[2]
    is_asked = "GET" in (rule.methods or set()) and not rule.endpoint.startswith(NO_PAGE)
    return is_asked and not is_file and rule.endpoint not in ON_THE_WAY


def _page(app: Flask, session: Session, furnished: Furnished, rule: Rule) -> PageOf:
    values = {
        name: "pl" if name == "lang" else PLACES[name](session, furnished, rule) for name in sorted(rule.arguments)
    }
    assert None not in values.values(), f"the furnished office lacks something for {rule.rule}: {values}"
    mark = mark_of(app.view_functions[rule.endpoint])
    role = None if mark in (PUBLIC, None) else WHO.get(rule.endpoint) or _who(furnished, Permission(str(mark)))
    built = app.url_map.bind("localhost").build(rule.endpoint, values)
    return PageOf(rule.endpoint, built + ASKED.get(rule.endpoint, ""), role)


def _who(furnished: Furnished, permission: Permission) -> Role:
    return next(role for role in CONCERNED if furnished.office.actor(role).can(permission))
