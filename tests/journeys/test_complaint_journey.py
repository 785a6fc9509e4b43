"""The main story in a real browser: filed, queued, assigned, settled; the figures move, the filer reads the reply."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from playwright.sync_api import expect

from kernel.clock import FixedClock
from ledger.verify import verify
from storage.session import Storage
from tests.browser import PHONE, quiet_page
from tests.cast import PASSWORD, FoundedOffice

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
SUBJECT = "Trzy godziny w kolejce po odpis aktu"
REPLY = "Skarga jest zasadna. Od grudnia czynne będą dwa stanowiska."


def file_a_complaint(page: Page) -> tuple[str, str]:
    """Through the four steps, as somebody with a mouse and keyboard; the number and the code of the receipt."""
    page.goto("/pl/")
    page.get_by_role("link", name=re.compile("Złóż skargę")).first.click()
    page.get_by_role("radio", name=re.compile("Tak – skarga")).check()
    page.get_by_label("Którego wydziału dotyczy?").select_option(label="Urząd Stanu Cywilnego")
    page.get_by_label("Sprawa w jednym zdaniu").fill(SUBJECT)
    go_on(page)
    page.get_by_label("Co się stało?").fill("Czekałam od dziewiątej do dwunastej.")
    go_on(page)
    go_on(page)
    expect(page.get_by_role("alert")).to_contain_text("2 miejsca wymagają poprawy")
    page.get_by_label("Imię i nazwisko").fill("Osoba Próbna")
    page.get_by_label("Adres do korespondencji").fill("ul. Próbna 2, 00-001 Próbowo")
    page.get_by_label("Imię i nazwisko").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Czy wszystko się zgadza?")
    page.get_by_role("button", name="Wyślij").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Skarga jest złożona")
    return page.locator(".value").first.inner_text(), page.locator(".code").inner_text()


def go_on(page: Page) -> None:
    page.locator(".button", has_text="Dalej").click()


def sign_in(page: Page, login: str) -> None:
    page.goto("/staff/pl/sign-in")
    page.get_by_label("Login").fill(login)
    page.get_by_label("Hasło").fill(PASSWORD)
    page.get_by_role("button", name="Zaloguj").click()
    expect(page.get_by_role("button", name="Wyloguj")).to_be_visible()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Wyloguj").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Logowanie")


def open_case(page: Page) -> None:
    page.goto("/staff/pl/queue")
    page.get_by_role("link", name=SUBJECT).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(SUBJECT)


def settled_this_month(page: Page) -> int:
    """How many cases the results of this month count as settled. Pictures are looked at elsewhere."""
    picture = '<svg xmlns="http://www.w3.org/2000/svg"/>'
    page.route("**/results/charts/**", lambda route: route.fulfill(body=picture, content_type="image/svg+xml"))
    page.goto("/staff/pl/results?month=2026-11", timeout=60_000)
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Załatwiono", exact=False)).first
    return int(row.get_by_role("cell").first.inner_text().split()[0])


def test_a_complaint_filed_in_a_browser_is_handled_and_moves_the_figures(
    page: Page, browser: Browser, address: str, app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with quiet_page(browser, address, PHONE) as phone:
        number, code = file_a_complaint(phone)
        assert number == "1/2026"
        assert "2026" not in phone.url

        sign_in(page, "head")
        before = settled_this_month(page)
        open_case(page)
        page.get_by_role("link", name="Przydziel").first.click()
        page.get_by_label("Osoba prowadząca").select_option(label="Próba (handler)")
        page.get_by_role("button", name="Przydziel").click()
        expect(page.get_by_text("Przydzielona: Próba (handler)")).to_be_visible()
        sign_out(page)

        clock.advance(hours=3)
        sign_in(page, "handler")
        open_case(page)
        page.get_by_role("link", name="Napisz odpowiedź").click()
        page.get_by_role("radio", name="zasadna", exact=True).check()
        page.get_by_label("Treść odpowiedzi").fill(REPLY)
        page.get_by_role("button", name="Przekaż do akceptacji").click()
        sign_out(page)

        sign_in(page, "head")
        open_case(page)
        page.get_by_role("link", name="Zaakceptuj odpowiedź").click()
        page.get_by_role("button", name="Akceptuję tę odpowiedź").click()
        sign_out(page)

        sign_in(page, "handler")
        open_case(page)
        page.get_by_role("link", name="Zapisz wysłanie odpowiedzi").click()
        page.get_by_label("Przyczyna").fill("Za mało stanowisk.")
        page.get_by_role("button", name="Zapisz załatwienie").click()
        expect(page.get_by_text("w terminie").first).to_be_visible()
        sign_out(page)

        sign_in(page, "head")
        assert settled_this_month(page) == before + 1
        sign_out(page)

        phone.goto("/pl/case")
        phone.get_by_label("Numer sprawy").fill(number)
        phone.get_by_label("Kod z potwierdzenia").fill(code.lower())
        phone.get_by_role("button", name="Pokaż sprawę").click()
        expect(phone.get_by_text(REPLY)).to_be_visible()
        assert code not in phone.url

    with storage.reading() as session:
        assert verify(session).is_whole


def test_the_code_on_the_receipt_opens_the_case_by_itself(page: Page, office: FoundedOffice):
    """What the QR code holds stays behind the hash sign, which browsers send to nobody."""
    number, code = file_a_complaint(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"/pl/case#{number.replace('/', '-')}.{code.replace('-', '')}")
    expect(page.get_by_label("Kod z potwierdzenia")).to_have_value(re.compile(code.replace("-", "-?")))
    page.get_by_role("button", name="Pokaż sprawę").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(SUBJECT)
    assert not any(code.replace("-", "") in url.replace("-", "").split("#")[0] for url in asked)


def test_the_language_can_be_changed_in_the_middle_and_nothing_is_lost(page: Page, office: FoundedOffice):
    page.goto("/pl/complaint")
    page.get_by_role("radio", name=re.compile("wniosek")).check()
    page.get_by_label("Sprawa w jednym zdaniu").fill("Więcej ławek")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("[name=subject]")).to_have_value("Więcej ławek")
    expect(page.locator("[name=way][value=wniosek]")).to_be_checked()


def test_two_clicks_on_send_file_one_case(page: Page, storage: Storage, office: FoundedOffice):
    page.goto("/pl/complaint?way=feedback")
    page.get_by_label("Którego wydziału dotyczy?").select_option(label="Nie wiem")
    page.get_by_label("Sprawa w jednym zdaniu").fill("Miło")
    go_on(page)
    page.get_by_label("Co się stało?").fill("Bardzo.")
    go_on(page)
    page.locator(".button", has_text="Wyślij").dblclick(no_wait_after=True)
    expect(page.get_by_role("heading", level=1)).to_have_text("Dziękujemy za opinię")
    with storage.reading() as session:
        walk = verify(session)
        assert walk.is_whole
        from complaints.models import Feedback

        assert session.query(Feedback).count() == 1
