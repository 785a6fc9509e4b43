"""Every kind of question is typed from paper by keyboard alone, and a sample of it twice, words too."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from kernel.permissions import Role
from ledger.replays import compare
from surveys.actions import (
    BatchTyped,
    PublicationTyped,
    approve_version,
    begin_batch,
    begin_draft,
    change_draft,
    check_form,
    enter_form,
    erase_words,
    release_version,
    resolve_form,
)
from surveys.labels.printing import note_of
from surveys.models import Answer, AnswerText, PaperForm, PaperSecondText
from surveys.queries import definition_of
from surveys.queries.paper import both_entries, form_in
from surveys.replaying import REPLAYS
from surveys.rules.drafting import QuestionTyped, with_question
from surveys.rules.kinds import NOT_APPLICABLE, BadText
from surveys.rules.paper import (
    MIXED,
    SECOND,
    NoSuchKey,
    answers_of,
    code_of,
    differing,
    entry_of,
    key_of,
    keyed,
    keys_of,
)
from surveys.rules.versions import PlaceKind
from tests.filling import errors_beside, send, text
from tests.papers.reading import is_accessible, pages
from tests.surveys.filling import version_id
from tests.surveys.versions import drafted
from tests.surveys.versions import text as words_of

SQLITE = pytest.mark.parametrize("backend", ["sqlite"])
KEYS = {"q1": "4", "q2": "3", "q3": "10", "q4": "2", "q5": "31", "q6": "5", "q7": "Brak krzeseł!"}
CODES = {"q1": "4", "q2": "no", "q3": "10", "q4": "b", "q5": "a+c", "q6": "5", "q7": "Brak krzeseł!"}


def every_kind(content):
    """One question of each kind; the several only after "in progress" or "no"."""
    few = [words_of(f"Odpowiedź {number}") for number in range(1, 5)]
    five = [words_of(f"Punkt {number}") for number in range(1, 6)]
    eleven = [words_of(str(number)) for number in range(11)]
    for typed in (
        QuestionTyped("five_point", words_of("Ocena"), required=True, options=five),
        QuestionTyped("outcome", words_of("Wynik"), options=few[:3]),
        QuestionTyped("zero_to_ten", words_of("Polecenie"), options=eleven),
        QuestionTyped("one_of", words_of("Jak"), options=few),
        QuestionTyped("several", words_of("Co"), options=few, show_question="q2", show_codes=("in_progress", "no")),
        QuestionTyped("faces", words_of("Twarze"), options=five),
        QuestionTyped("short_text", words_of("Słowa")),
    ):
        content = with_question(content, None, typed)
    return content


@pytest.fixture
def version(session, clock, office):
    return made(session, clock, office)


def made(session, clock, office):
    officer = office.actor(Role.QUALITY_OFFICER)
    version = begin_draft(session, clock, officer, key="wszystko", title=words_of("Wszystko"))
    session.flush()
    change_draft(session, clock, officer, version, every_kind, what="question", row_version=version.row_version)
    session.flush()
    approve_version(session, clock, office.actor(Role.ADMINISTRATOR), version, row_version=version.row_version)
    session.flush()
    typed = PublicationTyped(PlaceKind.DESK, office.desk.id, clock.today())
    release_version(session, clock, officer, version, typed, row_version=version.row_version)
    session.flush()
    return version


@pytest.fixture
def definition(version):
    return definition_of(version.definition)


@SQLITE
def test_what_is_typed_and_what_it_means_are_the_same_both_ways(definition):
    assert [entry_of(question) for question in keyed(definition)] == [
        "one", "one", "number", "one", "several", "one", "words",
    ]  # fmt: skip
    assert answers_of(definition, KEYS) == CODES
    for question in keyed(definition):
        code = CODES[question.key]
        assert code_of(question, key_of(question, code)) == code
        assert len({key for key, _option in keys_of(question)}) == len(question.options)
        for key, option in keys_of(question):
            assert code_of(question, key) == option.code
    by_key = definition.by_key
    assert code_of(by_key["q3"], "0") == "0"
    assert code_of(by_key["q3"], " ") == ""
    assert code_of(by_key["q5"], "0") == code_of(by_key["q7"], "  ") == ""
    for key, wrong in (("q3", "11"), ("q3", "00"), ("q4", "5"), ("q4", "12"), ("q5", "11"), ("q5", "15"), ("q5", "01")):
        with pytest.raises(NoSuchKey):
            code_of(by_key[key], wrong)
    with pytest.raises(BadText):
        code_of(by_key["q7"], "a" * 501)


@SQLITE
def test_what_is_not_asked_after_the_answers_before_it_is_no_answer(definition):
    assert "q5" not in answers_of(definition, {**KEYS, "q2": "1"})
    assert all(option.code != NOT_APPLICABLE for question in keyed(definition) for option in question.options)


@given(st.text(max_size=20), st.text(max_size=20))
def test_words_differ_by_their_letters_and_codes_by_every_sign(one, other):
    letters = ["".join(sign for sign in said.casefold() if sign.isalnum()) for said in (one, other)]
    assert bool(differing({"q": one}, {"q": other}, {"q"})) == (letters[0] != letters[1])
    assert bool(differing({"q": one}, {"q": other})) == (one != other)


def sampled(session, clock, office, version, keys):
    clerk = office.actor(Role.CLERK)
    batch = begin_batch(session, clock, clerk, BatchTyped(office.desk.id, clock.today()), version.id)
    while True:
        done = enter_form(session, clock, clerk, batch, uuid.uuid4(), keys)
        if done.is_sampled:
            yield batch, form_in(session, batch, done.number)


def test_words_of_a_second_entry_live_until_it_is_settled_which_hold(session, clock, office, version):
    other, forms = office.actor(Role.QUALITY_OFFICER), sampled(session, clock, office, version, KEYS)
    batch, alike = next(forms)
    assert check_form(session, clock, other, batch, alike, {**KEYS, "q7": "brak  krzeseł"}).differs == ()
    batch, form = next(forms)
    second = {**KEYS, "q5": "13", "q3": "9", "q7": "Brak krzesła"}
    assert check_form(session, clock, other, batch, form, second).differs == ("q3", "q7")
    session.flush()
    kept = session.get_one(PaperSecondText, (form.response_id, "q7"))
    assert (kept.text, session.get_one(PaperSecondText, (alike.response_id, "q7")).text) == ("Brak krzesła", None)
    assert "krzes" not in form.second
    assert [entry["q7"] for entry in both_entries(session, form)] == ["Brak krzeseł!", "Brak krzesła"]
    assert compare(session, REPLAYS).difference is None
    assert resolve_form(session, clock, other, batch, form, {"q3": "10", "q7": "Brak krzesła"}) == MIXED
    session.flush()
    assert kept.text is None
    right = session.get_one(AnswerText, (form.replaced_by_id, "q7"))
    assert right.text == "Brak krzesła"
    erase_words(session, clock, other, right, reason="Prośba")
    session.flush()
    assert session.get_one(AnswerText, (form.response_id, "q7")).text is None
    assert compare(session, REPLAYS).difference is None


@SQLITE
def test_words_erased_before_the_entries_are_settled_are_gone_from_both(session, clock, office, version):
    other = office.actor(Role.QUALITY_OFFICER)
    batch, form = next(sampled(session, clock, office, version, KEYS))
    check_form(session, clock, other, batch, form, {**KEYS, "q3": "9", "q7": "Inaczej"})
    session.flush()
    erase_words(session, clock, other, session.get_one(AnswerText, (form.response_id, "q7")), reason="Prośba")
    session.flush()
    assert [entry.get("q7", "") for entry in both_entries(session, form)] == ["", ""]
    assert resolve_form(session, clock, other, batch, form, {"q3": "9"}) == SECOND
    assert compare(session, REPLAYS).difference is None


@SQLITE
def test_a_second_text_changed_past_the_record_is_found(session, clock, office, version):
    batch, form = next(sampled(session, clock, office, version, KEYS))
    check_form(session, clock, office.actor(Role.QUALITY_OFFICER), batch, form, {**KEYS, "q7": "Inaczej"})
    session.flush()
    session.get_one(PaperSecondText, (form.response_id, "q7")).text = "Zmienione"
    session.flush()
    assert "words of its second entry" in str(compare(session, REPLAYS).difference)


@SQLITE
def test_every_kind_is_typed_checked_and_settled_on_the_pages(signed_in, storage, clock, office):
    with storage.writing() as session:
        version = made(session, clock, office)
        batch, form = next(sampled(session, clock, office, version, KEYS))
        typed_before = form.number
        address = f"/staff/pl/surveys/paper/{batch.id}"
    clerk = signed_in(Role.CLERK)
    page = clerk.get(address)
    assert "Kilka naraz" in text(page)
    refused = send(clerk, page, "step", **{**KEYS, "q3": "12", "q5": "11", "q6": "9", "q7": "a" * 501, "q1": "0"})
    assert (refused.status_code, set(errors_beside(refused))) == (422, {"q1", "q3", "q5", "q6", "q7"})
    assert send(clerk, refused, "step", **KEYS).status_code == 303
    with storage.reading() as session:
        newest = session.scalars(select(PaperForm).where(PaperForm.number == typed_before + 1)).one()
        answers = session.scalars(select(Answer).where(Answer.response_id == newest.response_id))
        stored = {row.question: row.code or str(row.value) for row in answers}
        assert stored == {key: code for key, code in CODES.items() if key != "q7"}
        assert session.get_one(AnswerText, (newest.response_id, "q7")).text == CODES["q7"]
    officer = signed_in(Role.QUALITY_OFFICER)
    again = officer.get(f"{address}/{typed_before}/again")
    differs = officer.get(send(officer, again, "step", **{**KEYS, "q5": "2", "q7": "Za zimno"}).location)
    assert "13 – Odpowiedź 1 po polsku, Odpowiedź 3 po polsku" in text(differs)
    assert "Za zimno" in text(differs)
    assert send(officer, differs, "step", q5="second", q7="first").status_code == 303
    with storage.reading() as session:
        assert compare(session, REPLAYS).difference is None


@SQLITE
def test_a_form_is_printed_with_the_signs_that_are_typed(signed_in, storage, clock, office):
    with storage.writing() as session:
        satys = version_id(session)
        ids = made(session, clock, office).id, drafted(session, clock, office).id
    clerk, address = signed_in(Role.CLERK), "/staff/pl/surveys/paper/print/{}.pdf"
    for key in (satys, ids[0]):
        answer = clerk.get(address.format(key))
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
        assert is_accessible(answer.data)
        assert pages(answer.data) == 1 or key != satys
    assert clerk.get(address.format(ids[1])).status_code == 404
    assert clerk.get(address.format(uuid.uuid4())).status_code == 404
    assert signed_in(Role.HEAD).get(address.format(satys)).status_code == 403
    assert clerk.post(address.format(satys)).status_code == 405


@SQLITE
def test_a_printed_question_says_when_it_is_asked(definition):
    told = note_of(definition, definition.by_key["q5"])
    assert told.startswith("Tylko jeśli w pytaniu 2 zakreślono: Odpowiedź 2 po polsku, Odpowiedź 3 po polsku.")
    assert "kilka odpowiedzi" in told
    assert "konieczne" in note_of(definition, definition.by_key["q1"])
    assert note_of(definition, definition.by_key["q2"]) == ""
