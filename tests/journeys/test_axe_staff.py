"""axe on every staff page and on the residents' pages of the register, in three languages, one of them in the dark."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from complaints.actions import FeedbackTyped, leave_feedback, note, receive
from complaints.rules.kinds import Kind
from complaints.rules.moves import State
from kernel.clock import FixedClock
from kernel.ids import access_code
from kernel.permissions import RESIDENT, SYSTEM, Role
from office.actions.defaults import lay_defaults
from office.actions.setting_up import make_set_up_code
from office.models import OutsideBody, Person
from office.sign_in import open_sign_in
from storage import migrate
from storage.session import Storage
from tests.accessibility import assert_accessible
from tests.attachments import specimens
from tests.browser import quiet_page, served
from tests.cast import FoundedOffice
from tests.complaints.courses import case_in
from tests.complaints.handling import Reply, answered, assigned, filing, received
from tests.program import program
from worker.actions import enqueue, failed, take

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
ON_EACH = pytest.mark.parametrize(("lang", "theme"), [("pl", "light"), ("en", "dark"), ("uk", "light")])
Theme = Literal["light", "dark"]
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg"/>'
CODE = access_code("secret", uuid.UUID(int=7))


@pytest.fixture
def cases(storage: Storage, clock: FixedClock, office: FoundedOffice) -> dict[str, str]:
    """A full queue: new, late, soon, settled, with a note; and an opinion."""
    head = office.actor(Role.HEAD)
    with storage.writing() as session:
        new = received(session, clock, office, severity="high")
        late = assigned(session, clock, office, received_on=dt.date(2026, 10, 1))
        assigned(session, clock, office, received_on=dt.date(2026, 10, 23))
        settled = assigned(session, clock, office, kind=Kind.WNIOSEK, received_on=dt.date(2026, 11, 2))
        own = receive(session, clock, RESIDENT, filing(office, code=CODE)).register_number
        note(session, clock, head, late, "Czekamy na wyjaśnienia.")
        answered(session, clock, office, settled, Reply("uwzgledniony", "Tak zrobimy.", clock.today()))
        answered(session, clock, office, assigned(session, clock, office), Reply("zasadna", "Przepraszamy."))
        opinion = leave_feedback(session, clock, RESIDENT, FeedbackTyped("Miło", "Bardzo.", office.home.id)).feedback_id
        petition = case_in(session, clock, office, Kind.PETYCJA, State.FOR_APPROVAL)
        mayor = assigned(session, clock, office)
        mayor.about = "mayor"
        more = {"opinion": str(opinion), "approval": str(petition.id), "mayor": str(mayor.id)}
        for number in range(30):
            received(session, clock, office, subject=f"Sprawa {number}")
        return {"new": str(new.id), "late": str(late.id), "settled": str(settled.id), "own": own, **more}


class Visitor:
    """A browser page that is looked at by axe wherever it goes."""

    def __init__(self, page: Page, address: str, app: Flask, storage: Storage, clock: FixedClock) -> None:
        self.page, self._address, self._app, self._storage, self._clock = page, address, app, storage, clock
        page.route("**/results/charts/**", lambda route: route.fulfill(body=PICTURE, content_type="image/svg+xml"))

    def sign_in(self, office: FoundedOffice, role: Role) -> None:
        """Carry the cookie of a member of staff."""
        with self._storage.writing() as session:
            person = session.get_one(Person, office.member(role).person_id)
            token = open_sign_in(session, self._clock, person, 10).token
        interface: Any = self._app.session_interface
        value = interface.staff.get_signing_serializer(self._app).dumps({"token": token})
        host = str(
            urlsplit(self._address).hostname
        )  # the path is ours too, or the program's own cookie would be a second
        self.page.context.add_cookies([{"name": "staff", "value": value, "domain": host, "path": "/staff"}])

    def look_at(self, *addresses: str) -> None:
        """Open pages one after the other; axe finds nothing on any."""
        for address in addresses:
            self.page.goto(address, timeout=60_000)
            assert_accessible(self.page)

    def press(self, selector: str = "main .button:not([name=attach])") -> None:
        """Press a button; axe finds nothing on the page it leads to."""
        with self.page.expect_navigation(wait_until="load", timeout=60_000):
            self.page.locator(selector).first.click()
        assert_accessible(self.page)


@pytest.fixture
def visitor(page: Page, address: str, app: Flask, storage: Storage, clock: FixedClock) -> Visitor:
    """Somebody with a browser and an eye for barriers."""
    return Visitor(page, address, app, storage, clock)


@ON_EACH
def test_axe_finds_nothing_on_the_pages_of_the_register(
    visitor: Visitor, office: FoundedOffice, cases: dict[str, str], lang: str, theme: Theme
):
    visitor.page.emulate_media(color_scheme=theme)
    visitor.sign_in(office, Role.HEAD)
    staff = f"/staff/{lang}"
    visitor.look_at(f"{staff}/queue?state=all&q=a", f"{staff}/queue?q=nothing", f"{staff}/feedback")
    visitor.look_at(*(f"{staff}/case/{cases[name]}" for name in ("new", "late", "settled")))
    visitor.look_at(f"{staff}/case/{cases['new']}/assign", f"{staff}/case/{cases['new']}/settle")  # the second: refused
    visitor.look_at(f"{staff}/case/{cases['approval']}/approve", f"{staff}/case/{cases['mayor']}")
    for form in (
        f"case/{cases['late']}/note",
        f"case/{cases['late']}/draft",
        f"case/{cases['late']}/step/delay",
        f"feedback/{cases['opinion']}/close",
        "register",
    ):
        visitor.look_at(f"{staff}/{form}")
        visitor.press("main form .button:not([name=attach])")  # everything missing: errors beside the fields and above


def test_axe_finds_nothing_on_the_pages_of_taking_in(visitor: Visitor, office: FoundedOffice, cases: dict[str, str]):
    visitor.sign_in(office, Role.HEAD)
    case = f"/staff/pl/case/{cases['late']}"
    visitor.look_at(f"/staff/pl/registered/{cases['new']}", f"{case}/about", f"{case}/confirmation")
    visitor.look_at(f"/staff/pl/case/{cases['new']}/related", "/pl/complaint", "/pl/complaint/elsewhere")
    for form in ("sign", "split"):
        visitor.look_at(f"{case}/{form}")
        visitor.press("#step .button")
    visitor.look_at("/staff/pl/register")
    visitor.page.locator("input[name=elsewhere][value=court]").check()
    visitor.press("main form .button:not([name=attach])")


@ON_EACH
def test_axe_finds_nothing_on_the_pages_of_results_and_record(
    visitor: Visitor, office: FoundedOffice, cases: dict[str, str], lang: str, theme: Theme
):
    visitor.page.emulate_media(color_scheme=theme)
    visitor.sign_in(office, Role.AUDITOR)
    staff = f"/staff/{lang}"
    visitor.look_at(
        f"{staff}/results?month=2026-11",
        f"{staff}/results/span",
        f"{staff}/results/reduction",
        f"{staff}/results/definitions",
        f"{staff}/results/cases?measure=on_time&month=2026-11",
        f"{staff}/record/evidence",
        f"{staff}/record",
    )
    visitor.press("main form .button")
    visitor.look_at(f"{staff}/register", f"{staff}/case/{uuid.UUID(int=0)}")  # 403 and 404


@ON_EACH
def test_axe_finds_nothing_on_the_pages_of_administration(
    visitor: Visitor, storage: Storage, clock: FixedClock, office: FoundedOffice, lang: str, theme: Theme
):
    visitor.page.emulate_media(color_scheme=theme)
    visitor.sign_in(office, Role.ADMINISTRATOR)
    home = f"/staff/{lang}/administration"
    visitor.look_at(home, f"{home}/outside-bodies")
    with storage.writing() as session:
        lay_defaults(session, clock, SYSTEM)
        body = session.scalars(select(OutsideBody.id)).first()
    visitor.look_at(f"{home}/filing-classes", f"{home}/topics", f"{home}/outcomes", f"{home}/outside-bodies/{body}")
    for form in ("outside-bodies/add", "office", "opening-hours/add", "signatories/add", "crest"):
        visitor.look_at(f"{home}/{form}")
        visitor.press("#step .button")


@pytest.mark.parametrize("lang", ["pl", "uk"])
def test_axe_finds_nothing_on_the_first_run(
    browser: Browser, bare_storage: Storage, clock: FixedClock, tmp_path: Path, lang: str
):
    migrate.upgrade(bare_storage.engine)
    with bare_storage.writing() as session:
        code = make_set_up_code(session, clock)
    app = next(program(bare_storage, clock, tmp_path))
    app.config["SESSION_COOKIE_SECURE"] = False
    with served(app) as address, quiet_page(browser, address) as page:
        for place in (f"/{lang}/", f"/staff/{lang}/sign-in", f"/staff/{lang}/set-up"):
            page.goto(place)
            assert_accessible(page)
        page.fill("[name=code]", code)
        page.click("main .button")
        page.wait_for_selector("[name=login]")
        assert_accessible(page)
        page.click("#step .row .button")
        page.wait_for_selector(".errors")
        assert_accessible(page)


@ON_EACH
def test_axe_finds_nothing_on_the_way_in_and_on_the_residents_pages_of_the_register(
    visitor: Visitor, office: FoundedOffice, cases: dict[str, str], lang: str, theme: Theme
):
    page = visitor.page
    page.emulate_media(color_scheme=theme)
    visitor.look_at(f"/staff/{lang}/sign-in")
    visitor.press()
    visitor.look_at(f"/{lang}/complaint")
    visitor.press()
    page.locator("[name=way][value=skarga]").check()
    page.locator("[name=department]").select_option("unknown")
    page.locator("[name=subject]").fill("Kolejka")
    visitor.press()
    page.locator("[name=text]").fill("Trzy godziny.")
    visitor.press()
    visitor.press()
    page.locator("[name=name]").fill("Osoba Próbna")
    page.locator("[name=address]").fill("ul. Próbna 2")
    visitor.press()
    visitor.press()
    assert page.locator(".code").is_visible()
    visitor.look_at(f"/{lang}/complaint/thanks", f"/{lang}/case")
    visitor.press()
    page.locator("[name=number]").fill(cases["own"])
    page.locator("[name=code]").fill(CODE)
    visitor.press()
    assert page.locator("#reply").is_visible()


@ON_EACH
def test_axe_finds_nothing_where_files_are_sent_refused_and_listed(
    visitor: Visitor, office: FoundedOffice, cases: dict[str, str], lang: str, theme: Theme
):
    page = visitor.page
    page.emulate_media(color_scheme=theme)
    good: Any = {"name": "schody.png", "mimeType": "image/png", "buffer": specimens.image("PNG")}
    bad: Any = {"name": "program.exe", "mimeType": "application/pdf", "buffer": b"MZ\0"}
    visitor.look_at(f"/{lang}/complaint?way=skarga")
    page.locator("[name=department]").select_option("unknown")
    page.locator("[name=subject]").fill("Kolejka")
    visitor.press()
    page.locator("#files").set_input_files([good, bad])
    visitor.press("[name=attach]")
    assert page.locator(".files li").count() == 1
    assert page.locator("#files-error .error").count() == 1
    visitor.sign_in(office, Role.HEAD)
    visitor.look_at(f"/staff/{lang}/case/{cases['new']}/attach")
    page.locator("#files").set_input_files([good, bad])
    visitor.press("[name=attach]")
    visitor.press("main form .button:not([name=attach])")
    assert page.locator(".files a").count() == 1


def test_axe_finds_nothing_on_the_page_of_mail_and_jobs_empty_and_with_something_stuck(
    visitor: Visitor, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    visitor.page.emulate_media(color_scheme="dark")
    visitor.sign_in(office, Role.ADMINISTRATOR)
    address = "/staff/pl/administration/outbox"
    visitor.look_at(address)
    for is_hopeless in (True, False):
        with storage.writing() as session:
            enqueue(session, clock, "complaints.reply", {})
            held = take(session, clock, "w", {"complaints.reply"})
            assert held is not None
            failed(session, clock, held, "mail_refused 550", hopeless=is_hopeless, chance=0.5)
    visitor.look_at(address)
    visitor.press("main form .button")
    assert visitor.page.locator("[role=status]").is_visible()


ENTRIES = ".top :is(.menu > a, .menu > details, .who)"
TOPS = f"[...document.querySelectorAll('{ENTRIES}')].map((one) => one.getBoundingClientRect())"
"""Where the entries of the menu stand, and who is signed in beside them."""


def test_the_header_is_one_line_on_a_screen_and_its_heading_opens_over_the_page(
    visitor: Visitor, office: FoundedOffice
):
    page = visitor.page
    for role in (Role.ADMINISTRATOR, Role.QUALITY_OFFICER):
        visitor.sign_in(office, role)
        for lang in ("pl", "en", "uk"):
            page.goto(f"/staff/{lang}/account")
            for width in (1280, 1024):
                page.set_viewport_size({"width": width, "height": 800})
                boxes = page.evaluate(TOPS)
                assert max(box["top"] for box in boxes) < min(box["bottom"] for box in boxes), (role, lang, width)
    before = page.locator("h1").bounding_box()
    page.locator(".menu summary").focus()
    page.keyboard.press("Enter")
    assert page.locator(".menu ul a").first.is_visible()
    assert page.locator("h1").bounding_box() == before
    assert_accessible(page)
    page.keyboard.press("Escape")
    assert page.locator(".menu ul a").first.is_hidden()
    assert page.locator(".menu summary:focus").count() == 1
