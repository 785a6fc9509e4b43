"""Answers on the fixed grid: what is told, what is hidden, and where nothing comes in."""

from __future__ import annotations

import copy
import io
import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from analytics.frames.survey_grid import Wording
from analytics.grid_words import in_order
from analytics.measures.slices import Slice
from analytics.reports.as_of import local_text
from analytics.reports.release import NOT_TOLD
from analytics.reports.survey_grid import Line
from analytics.reports.wordings import asked_questions
from kernel.clock import FixedClock, warsaw
from kernel.permissions import SYSTEM, Role
from storage.session import Storage
from surveys.actions import seal_responses, submit_response
from surveys.actions.publishing import publish
from surveys.actions.visits import report_visits
from surveys.instruments import DEFAULT, load
from surveys.rules.definition import Definition
from surveys.rules.submission import ResponseTyped
from tests.analytics.filling import respond
from tests.cast import FoundedOffice
from tests.counting import statements
from tests.filling import text
from tests.surveys.filling import filled
from tests.surveys.versions import released

SQLITE = pytest.mark.parametrize("backend", ["sqlite"])


@SQLITE
def test_pages_and_files_tell_the_same_and_show_where_nothing_comes_in(
    signed_in: Callable[..., FlaskClient], storage: Storage, clock: FixedClock, office: FoundedOffice
):
    head = signed_in(Role.HEAD)
    assert "nigdy żadnej" in text(head.get("/staff/pl/results/coverage"))
    with storage.writing() as session:
        place = {"desk_id": office.desk.id, "department_id": office.home.id, "mode": "qr"}
        for _ in range(6):
            submit_response(session, clock, SYSTEM, filled(session, **place))
        report_visits(session, clock, office.actor(Role.CLERK), office.desk, clock.today(), 60, row_version=0)
    clock.move_to(warsaw(2026, 12, 1, 10))
    head = signed_in(Role.HEAD)
    page = text(head.get("/staff/pl/results/answers?month=2026-11&by=desk"))
    assert "Stanowisko 1" in page
    assert "mała podstawa" in page
    assert "Jak ocenia Pani/Pan dzisiejszą obsługę?" in page
    file = head.get("/staff/pl/results/answers.csv?period=2026-11&by=desk").get_data(as_text=True)
    assert "2026-11,satys7,1,q1,five_point,desk,Stanowisko 1,,6,,1,0.609666,1,4,false,true" in file
    assert "2026-11,satys7,,responses,,,raw,,6," in file
    assert "2026-11,satys7,,response_rate,,,,,0.1," in file
    assert "2026-11,satys7,,complete_months,,,,,1," in file
    book = head.get("/staff/pl/results/answers.xlsx?period=2026-Q4&by=desk")
    assert load_workbook(io.BytesIO(book.data)).active["A2"].value == "2026-Q4"
    assert "sobota, 10:00" in text(head.get("/staff/pl/results/answers?month=2026-11&by=hours"))
    assert "Razem" in text(head.get("/staff/pl/results/answers?period=2026&by=service"))
    covered = text(head.get("/staff/pl/results/coverage"))
    assert "odpowiedziało 10 %" in covered
    assert ",6,1,60,0.100000" in head.get("/staff/pl/results/coverage.csv").get_data(as_text=True)
    other = signed_in(Role.HEAD, next_door=True)
    assert "Stanowisko 1" not in text(other.get("/staff/pl/results/answers?month=2026-11&by=desk"))
    assert head.get("/staff/pl/results/answers?period=2026-Q5").status_code == 404
    assert head.get("/staff/pl/results/answers?questionnaire=none").status_code == 404
    assert head.get("/staff/pl/results/answers?by=person").status_code == 404
    assert signed_in(Role.CLERK).get("/staff/pl/results/answers").status_code == 403


@SQLITE
def test_nobody_sees_a_single_rating_come_in(
    signed_in: Callable[..., FlaskClient], app: Flask, storage: Storage, office: FoundedOffice
):
    quarter, year = "/staff/pl/results/answers.csv?period=2026-Q4", "/staff/pl/results/answers?period=2026&by=hours"
    month, figures = "/staff/pl/results?month=2026-11", "/staff/pl/results.csv?month=2026-11"
    officer, seen = signed_in(Role.QUALITY_OFFICER), []
    with storage.writing() as session:
        respond(session, warsaw(2026, 10, 14, 12), [5] * 10, office.home.id)
        respond(session, warsaw(2026, 11, 20, 12), [5] * 10, office.home.id)
    for _look in range(2):
        pages = [text(officer.get(one)) for one in (month, year)]
        files = [officer.get(one) for one in (quarter, figures)]
        seen.append([*pages, *(file.get_data(as_text=True) for file in files)])
        with storage.writing() as session:
            respond(session, warsaw(2026, 11, 20, 13), [1], office.home.id)
    assert seen[0] == seen[1]
    assert "miesiąc jeszcze trwa" in seen[0][0]
    assert "ostatni to październik 2026" in seen[0][1]
    assert "2026-Q4,satys7,,complete_months,,,,,1," in seen[0][2]
    for period in ("2026-11", "2026-12", "2027-Q1", "2027"):
        refused = officer.get(f"/staff/pl/results/answers?period={period}")
        assert (refused.status_code, "po zakończeniu miesiąca" in text(refused)) == (404, True)
    assert officer.get("/staff/pl/results/answers.xlsx?period=2026-11").status_code == 404
    told = app.test_cli_runner().invoke(args=["results", "answers", "2026-11"])
    assert (told.exit_code, "no month of 2026-11 is over" in told.output) == (2, True)


@SQLITE
def test_every_kind_of_question_of_an_own_questionnaire_has_its_figure(
    signed_in: Callable[..., FlaskClient], storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        version = released(session, clock, office)
        for reason in ("a", "a+b", "b", "a", "a"):
            answers = {"q1": "no", "q2": reason, **({"q3": "Słowa"} if "a" in reason else {})}
            typed = ResponseTyped(uuid.uuid4(), version.id, "qr", "pl", answers, office.home.id, None, office.desk.id)
            submit_response(session, clock, SYSTEM, typed)
    clock.move_to(warsaw(2026, 12, 1, 10))
    file = signed_in(Role.HEAD).get("/staff/pl/results/answers.csv?period=2026-11&questionnaire=kolejka")
    rows = file.get_data(as_text=True)
    assert "kolejka,1,q1,outcome,,,,5,,0,0," in rows
    assert "kolejka,1,q2,several,,,a,5,4,0.8," in rows
    assert "kolejka,1,q2,several,,,b,5,2,0.4," in rows
    assert "kolejka,1,q3,short_text,,,,,,,,,,true,false" in rows  # four wrote words
    assert "Słowa," not in rows


def with_optional_first(key: str) -> Definition:
    """The office's own questions under another key, the first of them optional: as of answers that were read in."""
    content = copy.deepcopy(dict(load(DEFAULT).content))
    content["key"] = key
    content["questions"][0]["required"] = False
    return Definition.read(content)


@SQLITE
def test_an_optional_first_question_is_told_by_those_who_answered_it_and_hides_as_any_other(
    app: Flask, signed_in: Callable[..., FlaskClient], storage: Storage, clock: FixedClock, office: FoundedOffice
):
    home, door, desk = office.home.id, office.next_door.id, office.desk.id
    with storage.writing() as session:
        respond(session, clock.now(), [5] * 40, home)
        report_visits(session, clock, office.actor(Role.CLERK), office.desk, clock.today(), 200, row_version=0)
        for key, groups in (("many", ((home, desk, 30, 10), (door, None, 3, 0))), ("few", ((home, desk, 3, 37),))):
            version = publish(session, clock, SYSTEM, with_optional_first(key)).version_id
            for place, at, answering, silent in groups:
                for answers in [{"q1": "5", "q2": "yes"}] * answering + [{"q2": "yes"}] * silent:
                    typed = ResponseTyped(uuid.uuid4(), version, "qr", "pl", answers, place, None, at)
                    submit_response(session, clock, SYSTEM, typed)
    clock.move_to(warsaw(2026, 12, 1, 10))
    officer = signed_in(Role.QUALITY_OFFICER)

    def file(key: str) -> str:
        return officer.get(f"/staff/pl/results/answers.csv?period=2026-11&questionnaire={key}").get_data(as_text=True)

    many, few = file("many"), file("few")
    assert "many,1,q1,five_point,,,5,33,33,1," in many, "of those who answered it"
    assert "many,1,q2,one_of,,,yes,43,43,1," in many
    assert many.count(",true,false") >= 2, "three next door, and what would give them away"
    assert "few,1,q1,five_point,,,,,,,,,,true,false" in few
    assert "many,,responses,,,clean,,43,,,,,,false,false" in many
    assert "few,,responses,,,clean,,,,,,,,true,false" in few, "three of those who answered at all are not told either"
    for key in ("many", "few"):
        for by in ("desk", "service", "mode", "hours"):
            address = f"/staff/pl/results/answers?period=2026-11&questionnaire={key}&by={by}"
            assert officer.get(address).status_code == 200
    board = text(officer.get("/staff/pl/results/dashboard?month=2026-11"))
    assert "n = 40" in board, "satisfaction is that of the office's own questionnaire alone"
    assert officer.get("/staff/pl/results/coverage").status_code == 200


@SQLITE
def test_small_parts_are_hidden_in_every_output_with_the_reason_on_the_page(
    signed_in: Callable[..., FlaskClient], storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        respond(session, warsaw(2026, 10, 14, 12), [5] * 40, office.home.id)
        respond(session, warsaw(2026, 10, 14, 12), [1] * 3, office.next_door.id)
        respond(session, warsaw(2026, 9, 14, 12), [5] * 40, office.home.id)
        respond(session, warsaw(2026, 9, 14, 12), [4] * 30, office.next_door.id)
    officer = signed_in(Role.QUALITY_OFFICER)
    page = text(officer.get("/staff/pl/results/answers?period=2026-10"))
    assert "ukryte" in page
    assert "Ukryte jest to, za czym stoi mniej niż 5 odpowiedzi" in page
    month, quarter, year, before = (
        officer.get(f"/staff/pl/results/answers.csv?period={one}").get_data(as_text=True)
        for one in ("2026-10", "2026-Q4", "2026", "2026-09")
    )
    assert month.count(",true,false") == quarter.count(",true,false") == 2
    assert ",43,,0.930233," in month
    # A month ago the year told 30 next door, as September does: 33 now would be the 3 of October.
    assert (year.count(",true,false"), before.count(",true,false")) == (2, 0)


@SQLITE
def test_the_page_asks_as_much_for_a_thousand_responses_as_for_ten(
    signed_in: Callable[..., FlaskClient], storage: Storage, clock: FixedClock, office: FoundedOffice
):
    officer, asked = signed_in(Role.QUALITY_OFFICER), []
    for count in (10, 990):
        with storage.writing() as session:
            respond(session, warsaw(2026, 10, 14, 12), [5] * count, office.home.id)
            while seal_responses(session, clock, SYSTEM):
                pass
        with statements(officer.application.extensions["storage"].engine) as seen:
            assert officer.get("/staff/pl/results/answers?period=2026-10&by=hours").status_code == 200
        asked.append(len(seen))
    assert asked[0] == asked[1]


@SQLITE
def test_the_command_line_tells_what_the_page_tells(app: Flask, storage: Storage, clock: FixedClock):
    with storage.writing() as session:
        respond(session, warsaw(2026, 10, 14, 12), [5, 4, 4, 3, 1, 1])
    told = app.test_cli_runner().invoke(args=["results", "answers", "2026-Q4", "--by", "mode"])
    assert told.exit_code == 0
    assert "2026-Q4,satys7,1,q1,five_point,,,,6,,0.5," in told.output
    assert app.test_cli_runner().invoke(args=["results", "answers", "2026-13"]).exit_code == 2


def test_periods_are_months_quarters_and_years():
    assert [str(Slice.parse(one).period) for one in ("2026-10", "2026-Q4", "2026")] == [
        "2026-10", "2026-10..2026-12", "2026-01..2026-12"
    ]  # fmt: skip
    assert [str(Slice.parse(one)) for one in ("2026-10", "2026-Q4", "2026")] == ["2026-10", "2026-Q4", "2026"]
    for wrong in ("", "2026-Q5", "2026-13", "1900", "x"):
        with pytest.raises(ValueError, match=r"written|no such"):
            Slice.parse(wrong)


def test_a_question_in_other_words_stands_by_itself_and_one_kept_stays_together():
    def version(number: int, *words: str) -> Wording:
        questions = [
            {"key": f"q{place}", "kind": "short_text", "required": False, "options": [],
             "text": dict.fromkeys(("pl", "en", "uk"), one)}
            for place, one in enumerate(words)
        ]  # fmt: skip
        content = {
            "key": "k",
            "version": number,
            "title": dict.fromkeys(("pl", "en", "uk"), "T"),
            "questions": questions,
        }
        return Wording(uuid.uuid4(), number, Definition.read(content))

    asked = asked_questions([version(1, "A", "B"), version(2, "A", "C")])
    assert [(one.question.key, one.versions) for one in asked] == [("q0", (1, 2)), ("q1", (1,)), ("q1", (2,))]


@SQLITE
def test_an_earlier_moment_in_the_address_opens_no_narrower_window_on_the_answers(
    signed_in: Callable[..., FlaskClient], clock: FixedClock, storage: Storage, office: FoundedOffice
):
    with storage.writing() as session:
        for day in (warsaw(2026, 11, 20, 12), warsaw(2026, 12, 14, 12)):
            respond(session, day, [5] * 10, office.home.id, desk_id=office.desk.id)
    clock.move_to(warsaw(2027, 1, 5, 10))
    officer = signed_in(Role.QUALITY_OFFICER)
    for address in ("measures.csv?period=2026", "coverage.csv?"):
        pages = [
            officer.get(f"/staff/pl/results/{address}{then}").get_data(as_text=True)
            for then in ("", "&as_of=2026-12-05T10:00")
        ]
        assert pages[0] == pages[1], address
    with storage.writing() as session:
        while seal_responses(session, clock, SYSTEM):
            pass
    for period in ("2026", "2026-Q4"):
        told = officer.get(f"/staff/pl/results/answers.csv?period={period}&as_of=2026-12-05T10:00")
        assert ",q1," not in told.get_data(as_text=True), "November alone, of a period that was not over"
    then = local_text(clock.now())
    for period in ("2026", "2026-Q4", "2026-12"):
        now, same = (
            officer.get(f"/staff/pl/results/answers.csv?period={period}{moment}").get_data(as_text=True)
            for moment in ("", f"&as_of={then}")
        )
        assert now == same


@pytest.mark.parametrize(("by", "order"), [("department", "ba"), ("mode", "ab")])
def test_places_stand_by_the_alphabet_and_what_nobody_told_last(by: str, order: str):
    named = {"a": "Wydział Ź", "b": "Wydział Ł", NOT_TOLD: "nie podano"}
    lines = [Line("a", 9, {}), Line("b", 9, {}), Line(NOT_TOLD, 9, {})]
    assert [line.part for line in in_order(lines, named, by)] == [*order, NOT_TOLD]
