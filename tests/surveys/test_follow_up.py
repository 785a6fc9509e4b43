"""After a settled case: the link works once, the answer comes without the case, the minute and the order."""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from analytics import frames
from analytics.measures.period import Month
from complaints.actions import receive
from complaints.actions.erase import erase
from complaints.actions.follow_up import burn_link, record_burnt_links
from complaints.actions.restrict import restrict
from complaints.models import Complaint, FollowUp
from complaints.replaying.follow_up import REPLAYS
from complaints.rules.erasing import Basis
from complaints.rules.follow_up import link_token, read_token
from complaints.rules.restricting import Ground
from kernel.clock import FixedClock
from kernel.permissions import RESIDENT, SYSTEM, Role
from ledger.models import LedgerEntry
from ledger.replays import compare
from ledger.verify import verify
from storage.session import Storage
from surveys.actions import PublicationTyped, publish, release_version, seal_responses, submit_response
from surveys.actions.follow_up import let_in, put_into_pen
from surveys.instruments import DEFAULT, load
from surveys.labels.questionnaires import sentence_for
from surveys.models import Answer, Pen, Questionnaire, QuestionnaireVersion, Response
from surveys.queries.follow_up import asked_after_a_case
from surveys.queries.questionnaires import version_for
from surveys.replaying import REPLAYS as SURVEY_REPLAYS
from surveys.rules.definition import Definition
from surveys.rules.follow_up import AFTER_A_CASE, NO_LANGUAGE
from surveys.rules.submission import ResponseTyped
from surveys.rules.versions import BadPublication, PlaceKind
from tests.complaints.handling import Reply, answered, assigned, filing
from tests.filling import send
from tests.surveys.filling import HIDDEN
from worker.jobs import JobWork
from worker.loop import Worker
from worker.models import OutboxRow

sqlite = pytest.mark.parametrize("backend", ["sqlite"])
CODE = "7QK4M2XD9TBR"


@pytest.fixture
def asked(storage: Storage, clock: FixedClock) -> uuid.UUID:
    """The questions after a case are published; the id of their version."""
    with storage.writing() as session:
        return publish(session, clock, SYSTEM, load(AFTER_A_CASE)).version_id


def settled(storage, clock, office, outcome="bezzasadna", **more) -> uuid.UUID:
    with storage.writing() as session:
        case = assigned(session, clock, office, **{"code": CODE, "language": "pl", **more})
        answered(session, clock, office, case, Reply(outcome, settled_on=clock.today()))
        return case.id


def address(app, case: uuid.UUID, lang="pl") -> str:
    return f"/{lang}/follow-up/{link_token(app.config['SETTINGS'].secret_key, case)}"


def fill(client, page: str, **answers):
    hidden = dict(HIDDEN.findall(client.get(page).get_data(as_text=True)))
    return client.post(page, data={**hidden, **answers})


def rows(storage: Storage) -> list[Response]:
    with storage.reading() as session:
        return list(session.scalars(select(Response)))


def plain(answer) -> str:
    return answer.get_data(as_text=True).replace("\u00a0", " ").replace("\u2060", "")


@sqlite
def test_the_link_works_once_and_the_thanks_tell_the_ways_of_the_law(client, app, storage, clock, office, asked):
    page = address(app, settled(storage, clock, office))
    form = plain(client.get(page))
    assert "Jak ocenia Pani/Pan to, jak urząd zajął się tą sprawą?" in form
    assert not any(secret in form for secret in ("1/2026", "Kolejka do stanowiska", "Źdźbło"))
    assert fill(client, page).status_code == 422
    sent = fill(client, page, f1="1", f2="no")
    assert (sent.status_code, sent.location) == (303, f"{page}/thanks")
    thanks = plain(client.get(sent.location))
    assert "Dziękujemy za odpowiedź" in thanks
    assert "art. 239 § 1 KPA" in thanks, "a skarga shown groundless: what a new one needs"
    again = plain(client.get(page))
    assert "Ten link jest już wykorzystany" in again
    assert "21 listopada 2026" in again
    token = dict(HIDDEN.findall(client.get("/pl/rate").get_data(as_text=True)))["csrf_token"]
    assert client.post(page, data={"csrf_token": token, "version_id": str(asked), "f1": "5"}).status_code == 409
    with storage.reading() as session:
        assert session.scalar(select(func.count()).select_from(FollowUp)) == 1


@sqlite
def test_the_page_after_the_answer_is_the_same_whatever_was_answered(client, app, storage, clock, office, asked):
    pages = [address(app, settled(storage, clock, office)) for _case in range(2)]
    ends = [client.get(fill(client, page, f1=value).location) for page, value in zip(pages, "15", strict=True)]
    shown = [plain(end).replace(page.rsplit("/", 1)[1], "") for page, end in zip(pages, ends, strict=True)]
    assert shown[0] == shown[1]


@sqlite
def test_an_answer_waits_sealed_without_the_case_and_its_link_knows_only_the_day(
    client, app, storage, clock, office, asked, caplog
):
    case = settled(storage, clock, office)
    page = address(app, case)
    with caplog.at_level(logging.INFO):
        fill(client, page, f1="2")
    assert page.rsplit("/", 1)[1] not in str([vars(record) for record in caplog.records])
    with storage.reading() as session:
        pen = session.scalars(select(Pen)).one()
        used = session.scalars(select(FollowUp)).one()
        assert (used.complaint_id, used.used_on, used.leaf) == (case, clock.today(), None)
        assert not any(word in pen.kept for word in (str(asked), str(office.home.id), "skarga", "answers"))
        entries = "".join(session.scalars(select(LedgerEntry.canonical)))
        assert "follow_up:" not in entries
    assert rows(storage) == []


def batch(session: Session, clock, version_id: uuid.UUID, secret: str, department, values: str) -> None:
    for value in values:
        put_into_pen(
            session, clock, secret, version_id=version_id, department_id=department, case=("skarga", "zasadna"),
            answers={"f1": value},
        )  # fmt: skip


def test_a_full_group_becomes_responses_of_the_month_in_an_order_of_chance(storage, clock, office, asked):
    with storage.writing() as session:
        batch(session, clock, asked, "secret", office.home.id, "1223")
        assert let_in(session, clock, "secret").waiting == 4
        batch(session, clock, asked, "secret", office.home.id, "5")
        done = let_in(session, clock, "secret")
        assert (done.let_in, done.waiting) == (5, 0)
        assert let_in(session, clock, "secret").let_in == 0
    found = rows(storage)
    facts = {(row.mode, row.language, row.department_id, row.case_kind, row.case_outcome) for row in found}
    assert facts == {("follow_up", NO_LANGUAGE, office.home.id, "skarga", "zasadna")}
    assert {row.received_at for row in found} == {dt.datetime(2026, 10, 31, 23, tzinfo=dt.UTC)}, "the first, in Warsaw"
    with storage.writing() as session:
        values = session.scalars(select(Answer.value).order_by(Answer.value)).all()
        assert values == [1, 2, 2, 3, 5]
        seal_responses(session, clock, SYSTEM)
    with storage.reading() as session:
        assert compare(session, SURVEY_REPLAYS).difference is None
        session.execute(text("UPDATE response SET case_kind = 'wniosek'"))
        assert compare(session, SURVEY_REPLAYS).difference is not None


@sqlite
def test_the_order_in_which_answers_came_is_nowhere(storage, clock, office, asked):
    with storage.writing() as session:
        batch(session, clock, asked, "secret", office.home.id, "1" * 30 + "5" * 30)
        let_in(session, clock, "secret")
    with storage.reading() as session:
        stored = session.execute(text("SELECT value FROM answer ORDER BY rowid")).scalars().all()
    assert sorted(stored) == [1] * 30 + [5] * 30
    assert stored != sorted(stored), "one in 10^17 by chance"


@sqlite
def test_a_new_secret_begins_a_new_pen_and_the_old_one_stays(storage, clock, office, asked):
    with storage.writing() as session:
        batch(session, clock, asked, "old secret", office.home.id, "111")
        batch(session, clock, asked, "new secret", office.home.id, "222")
        assert let_in(session, clock, "new secret").waiting == 3
        assert session.scalar(select(func.count()).select_from(Pen)) == 2
        pen = session.scalars(select(Pen)).first()
        pen.kept = pen.kept[:-8] + "AAAAAAA="
        with pytest.raises(ValueError, match="changed by something else"):
            [let_in(session, clock, secret) for secret in ("old secret", "new secret")]


@sqlite
def test_expired_erased_restricted_and_forged_links_ask_nothing(client, app, storage, clock, office, asked):
    late, gone, kept = (settled(storage, clock, office) for _case in range(3))
    with storage.writing() as session:
        officer = office.actor(Role.QUALITY_OFFICER)
        erase(session, clock, officer, session.get_one(Complaint, gone), Basis.REQUEST, "Prośba osoby.")
        held = session.get_one(Complaint, kept)
        restrict(session, clock, officer, held, Ground.CLAIMS, "Spór.", row_version=held.row_version)
    token = link_token(app.config["SETTINGS"].secret_key, late)
    forged = ("x", token[:-2] + ("AA" if token[-2:] != "AA" else "BB"), link_token("another secret" * 3, late))
    for page in (address(app, gone), address(app, kept), *(f"/pl/follow-up/{one}" for one in forged)):
        answer = client.get(page)
        assert (answer.status_code, "Ten link nie działa" in plain(answer)) == (404, True)
    clock.advance(days=60)
    assert client.get(address(app, late)).status_code == 200
    clock.advance(days=1)
    answer = client.get(address(app, late, "en"))
    assert answer.status_code == 410
    token = dict(HIDDEN.findall(client.get("/pl/rate").get_data(as_text=True)))["csrf_token"]
    assert client.post(address(app, late), data={"csrf_token": token, "f1": "5"}).status_code == 410
    assert client.post(address(app, late), data={"f1": "5"}).status_code == 400
    assert client.get(f"{address(app, late)}/thanks").status_code == 302


@sqlite
def test_an_open_case_and_an_anonymous_opinion_are_not_asked(client, app, storage, clock, office, asked):
    with storage.writing() as session:
        case = receive(session, clock, RESIDENT, filing(office, code=CODE)).complaint_id
    assert client.get(address(app, case)).status_code == 404
    assert client.get(address(app, uuid.uuid4())).status_code == 404


@sqlite
def test_the_page_of_the_own_case_offers_the_questions_until_they_are_answered(
    client, app, storage, clock, office, asked
):
    case = settled(storage, clock, office)

    def status() -> str:
        return plain(send(client, client.get("/pl/case"), "check", number="1/2026", code=CODE))

    assert address(app, case) in status()
    fill(client, address(app, case), f1="4")
    assert "follow-up" not in status()


def mailed(app, storage, *, is_sample: bool = False) -> list[OutboxRow]:
    """What waits for the worker after the daily job asked for it."""
    job = next(job for job in app.extensions["jobs"] if job.name == "follow_ups")
    with storage.writing() as session:
        session.execute(text("UPDATE office SET is_sample = :it"), {"it": is_sample})
    with app.app_context():
        job.run(JobWork("today", storage, app.extensions["clock"]))
    with storage.reading() as session:
        return list(session.scalars(select(OutboxRow).where(OutboxRow.kind == "complaints.follow_up")))


@sqlite
def test_a_week_after_the_settlement_one_mail_brings_the_link(client, app, storage, clock, office, asked, tmp_path):
    case = settled(storage, clock, office)
    settled(storage, clock, office, email="")
    Worker(app).drain()
    assert mailed(app, storage) == []
    clock.advance(days=7)
    assert mailed(app, storage, is_sample=True) == [], "cases of a sample office are invented"
    assert [json.loads(row.payload) for row in mailed(app, storage)] == [{"complaint": str(case)}]
    assert len(mailed(app, storage)) == 1
    before = {path.name for path in tmp_path.rglob("*.eml")}
    Worker(app).drain()
    (letter,) = [path for path in tmp_path.rglob("*.eml") if path.name not in before]
    content = re.sub(r"=\r?\n", "", letter.read_text(encoding="utf-8"))
    assert f"https://opinie.proba.example{address(app, case)}" in content.replace("=3D", "=")
    with storage.reading() as session:
        entry = session.scalars(select(LedgerEntry).where(LedgerEntry.stream == f"follow_up:{case}")).one()
        assert entry.tag == "complaints:follow_up:dispatch"
        assert "follow-up" not in entry.canonical


@sqlite
@pytest.mark.parametrize("why", ["restricted", "erased", "used", "retired", "never"])
def test_no_mail_goes_out_where_nothing_may_be_asked_any_more(
    client, app, storage, clock, office, asked, why, tmp_path
):
    case = settled(storage, clock, office)
    Worker(app).drain()
    clock.advance(days=7)
    if why == "never":
        app.config["SETTINGS"] = replace(app.config["SETTINGS"], follow_up_days=0)
        assert mailed(app, storage) == []
        return
    assert len(mailed(app, storage)) == 1
    before = len(list(tmp_path.rglob("*.eml")))
    with storage.writing() as session:
        found = session.get_one(Complaint, case)
        officer = office.actor(Role.QUALITY_OFFICER)
        if why == "restricted":
            restrict(session, clock, officer, found, Ground.CLAIMS, "Spór.", row_version=found.row_version)
        elif why == "erased":
            erase(session, clock, officer, found, Basis.REQUEST, "Prośba osoby.")
        elif why == "used":
            assert burn_link(session, clock, found)
        else:
            session.get_one(QuestionnaireVersion, asked).state = "retired"
    Worker(app).drain()
    assert len(list(tmp_path.rglob("*.eml"))) == before
    if why == "retired":
        assert client.get(address(app, case)).status_code == 404


def test_a_link_is_used_up_once_and_told_to_the_record_at_night(storage, clock, office, asked):
    case = settled(storage, clock, office)
    with storage.writing() as session:
        found = session.get_one(Complaint, case)
        before = found.row_version
        assert [burn_link(session, clock, found) for _try in range(2)] == [True, False]
        assert found.row_version == before
        assert compare(session, REPLAYS).difference is None
    clock.advance(hours=17)
    with storage.writing() as session:
        assert [record_burnt_links(session, clock, SYSTEM) for _night in range(2)] == [1, 0]
        entry = session.scalars(select(LedgerEntry).where(LedgerEntry.stream == f"follow_up:{case}")).one()
        assert json.loads(entry.canonical)["data"] == {"complaint": str(case), "used_on": "2026-11-21"}
        assert compare(session, REPLAYS).difference is None
        assert verify(session).is_whole
        session.execute(text("UPDATE complaint_follow_up SET used_on = '2026-11-20'"))
        assert "day of its use" in str(compare(session, REPLAYS).difference)
        session.execute(text("DELETE FROM complaint_follow_up"))
        assert "is gone" in str(compare(session, REPLAYS).difference)


def test_two_who_open_a_forwarded_link_at_once_leave_one_answer(storage, clock, office, asked):
    case = settled(storage, clock, office)

    def answer(value: str) -> bool:
        with storage.writing() as session:
            if not burn_link(session, clock, session.get_one(Complaint, case)):
                return False
            batch(session, clock, asked, "secret", office.home.id, value)
            return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(answer, "1234")) == [False, False, False, True]
    with storage.writing() as session:
        assert let_in(session, clock, "secret").waiting == 1


@sqlite
def test_five_answers_of_a_day_are_responses_the_next_morning_and_their_links_entries(
    client, app, storage, clock, office, asked
):
    for value in "12345":
        fill(client, address(app, settled(storage, clock, office)), f1=value)
    clock.advance(hours=18)
    by_name = {job.name: job for job in app.extensions["jobs"]}
    with app.app_context():
        done = [by_name[name].run(JobWork("night", storage, clock)) for name in ("used_links", "follow_up_answers")]
    assert done == ["5 links", "5 answers let in, 0 wait for more of their group"]
    found = rows(storage)
    assert {(row.mode, row.department_id, row.case_outcome) for row in found} == {
        ("follow_up", office.home.id, "bezzasadna")
    }
    with storage.reading() as session:
        assert compare(session, (*REPLAYS, *SURVEY_REPLAYS)).difference is None
        keys = {str(row.id) for row in found}
        assert not any(key in entry for key in keys for entry in session.scalars(select(LedgerEntry.canonical)))


def test_a_token_reads_back_and_only_under_its_secret():
    case = uuid.uuid4()
    token = link_token("one secret", case)
    assert (read_token("one secret", token), read_token("another", token)) == (case, None)
    assert [read_token("one secret", bad) for bad in ("", "ą", "=", "a" * 400)] == [None] * 4


@sqlite
def test_one_questionnaire_is_never_asked_both_after_a_case_and_at_a_place(client, app, storage, clock, office, asked):
    with storage.writing() as session:
        officer = office.actor(Role.QUALITY_OFFICER)
        every_day = session.get_one(QuestionnaireVersion, _every_day(session))
        after = session.get_one(QuestionnaireVersion, asked)
        for version, kind in ((every_day, PlaceKind.AFTER_A_CASE), (after, PlaceKind.OFFICE)):
            typed = PublicationTyped(kind, None, clock.today())
            with pytest.raises(BadPublication, match="asked_elsewhere"):
                release_version(session, clock, officer, version, typed, row_version=version.row_version)
        release_version(
            session, clock, officer, after, PublicationTyped(PlaceKind.AFTER_A_CASE, None, clock.today()),
            row_version=after.row_version,
        )  # fmt: skip
        found = version_for(session, None, clock.today(), DEFAULT), asked_after_a_case(session, clock.today())
        assert [one.id for one in found if one] == [every_day.id, after.id]
        other = every_day.id
    page = address(app, settled(storage, clock, office))
    hidden = {**dict(HIDDEN.findall(plain(client.get(page)))), "version_id": str(other)}
    assert client.post(page, data={**hidden, "q1": "5"}).status_code == 422, "the questions are those after a case"
    hidden = {**dict(HIDDEN.findall(plain(client.get("/pl/rate")))), "version_id": str(asked)}
    assert client.post("/pl/rate", data={**hidden, "f1": "5"}).status_code == 422


@sqlite
def test_own_words_are_never_asked_after_a_case(storage, clock, office, asked):
    with storage.writing() as session:
        version = _another(session, clock, asked, kind="short_text")
        with pytest.raises(BadPublication, match="words_after_a_case") as refused:
            _after_a_case(session, clock, office, version)
        assert "(pytanie f9)" in sentence_for(refused.value)
        assert version.state == "approved"


@sqlite
def test_what_is_asked_after_a_case_takes_no_answer_from_the_web(client, storage, clock, office, asked):
    with storage.writing() as session:
        version = _another(session, clock, asked)
        _after_a_case(session, clock, office, version)
        other = version.id
    hidden = {**dict(HIDDEN.findall(plain(client.get("/pl/rate")))), "version_id": str(other)}
    for _twice in range(2):  # the second time the program knows the version already
        assert client.post("/pl/rate", data={**hidden, "f1": "5"}).status_code == 422
    assert rows(storage) == []


def _another(session: Session, clock: FixedClock, like: uuid.UUID, kind: str = "five_point") -> QuestionnaireVersion:
    """Another questionnaire with one question more, approved."""
    content = json.loads(session.get_one(QuestionnaireVersion, like).definition) | {"key": "another", "version": 1}
    texts = dict.fromkeys(("pl", "en", "uk"), "?")
    last = content["questions"][0] | {"key": "f9", "required": False, "kind": kind}
    content["questions"].append(last | ({"options": [], "text": texts} if kind == "short_text" else {}))
    version_id = publish(session, clock, SYSTEM, Definition.read(content)).version_id
    version = session.get_one(QuestionnaireVersion, version_id)
    version.state, version.published_at = "approved", None
    session.flush()
    return version


def _after_a_case(session: Session, clock: FixedClock, office, version: QuestionnaireVersion) -> None:
    typed = PublicationTyped(PlaceKind.AFTER_A_CASE, None, clock.today())
    officer = office.actor(Role.QUALITY_OFFICER)
    release_version(session, clock, officer, version, typed, row_version=version.row_version)


@sqlite
def test_answers_after_a_case_are_in_no_figure_of_the_counter(storage, clock, office, asked):
    with storage.writing() as session:
        batch(session, clock, asked, "secret", office.home.id, "11111")
        let_in(session, clock, "secret")
        submit_response(
            session, clock, RESIDENT, ResponseTyped(uuid.uuid4(), _every_day(session), "web", "pl", {"q1": "5"})
        )
    month = Month(2026, 11)
    with storage.reading() as session:
        assert len(frames.answers(session, [month])) == 1
        counted = frames.responses(session, [month], instrument=AFTER_A_CASE)
        assert counted[["mode", "n"]].values.tolist() == [["follow_up", 5]]


def _every_day(session: Session) -> uuid.UUID:
    query = select(QuestionnaireVersion.id).join(Questionnaire).where(Questionnaire.key == DEFAULT)
    return session.scalars(query).one()
