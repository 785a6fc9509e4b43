"""The pictures of the handbook, taken in a browser from the sample office on a day that stands. To take them anew:

.venv/bin/python -m tests.journeys.handbook_pictures
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from flask import Flask
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.actions import order_pack
from analytics.actions.ordering import PackWanted
from analytics.measures.period import Month, Period
from complaints.actions import Answer, draft
from complaints.models import Complaint
from kernel.clock import Clock, FixedClock, warsaw
from kernel.permissions import SYSTEM, Role
from office.models import Person
from office.sign_in import open_sign_in
from quality.jobs import open_for_month
from storage.session import Storage
from surveys.kiosk.actions import invite_device
from tests.browser import TABLET, chromium, quiet_page, served
from tests.cast import FoundedOffice, read_member
from tests.journeys.every_page import cast_of_the_sample
from tests.journeys.sample_office import sample_office
from tests.program import SECRET, program
from tests.surveys.devices import set_up
from web.handbook import PICTURES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MONDAY: Final = warsaw(2026, 11, 23, 10)
"""The sample office wakes on a Monday, and somebody looks at it at ten."""

OCTOBER: Final = Month(2026, 10)
"""The month whose results are shown: the last that is over."""

SCALE: Final = 0.06
"""Ours: how much of the sample office, enough for a full screen."""

COLOURS: Final = 64
"""Ours: of a picture; text stays sharp, and a screen takes a third of the room."""


@dataclass(frozen=True)
class Shot:
    """A picture: its name, who looks at which address, and what is done before it is taken."""

    name: str
    role: Role | None
    address: str
    first: Callable[[Page], object] | None = None


@dataclass(frozen=True)
class Cases:
    """The cases that are shown."""

    in_hand: Complaint
    written: Complaint
    new: Complaint


def _submit(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form .button:not([name=attach])").first.click()


def _open_the_first(page: Page) -> None:
    with page.expect_navigation():
        page.locator("tbody a").first.click()


def _down_to_the_list(page: Page) -> None:
    page.locator("input[type=search]").evaluate("(one) => scrollBy(0, one.getBoundingClientRect().top - 60)")


def shots(cases: Cases) -> tuple[Shot, ...]:
    """All pictures but those of the tablet."""
    staff, case = "/staff/pl", "/staff/pl/case"
    month = "results?month=2026-10"
    return (
        Shot("logowanie", None, f"{staff}/sign-in"),
        Shot("konto", Role.HANDLER, f"{staff}/account"),
        Shot("obsluga", Role.CLERK, f"{staff}/desk"),
        Shot("poprawki", Role.CLERK, f"{staff}/register", _submit),
        Shot("rejestracja", Role.CLERK, f"{staff}/register"),
        Shot("zarejestrowano", Role.CLERK, f"{staff}/registered/{cases.new.id}"),
        Shot("kolejka", Role.HEAD, f"{staff}/queue", _down_to_the_list),
        Shot("sprawa", Role.HANDLER, f"{case}/{cases.in_hand.id}"),
        Shot("odpowiedz", Role.HANDLER, f"{case}/{cases.in_hand.id}/draft"),
        Shot("moj-wydzial", Role.HEAD, f"{staff}/department"),
        Shot("przydzial", Role.HEAD, f"{case}/{cases.new.id}/assign"),
        Shot("akceptacja", Role.HEAD, f"{case}/{cases.written.id}/approve"),
        Shot("pulpit", Role.HEAD, f"{staff}/results/dashboard?month=2026-10"),
        Shot("wyniki", Role.QUALITY_OFFICER, f"{staff}/{month}"),
        Shot("karta-kontrolna", Role.QUALITY_OFFICER, f"{staff}/results/control?measure=median_days&month=2026-10"),
        Shot("sygnal", Role.QUALITY_OFFICER, f"{staff}/quality/reviews", _open_the_first),
        Shot("paczki", Role.QUALITY_OFFICER, f"{staff}/results/packs"),
        Shot("ankiety", Role.QUALITY_OFFICER, f"{staff}/surveys/questionnaires"),
        Shot("komentarze", Role.QUALITY_OFFICER, f"{staff}/surveys/comments?standing=shown"),
        Shot("audyt", Role.AUDITOR, f"{staff}/record"),
        Shot("pakiet", Role.AUDITOR, f"{staff}/record/evidence"),
        Shot("administracja", Role.ADMINISTRATOR, f"{staff}/administration"),
        Shot("osoby", Role.ADMINISTRATOR, f"{staff}/administration/people"),
        Shot("urzadzenia", Role.ADMINISTRATOR, f"{staff}/administration/devices"),
        Shot("poczta", Role.ADMINISTRATOR, f"{staff}/administration/outbox"),
    )


def take(browser: Browser, folder: Path) -> dict[str, bytes]:
    """Take every picture; ``folder``: for the sample office. The names of the pictures and what they hold."""
    storage, clock = sample_office(folder, MONDAY.date(), scale=SCALE), FixedClock(MONDAY)
    app = next(program(storage, clock, folder))
    app.config["SESSION_COOKIE_SECURE"] = False
    with storage.writing() as session:
        office = cast_of_the_sample(session)
        cases = prepared(session, clock, office)
        order_pack(session, clock, office.actor(Role.QUALITY_OFFICER), PackWanted(Period.of(OCTOBER, OCTOBER)))
    open_for_month(storage, clock, SYSTEM, OCTOBER)
    taken = {}
    with served(app) as address:
        for shot in shots(cases):
            with quiet_page(browser, address) as page:
                if shot.role:
                    page.context.add_cookies([_cookie(app, storage, clock, office, shot.role)])
                page.goto(shot.address, timeout=60_000)
                if shot.first:
                    shot.first(page)
                taken[shot.name] = _picture(page)
        with _tablet(browser, address) as page:
            page.goto("/kiosk")
            page.get_by_role("button", name="Sparuj").wait_for()
            taken["tablet-parowanie"] = _picture(page)
        with storage.writing() as session:
            code = invite_device(session, clock, SYSTEM, set_up(session, clock, office), SECRET)
        with _tablet(browser, address) as page:
            page.goto(f"/kiosk#{code}")
            page.get_by_role("button", name="Sparuj").click()
            page.locator(".option").first.wait_for()
            taken["tablet-pytanie"] = _picture(page)
    storage.close()
    return taken


def prepared(session: Session, clock: Clock, office: FoundedOffice) -> Cases:
    """A case in hand, one whose answer waits for approval, and one nobody has yet."""
    handed = select(Complaint).where(Complaint.state == "assigned", Complaint.kind == "skarga")
    open_cases = session.scalars(handed.order_by(Complaint.due_on.desc(), Complaint.number)).all()
    in_hand = next(case for case in open_cases if case.handler_id == office.member(Role.HANDLER).person_id)
    written = next(case for case in open_cases if case.handler_id != in_hand.handler_id)
    author = read_member(session.get_one(Person, written.handler_id)).actor
    words = Answer(
        outcome="zasadna",
        text="Przepraszamy. Od poniedziałku uruchamiamy drugie stanowisko, a czas oczekiwania jest na stronie.",
        signatory_name="Barbara Wzorowa",
        signatory_post="kierownik wydziału",
    )
    draft(session, clock, author, written, words, row_version=written.row_version)
    new = session.scalars(select(Complaint).where(Complaint.state == "received").order_by(Complaint.due_on)).first()
    assert new is not None
    return Cases(in_hand, written, new)


def _cookie(app: Flask, storage: Storage, clock: Clock, office: FoundedOffice, role: Role) -> Any:
    with storage.writing() as session:
        person = session.get_one(Person, office.member(role).person_id)
        token = open_sign_in(session, clock, person, 10, device="Firefox, Windows").token
    signing: Any = app.session_interface
    value = signing.staff.get_signing_serializer(app).dumps({"token": token})
    return {"name": "staff", "value": value, "domain": "127.0.0.1", "path": "/staff"}


@contextmanager
def _tablet(browser: Browser, address: str) -> Iterator[Page]:
    """A tablet; that there is no network for a moment is nothing it complains about."""
    width, height = TABLET
    context = browser.new_context(base_url=address, viewport={"width": width, "height": height}, locale="pl-PL")
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.clock.install(time=MONDAY)  # it asks only while the office is open, and looks at its own clock
    yield page
    context.close()


def _picture(page: Page) -> bytes:
    """The screen as it stands, in few colours."""
    page.evaluate("document.fonts.ready")
    whole = Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")
    small = io.BytesIO()
    whole.quantize(COLOURS, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    return small.getvalue()


def main() -> None:
    """Write all pictures anew."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        for name, picture in take(browser, Path(folder)).items():
            (PICTURES / f"{name}.png").write_bytes(picture)


if __name__ == "__main__":
    main()
