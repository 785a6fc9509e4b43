"""The page of a case as a reviewer who knows the articles reads it: what counted, what not, what is needed now."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from complaints.models import Complaint
from complaints.rules.kinds import Channel, Kind
from complaints.rules.moves import Move, State
from kernel.clock import FixedClock, warsaw
from kernel.permissions import Role
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.courses import bodies, case_in, take
from tests.complaints.handling import assigned, received
from tests.filling import errors_beside, fields, send, text

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
Enter = Callable[..., FlaskClient]


def at(case: Complaint | uuid.UUID, step: str = "") -> str:
    return f"/staff/pl/case/{case if isinstance(case, uuid.UUID) else case.id}" + (f"/{step}" if step else "")


@pytest.mark.parametrize(
    ("kind", "steps", "today", "words"),
    [
        (
            Kind.SKARGA, [(Move.DELAY, "12-21", "2027-01-29")], warsaw(2027, 1, 4, 9),
            ["nowy termin: 29 stycznia 2027", "Wysłane w terminie. Ostatni dzień się nie zmienia",
             "Przyczyna: Czekamy na opinię.", "Próba (head)", "Zapowiedziany termin: piątek, 29 stycznia 2027",
             "Można wnieść ponaglenie", "14 dni po terminie"],
        ),
        (
            Kind.SKARGA, [(Move.DELAY, "12-22", "2027-01-29")], warsaw(2027, 1, 4, 9),
            ["Wysłane po terminie (21 grudnia 2026)"],
        ),
        (
            Kind.WNIOSEK, [], warsaw(2026, 12, 17, 9),
            ["trzeba zawiadomić o podjętych czynnościach", "poniedziałek, 21 grudnia 2026", "art. 245 KPA"],
        ),
        (
            Kind.PETYCJA, [(Move.EXTEND, "12-01", "2027-05-21")], warsaw(2026, 12, 2, 9),
            ["21 maja 2027", "Liczy się: wysłane najpóźniej ostatniego dnia.", "Ostatnie tygodnie terminu",
             "Tu upływają trzy miesiące", "22.02"],
        ),
        (
            Kind.ODWOLANIE, [], warsaw(2026, 11, 30, 9),
            ["Ostatni dzień na przekazanie", "art. 133 KPA", "siódmy dzień", "sobota",
             "Przekazać z aktami"],
        ),
        (
            Kind.SKARGA, [(Move.CALL, "11-23", None), (Move.SERVE, "11-24", None)], warsaw(2026, 12, 2, 9),
            ["Czas na odpowiedź na wezwanie minął: wtorek, 1 grudnia 2026", "czas minął", "§ 8 ust. 2"],
        ),
    ],
)  # fmt: skip
def test_a_deadline_explains_itself_with_every_notice_and_what_is_needed_now(
    signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice,
    kind: Kind, steps: list[Any], today: dt.datetime, words: list[str],
):  # fmt: skip
    with storage.writing() as session:
        case = assigned(session, clock, office, kind=kind)
    for move, on, until in steps:
        day = dt.date.fromisoformat(f"2026-{on}")
        clock.move_to(warsaw(day.year, day.month, day.day, 9))
        with storage.writing() as session:
            until_on = dt.date.fromisoformat(until) if until else None
            case = session.get_one(Complaint, case.id)
            take(session, clock, office, case, move, until_on=until_on, text="Czekamy na opinię.", channel="paper")
    clock.move_to(today)
    shown = text(signed_in(Role.HEAD).get(at(case)))
    for said in words:
        assert said in shown, said


def test_the_page_of_a_skarga_about_the_mayor_leads_to_the_council(
    signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        bodies(session)
        case = assigned(session, clock, office)
        case.about = "mayor"
    handler = signed_in(Role.HANDLER)
    page = handler.get(at(case))
    shown = text(page)
    assert "Tę skargę rozpatruje rada" in shown
    assert "poniedziałek, 30 listopada 2026" in shown, "28 November is a Saturday"
    assert "Napisz odpowiedź" not in shown.split("Czego teraz nie można")[0]
    refused = handler.get(at(case, "draft"))
    assert refused.status_code == 422
    assert "rada gminy (miasta)" in text(refused)
    assert "art. 229 pkt 3 KPA" in text(refused)
    assert "Przekaż radzie" in text(refused)
    form = handler.get(at(case, "step/to_council"))
    with storage.reading() as session:
        assert fields(form, "step")["body"] == str(bodies(session)["council"]), "chosen already"
    assert "Właściwy organ: rada gminy (miasta) (art. 229 pkt 3 KPA)" in text(form)
    assert send(handler, form, "step").status_code == 302
    shown = text(handler.get(at(case)))
    assert "U rady" in shown
    assert "Rada Próbna" in shown
    assert "Rada dostała skargę. Miesiąc liczy się od tego dnia" in shown


@pytest.mark.parametrize(
    ("kind", "move", "typed", "field", "words"),
    [
        (Kind.SKARGA, "delay", {"until__m": "12", "until__d": "1", "until__y": "2026"}, "until", "późniejszy"),
        (Kind.PETYCJA, "extend", {"until__y": "2029"}, "until", "art. 10 ust. 3 ustawy o petycjach"),
        (Kind.SKARGA, "leave", {"basis": "reg_8_1"}, "basis", "§ 8 ust. 1 rozporządzenia"),
        (Kind.SKARGA, "leave", {"basis": ""}, "basis", "Proszę je wypełnić."),
        (Kind.SKARGA, "annotate", {"earlier": "97/2026"}, "earlier", "art. 239 § 1 KPA"),
        (Kind.SKARGA, "transfer", {"body": ""}, "body", "art. 231 § 1 KPA"),
        (Kind.SKARGA, "qualify", {"kind": ""}, "kind", "art. 222 KPA"),
        (Kind.SKARGA, "withdraw", {"happened__y": "2025"}, "happened", "między dniem wpływu"),
        (Kind.SKARGA, "delay", {"happened__d": ""}, "happened", "Nie ma takiego dnia"),
        (Kind.SKARGA, "delay", {"channel": "pigeon"}, "channel", "jeden ze sposobów"),
        (Kind.PETYCJA, "join", {"other": "P 9/2026"}, "other", "art. 11 ustawy o petycjach"),
        (Kind.ODWOLANIE, "own_decision", {"reference": " "}, "reference", "art. 132 KPA"),
    ],
)
def test_a_refused_move_says_why_beside_its_field_and_keeps_what_was_typed(
    signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice,
    kind: Kind, move: str, typed: dict[str, str], field: str, words: str,
):  # fmt: skip
    with storage.writing() as session:
        bodies(session)
        case = assigned(session, clock, office, kind=kind)
    head = signed_in(Role.HEAD)
    answer = send(head, head.get(at(case, f"step/{move}")), "step", **{"text": "Mój długi powód.", **typed})
    assert answer.status_code == 422
    assert words in errors_beside(answer)[field]
    kept = fields(answer, "step")
    assert "text" not in kept or kept["text"].strip() == "Mój długi powód."
    with storage.reading() as session:
        assert session.get_one(Complaint, case.id).row_version == case.row_version


def test_a_petition_after_its_last_day_is_offered_no_extension_that_would_not_count(
    signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        case = assigned(session, clock, office, kind=Kind.PETYCJA, received_on=dt.date(2026, 8, 20))
    form = signed_in(Role.HEAD).get(at(case, "step/extend"))
    assert "nie będzie się liczyło" in text(form)
    assert fields(form, "step")["until-d"] == ""


def test_four_eyes_whoever_approves_sees_the_very_words_and_may_send_them_back(
    signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        case = case_in(session, clock, office, Kind.SKARGA, State.FOR_APPROVAL)
    handler, head = signed_in(Role.HANDLER), signed_in(Role.HEAD)
    page = head.get(at(case, "approve"))
    for words in ("Przepraszamy, uruchomimy drugie stanowisko.", "Sprawdzono system kolejkowy.", "Anna Próbna"):
        assert words in text(page)
    assert "Zwróć do poprawy" in text(page)
    back = head.get(at(case, "step/send_back"))
    assert "Przepraszamy, uruchomimy drugie stanowisko." in text(back)
    assert send(head, back, "step", text="Proszę dodać datę.").status_code == 302
    shown = text(handler.get(at(case)))
    assert "do poprawy" in shown
    assert "Proszę dodać datę." in shown
    again = handler.get(at(case, "draft"))
    assert fields(again, "step")["text"].strip() == "Przepraszamy, uruchomimy drugie stanowisko.", "nothing is lost"
    assert send(handler, again, "step").status_code == 302
    own = handler.get(at(case, "approve"))
    assert own.status_code == 403


def test_what_came_by_plain_email_or_without_a_name_says_so_and_proposes_the_basis(
    signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        appeal = received(session, clock, office, kind=Kind.ODWOLANIE, channel=Channel.EMAIL)
    head = signed_in(Role.HEAD)
    assert "Pismo przyszło zwykłym e-mailem" in text(head.get(at(appeal)))
    form = head.get(at(appeal, "step/leave"))
    assert fields(form, "step")["basis"] == "kpa_63_1"
    assert send(head, form, "step").status_code == 302
    shown = text(head.get(at(appeal)))
    assert "Bez rozpoznania" in shown
    assert "wniesione zwykłym e-mailem (art. 63 § 1 KPA)" in shown
    assert "Można wnieść sprawę jeszcze raz" in shown


def test_a_concerned_member_of_staff_may_only_pass_the_case_up(
    signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        case = received(session, clock, office)
        case.about, case.about_person_id = "employee", office.member(Role.HANDLER).person_id
        case.is_withheld = True
    handler = signed_in(Role.HANDLER)
    page = handler.get(at(case))
    assert "Sprawa dotyczy Pani/Pana" in text(page)
    assert "zakryte przed tymi, których sprawa dotyczy" in text(page)
    assert "ul. Sekretna" not in page.text
    assert handler.get(at(case, "step/transfer")).status_code == 422
    assert send(handler, handler.get(at(case, "step/pass_up")), "step").status_code == 302


@pytest.mark.parametrize("move", ["review", "release", "assign", "nonsense"])
def test_an_address_of_no_step_leads_nowhere(
    signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice, move: str
):
    with storage.writing() as session:
        case = assigned(session, clock, office)
    assert signed_in(Role.HEAD).get(at(case, f"step/{move}")).status_code == 404
