"""Packs on the screen: asked for, watched, fetched; published ones sent to whoever wants them, and to nobody else."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import uuid
import zipfile
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Final

import pytest
from flask import Flask
from flask.testing import FlaskClient

from analytics import pack_files, packs
from analytics.actions import PackNotPossible, PackWanted, order_pack, publish_month, subscribe
from analytics.frames.packs import order_named, orders
from analytics.measures.period import Month, Period
from analytics.models import PackState
from analytics.reports.as_of import local_text
from kernel.clock import FixedClock
from kernel.errors import Forbidden
from kernel.permissions import Role
from ledger.queries import head
from office.models import Person
from storage.session import Storage
from tests.analytics.filling import fill
from tests.cast import FoundedOffice, file_complaint
from tests.forms import hidden
from worker import mail
from worker.jobs import JobWork
from worker.loop import Worker

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
SignedIn = Callable[..., FlaskClient]
PACKS: Final = "/staff/pl/results/packs"
OCTOBER: Final = Month(2026, 10)
SNAPSHOTS: Final = Path(__file__).parent / "snapshots"
IS_WRITING: Final = os.environ.get("INTERESANT_TEST_SNAPSHOTS") == "write"


def post(client: FlaskClient, address: str, status: int = 302, **fields: str) -> str:
    page = client.get(PACKS).get_data(as_text=True)
    response = client.post(address, data={**hidden(page), **fields})
    assert response.status_code == status
    return response.get_data(as_text=True)


def letters(app: Flask) -> dict[str, EmailMessage]:
    """The mails in the folder by addressee, after the worker did what waits."""
    Worker(app).drain()
    found = [path.read_bytes() for path in (Path(app.config["SETTINGS"].data_folder) / "mail").glob("*.eml")]
    read = [message_from_bytes(one, policy=default) for one in found]
    return {one["To"]: one for one in read if "Opublikowano" in one["Subject"]}


def test_a_pack_is_asked_for_watched_and_fetched_and_leaves_no_entry(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, signed_in: SignedIn
):
    with storage.writing() as session:
        fill(session, office)
    client = signed_in(Role.QUALITY_OFFICER)
    with storage.reading() as session:
        before = head(session)
    assert "Nie ma jeszcze żadnej paczki" in client.get(PACKS).get_data(as_text=True)
    for _twice in range(2):
        post(client, PACKS, first="2026-10", last="2026-10", language="pl")
    page = client.get(PACKS).get_data(as_text=True)
    assert page.count("<progress") == 1
    assert "Paczka czeka na program pomocniczy: październik 2026" in page.replace("\u00a0", " ")
    told = client.get(f"{PACKS}/2026-10", headers={"Accept": "application/json"}).get_json()
    assert (told["over"], told["done"]) == (False, 0)
    Worker(app).drain()
    page = client.get(PACKS).get_data(as_text=True)
    assert "<progress" not in page
    with storage.reading() as session:
        [order] = orders(session)
        assert (order.state, order.step, head(session)) == (PackState.DONE, order.steps, before)
    folder = Path(app.config["SETTINGS"].data_folder) / "packs" / "2026-10"
    links = re.findall(rf'href="({PACKS}/2026-10/[^"]+)"', page)
    for link in links[:-1]:
        name = link.removeprefix(f"{PACKS}/2026-10/")
        if name == "all.zip":
            continue
        response = client.get(link)
        assert response.data == (folder / name).read_bytes()
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in response.headers["Content-Security-Policy"]
    assert hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest() == order.digest
    archive, again = (client.get(f"{PACKS}/2026-10/all.zip").data for _ in range(2))
    assert archive == again
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        assert packed.testzip() is None
        assert set(packed.namelist()) == {
            f"2026-10/{path.relative_to(folder).as_posix()}" for path in folder.rglob("*") if path.is_file()
        }


def test_how_far_the_worker_is_stands_beside_the_name_and_a_failure_too(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, monkeypatch: pytest.MonkeyPatch
):
    seen: list[tuple[int, int]] = []

    def fails(_session, _clock, _shelf, _period, _seen, tell, _language):
        tell(3, 12)
        with storage.reading() as session:
            order = order_named(session, "2026-Q3")
            assert order is not None
            seen.append((order.step, order.steps))
            assert order.state == PackState.RUNNING
        raise OSError

    monkeypatch.setattr(packs, "write", fails)
    with storage.writing() as session:
        period = Period.of(Month(2026, 7), Month(2026, 9))
        assert order_pack(session, clock, office.actor(Role.QUALITY_OFFICER), PackWanted(period)) == "2026-Q3"
    Worker(app).drain()
    assert seen == [(3, 12)]
    with storage.reading() as session:
        assert [one.state for one in orders(session)] == [PackState.FAILED]


def test_only_who_may_publish_asks_and_only_readers_of_the_whole_office_fetch(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, signed_in: SignedIn
):
    reader, head_of = signed_in(Role.MANAGEMENT), signed_in(Role.HEAD)
    assert "Przygotuj paczkę" not in reader.get(PACKS).get_data(as_text=True)
    post(reader, PACKS, 403, first="2026-10", last="2026-10")
    assert "Paczki obejmują cały urząd" in head_of.get(PACKS).get_data(as_text=True)
    with storage.writing() as session:
        with pytest.raises(Forbidden):
            order_pack(session, clock, office.actor(Role.HEAD), PackWanted(Period.of(OCTOBER)))
        with pytest.raises(PackNotPossible):
            order_pack(session, clock, office.actor(Role.QUALITY_OFFICER), PackWanted(Period.of(Month(2027, 1))))
        order_pack(session, clock, office.actor(Role.QUALITY_OFFICER), PackWanted(Period.of(OCTOBER)))
    for name in ("2026-10", "2026-10/all.zip", "2026-10/kpi.csv"):
        assert head_of.get(f"{PACKS}/{name}").status_code == 404
    for name in ("2026-10/kpi.csv", "2026-10/../../key.pem", "2026-10/%2e%2e/x", "2020-01", "2020-01/kpi.csv"):
        assert reader.get(f"{PACKS}/{name}").status_code in {302, 404}
    assert reader.get(f"{PACKS}/2026-10/kpi.csv").status_code == 404, "not made yet"


def test_a_pack_that_is_not_made_yet_has_no_files(
    storage: Storage, clock: FixedClock, office: FoundedOffice, signed_in: SignedIn
):
    client = signed_in(Role.QUALITY_OFFICER)
    with storage.writing() as session:
        order_pack(session, clock, office.actor(Role.QUALITY_OFFICER), PackWanted(Period.of(OCTOBER)))
    assert [client.get(f"{PACKS}/2026-10/{name}").status_code for name in ("all.zip", "kpi.csv")] == [404, 404]


def test_months_that_run_backwards_are_told_and_kept(office: FoundedOffice, signed_in: SignedIn):
    client = signed_in(Role.QUALITY_OFFICER)
    page = post(client, PACKS, 422, first="2026-10", last="2026-08")
    assert "Ostatni miesiąc jest przed pierwszym" in page
    assert '<option selected value="2026-08">' in page
    post(client, PACKS, 422, first="2031-10", last="2031-10")


def test_what_is_published_is_sent_to_subscribers_with_files_to_readers_of_the_whole_office_only(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, signed_in: SignedIn
):
    roles = (Role.MANAGEMENT, Role.HEAD, Role.AUDITOR)
    with storage.writing() as session:
        fill(session, office)
        for role in roles:
            session.get_one(Person, office.member(role).person_id).email = f"{role.value}@urzad.example.pl"
    for role in roles:
        post(signed_in(role), f"{PACKS}/subscription", wanted="yes")
    auditor = signed_in(Role.AUDITOR)
    assert "Nie przysyłaj" in auditor.get(PACKS).get_data(as_text=True)
    post(auditor, f"{PACKS}/subscription", wanted="no")
    with app.app_context(), storage.writing() as session:
        publish_month(session, clock, office.actor(Role.QUALITY_OFFICER), OCTOBER)
    sent = letters(app)
    assert set(sent) == {"management@urzad.example.pl", "head@urzad.example.pl"}
    files = {part.get_filename(): part for part in sent["management@urzad.example.pl"].iter_attachments()}
    assert set(files) == {"2026-10-wydanie-1-report.pdf", "2026-10-wydanie-1-kpi.xlsx"}
    folder = Path(app.config["SETTINGS"].data_folder) / "packs" / "2026-10-wydanie-1"
    assert files["2026-10-wydanie-1-report.pdf"].get_content() == (folder / "report.pdf").read_bytes()
    assert list(sent["head@urzad.example.pl"].iter_attachments()) == []
    assert "results?month=2026-10" in sent["head@urzad.example.pl"].get_content()
    Worker(app).drain()
    assert len(letters(app)) == 2, "once each"


def test_each_subscriber_gets_the_pack_and_the_mail_in_a_language_of_their_own(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        for role, language in ((Role.MANAGEMENT, "en"), (Role.AUDITOR, "pl")):
            person = session.get_one(Person, office.member(role).person_id)
            person.email, person.language = f"{role.value}@urzad.example.pl", language
            subscribe(session, clock, office.actor(role))
    with app.app_context(), storage.writing() as session:
        publish_month(session, clock, office.actor(Role.QUALITY_OFFICER), OCTOBER)
    Worker(app).drain()
    folder = Path(app.config["SETTINGS"].data_folder)
    sent = {one["To"]: one for one in map(mail_in, (folder / "mail").glob("*.eml"))}
    for address, name, language in (
        ("management@urzad.example.pl", "2026-10-wydanie-1-en", "en"),
        ("auditor@urzad.example.pl", "2026-10-wydanie-1", "pl"),
    ):
        files = {part.get_filename(): part.get_content() for part in sent[address].iter_attachments()}
        assert files[f"{name}-report.pdf"] == (folder / "packs" / name / "report.pdf").read_bytes()
        told = sent[address].get_body()
        assert told is not None
        assert told["Content-Language"] == language
        assert json.loads((folder / "packs" / name / "manifest.json").read_bytes())["language"] == language
    assert len(sent) == 2


def fails_in(monkeypatch: pytest.MonkeyPatch, *languages: str) -> None:
    """Let no pack be made in these languages."""

    def write(*given):
        if given[-1] in languages:
            raise OSError
        return really(*given)

    really = pack_files.write
    monkeypatch.setattr(packs, "write", write)


def subscribers_in(storage: Storage, clock: FixedClock, office: FoundedOffice, **languages: str) -> None:
    with storage.writing() as session:
        for role, language in languages.items():
            person = session.get_one(Person, office.member(Role(role)).person_id)
            person.email, person.language = f"{role}@urzad.example.pl", language
            subscribe(session, clock, office.actor(Role(role)))


def sent_to(app: Flask) -> dict[str, EmailMessage]:
    Worker(app).drain()
    return {one["To"]: one for one in map(mail_in, (Path(app.config["SETTINGS"].data_folder) / "mail").glob("*.eml"))}


def test_who_waits_for_a_language_that_fails_gets_the_polish_pack_once_and_is_told_why(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, signed_in: SignedIn,
    monkeypatch: pytest.MonkeyPatch,
):  # fmt: skip
    fails_in(monkeypatch, "en")
    subscribers_in(storage, clock, office, management="en", auditor="uk")
    with app.app_context(), storage.writing() as session:
        publish_month(session, clock, office.actor(Role.QUALITY_OFFICER), OCTOBER)
    assert set(sent_to(app)) == {"auditor@urzad.example.pl"}, "the other may still come"
    clock.advance(hours=3)
    assert set(sent_to(app)) == {"auditor@urzad.example.pl"}
    page = signed_in(Role.QUALITY_OFFICER).get(PACKS).get_data(as_text=True)
    assert page.count("paczki nie udało się przygotować") == 1
    assert "dostają paczkę po polsku" not in page
    clock.advance(hours=2)
    sent = sent_to(app)
    told = sent["management@urzad.example.pl"]
    assert {part.get_filename() for part in told.iter_attachments()} == {
        "2026-10-wydanie-1-report.pdf", "2026-10-wydanie-1-kpi.xlsx",
    }  # fmt: skip
    text = told.get_body()
    assert text is not None
    assert "could not be made, so you get the one in Polish" in " ".join(text.get_content().split())
    page = signed_in(Role.QUALITY_OFFICER).get(PACKS).get_data(as_text=True)
    assert "dostają paczkę po polsku" in page
    monkeypatch.undo()
    clock.advance(hours=12)
    assert len(sent_to(app)) == 2, "made at last, it is sent to nobody a second time"
    with storage.reading() as session:
        assert {one.state for one in orders(session)} == {PackState.DONE}


def test_a_polish_pack_that_comes_late_goes_to_those_whose_own_failed(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as broken:
        fails_in(broken, "en", "pl")
        subscribers_in(storage, clock, office, management="en", auditor="pl")
        with app.app_context(), storage.writing() as session:
            publish_month(session, clock, office.actor(Role.QUALITY_OFFICER), OCTOBER)
        for _try in range(12):
            assert sent_to(app) == {}
            clock.advance(hours=1)
    fails_in(monkeypatch, "en")
    clock.advance(hours=7)
    assert set(sent_to(app)) == {"auditor@urzad.example.pl", "management@urzad.example.pl"}


def test_the_pack_of_the_closed_month_is_made_in_polish_and_the_languages_of_subscribers(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, monkeypatch: pytest.MonkeyPatch
):
    with storage.writing() as session:
        fill(session, office)
    subscribers_in(storage, clock, office, management="en", auditor="pl", head="uk")
    fails_in(monkeypatch, "uk")
    for _twice in range(2):
        with app.app_context():
            assert "also in en, uk" in packs.write_pack(JobWork("2026-11", storage, clock))
    Worker(app).drain()
    with storage.reading() as session:
        assert {one.name: one.state for one in orders(session)} == {
            "2026-10": PackState.DONE, "2026-10-en": PackState.DONE, "2026-10-uk": PackState.FAILED,
        }  # fmt: skip


def mail_in(path: Path) -> EmailMessage:
    return message_from_bytes(path.read_bytes(), policy=default)


def test_a_pack_of_an_earlier_moment_in_another_language_is_asked_for_on_the_screen(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, signed_in: SignedIn
):
    client, then = signed_in(Role.QUALITY_OFFICER), clock.now()
    written = local_text(then)
    clock.advance(minutes=20)
    with storage.writing() as session:
        file_complaint(session, clock, office)
    asked = {"first": "2026-10", "last": "2026-10", "language": "uk"}
    post(client, PACKS, 302, **asked, as_of=written)
    Worker(app).drain()
    with storage.reading() as session:
        [order] = orders(session)
    assert (order.language, order.as_of, order.wanted_at) == ("uk", then, then)
    assert order.name == f"2026-10-{then:%Y%m%dT%H%M%SZ}-uk"
    page = client.get(PACKS).get_data(as_text=True)
    assert '<span lang="uk">Українська</span>' in page
    for wrong, said in (("wczoraj", "To nie jest chwila"), ("2001-01-01T00:00", "Pierwszy wpis"),
                        ("2099-01-01T00:00", "Ostatni wpis")):  # fmt: skip
        page = post(client, PACKS, 422, **asked, as_of=wrong)
        assert said in page
        assert f'value="{wrong}"' in page, "what was typed stays"


@pytest.mark.parametrize("lang", ["pl", "en", "uk"])
def test_the_mails_read_as_their_snapshots(app: Flask, office: FoundedOffice, lang: str):
    facts = {"month": "2026-10", "first": OCTOBER.first, "digest": "ab" * 32}
    scenes = {
        "pack": ("pack", facts),
        "published": ("published", {**facts, "edition": 1, "is_whole": True, "has_files": True}),
        "published_in_polish": (
            "published",
            {**facts, "edition": 1, "is_whole": True, "has_files": True, "is_in_polish": True},
        ),
        "published_again": ("published", {**facts, "edition": 2, "is_whole": True, "has_files": False}),
        "published_own": ("published", {**facts, "edition": 1, "is_whole": False, "has_files": False}),
    }
    for name, (template, said) in scenes.items():
        with app.app_context():
            message = mail.compose(template, lang, to="x@example.pl", row_id=uuid.UUID(int=7), **said)
        path = SNAPSHOTS / f"mail_{name}.{lang}.txt"
        written = "\n".join(line.rstrip() for line in f"{message.subject}\n\n{message.text}".splitlines()) + "\n"
        if IS_WRITING:
            path.parent.mkdir(exist_ok=True)
            path.write_text(written, encoding="utf-8")
        assert written == path.read_text(encoding="utf-8"), name
