"""Words, reasons, letters and files are compared with the record: whatever is edited past it is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

import app as house
from attachments.shelf import Shelf
from complaints.rules.words import CaseWords, applied
from kernel.clock import FixedClock
from ledger import triggers
from ledger.canonical import commitment
from ledger.replays import Difference, commits, compare
from storage.session import Storage
from tests.assurance.wordy import play_words
from tests.cast import FoundedOffice

SALT: Final = "00112233445566778899aabbccddeeff"


def of(number: int, register: str = "SW") -> str:
    """The case with this number, as a condition."""
    return f"complaint_id = {case(number, register)}"


def case(number: int, register: str = "SW") -> str:
    return f"(SELECT id FROM complaint WHERE register = '{register}' AND number = {number})"


ONE_FILE: Final = "(SELECT min(file_id) FROM complaint_attachment)"
EDITS: Final[dict[str, tuple[str, str]]] = {
    "a name": (f"UPDATE complainant SET name = 'X' WHERE {of(1)}", "SW 1/2026|the complainant|commitment"),
    "an address": (f"UPDATE complainant SET address = 'X' WHERE {of(3)}", "SW 3/2026|the complainant|commitment"),
    "an e-mail": (f"UPDATE complainant SET email = '' WHERE {of(1)}", "SW 1/2026|the complainant|commitment"),
    "a consent": (f"UPDATE complainant SET may_publish = :yes WHERE {of(1, 'P')}", "P 1/2026|the complainant"),
    "a salt": (f"UPDATE complainant SET salt = upper(salt) WHERE {of(1)}", "SW 1/2026|the complainant|commitment"),
    "a complainant that is gone": (f"DELETE FROM complainant WHERE {of(4)}", "SW 4/2026|the complainant|not there"),
    "a complainant that came back": (
        f"UPDATE complainant SET complaint_id = {case(2)} WHERE {of(7)}", "the complainant|entry tells of it",
    ),
    "a matter": (f"UPDATE complaint_matter SET text = 'X' WHERE {of(1)}", "SW 1/2026|the letter with its subject"),
    "a subject": (f"UPDATE complaint SET subject = 'X' WHERE id = {case(3)}", "SW 3/2026|the letter with its subject"),
    "what is sought": (f"UPDATE complaint SET remedy_sought = 'X' WHERE id = {case(1)}", "SW 1/2026|with its subject"),
    "a severity": (f"UPDATE complaint SET severity = 'high' WHERE id = {case(1)}", "SW 1/2026|with its subject"),
    "a day it happened": (f"UPDATE complaint SET happened_on = '2026-01-01' WHERE id = {case(1)}", "with its subject"),
    "an erased subject": (f"UPDATE complaint SET subject = 'X' WHERE id = {case(2)}", "SW 2/2026|it was erased"),
    "a note": (f"UPDATE complaint_note SET text = 'X' WHERE {of(1)}", "SW 1/2026|note |commitment"),
    "a note that is gone": (f"DELETE FROM complaint_note WHERE {of(1)}", "SW 1/2026|its notes|there are 0"),
    "an emptied note": (
        f"UPDATE complaint_note SET text = '', salt = '' WHERE {of(1)}",
        "its notes|1 of them are empty",
    ),
    "an erased note": (f"UPDATE complaint_note SET text = 'X' WHERE {of(2)}", "SW 2/2026|its notes|0 of them"),
    "a reason beside the notes": (f"UPDATE complaint_note SET text = 'X' WHERE {of(5)}", "SW 5/2026|note |commitment"),
    "the body of a step": (
        f"UPDATE complaint_step SET body_id = NULL WHERE {of(4)}",
        "step 1 (transfer)|body_id is null",
    ),
    "the basis of a step": (f"UPDATE complaint_step SET basis = 'X' WHERE {of(4)}", "(transfer)|basis is|art_231"),
    "the reference of a step": (
        f"UPDATE complaint_step SET reference = 'X' WHERE {of(4)}",
        "(transfer)|reference is|AB.1",
    ),
    "the channel of a step": (f"UPDATE complaint_step SET channel = 'X' WHERE {of(4)}", "(transfer)|channel is|paper"),
    "the reason of a step": (f"UPDATE complaint_step SET text = 'X' WHERE {of(1)}", "SW 1/2026|step 1|its reason"),
    "a reason that is gone": (f"UPDATE complaint_step SET text = '' WHERE {of(1)}", "SW 1/2026|step 1|its reason"),
    "a reason nobody gave": (f"UPDATE complaint_step SET text = 'X' WHERE {of(6)}", "(split)|by its entry none"),
    "an erased reason": (f"UPDATE complaint_step SET text = 'X' WHERE {of(2)}", "SW 2/2026|step 1|was erased"),
    "who took a step": (f"UPDATE complaint_step SET person_id = NULL WHERE {of(4)}", "(transfer)|somebody else"),
    "the other case of a step": (
        f"UPDATE complaint_step SET other_id = NULL WHERE {of(2, 'P')}",
        "(join)|other_id is null",
    ),
    "an answer": (f"UPDATE complaint SET reply = 'X' WHERE id = {case(1)}", "SW 1/2026|the reply of its answer"),
    "a cause": (f"UPDATE complaint SET cause = 'X' WHERE id = {case(1)}", "SW 1/2026|the cause of its answer"),
    "what will change": (f"UPDATE complaint SET corrective = 'X' WHERE id = {case(1)}", "the corrective of its answer"),
    "an answer that is gone": (f"UPDATE complaint SET reply = NULL WHERE id = {case(1)}", "the reply|not there"),
    "an answer to nobody": (f"UPDATE complaint SET reply = 'X' WHERE id = {case(4)}", "SW 4/2026|the reply|no entry"),
    "an erased answer": (f"UPDATE complaint SET reply = 'X' WHERE id = {case(2)}", "SW 2/2026|the reply|no entry"),
    "words that were approved": (f"UPDATE complaint_draft SET text = 'X' WHERE {of(3)}", "the answer put forward"),
    "who signs": (
        f"UPDATE complaint_draft SET signatory_name = 'X' WHERE {of(3)}",
        "the answer put forward|commitment",
    ),
    "who wrote": (
        f"UPDATE complaint_draft SET drafted_by_id = approved_by_id WHERE {of(3)}",
        "put forward|somebody else wrote it",
    ),
    "an approval": (f"UPDATE complaint_draft SET approved_by_id = NULL WHERE {of(3)}", "put forward|who approved it"),
    "the outcome put forward": (
        f"UPDATE complaint_draft SET outcome = 'zasadna' WHERE {of(3)}",
        "put forward|commitment",
    ),
    "a draft that is gone": (f"DELETE FROM complaint_draft WHERE {of(3)}", "put forward|it is not there"),
    "a ground of restriction": (
        f"UPDATE complaint SET restricted_for = 'defence' WHERE id = {case(3)}", "the ground of restriction|accuracy",
    ),
    "words of a letter": (f"UPDATE complaint_letter SET body = 'X' WHERE {of(1)}", "SW 1/2026|letter |commitment"),
    "words of a draft letter": (
        f"UPDATE complaint_letter SET body = 'X' WHERE {of(3)}",
        "SW 3/2026|letter |commitment",
    ),
    "a letter's addressee": (f"UPDATE complaint_letter SET addressee = 'X' WHERE {of(1)}", "letter |commitment"),
    "a letter's day": (f"UPDATE complaint_letter SET sent_on = '2026-11-01' WHERE {of(1)}", "letter |sent_on is"),
    "a letter's way": (f"UPDATE complaint_letter SET channel = 'email' WHERE {of(1)}", "letter |channel is"),
    "a letter's template": (f"UPDATE complaint_letter SET template_version = 9 WHERE {of(1)}", "template_version is 9"),
    "a letter's clause": (f"UPDATE complaint_letter SET has_privacy = NOT has_privacy WHERE {of(1)}", "has_privacy is"),
    "who sent a letter": (f"UPDATE complaint_letter SET sent_by_id = NULL WHERE {of(1)}", "letter |sent_by_id is"),
    "a letter that was never sent": (f"UPDATE complaint_letter SET state = 'sent' WHERE {of(3)}", "state is|draft"),
    "a letter's file": (f"UPDATE complaint_letter SET file_id = {ONE_FILE} WHERE {of(1)}", "its file is not the one"),
    "a letter without its file": (f"UPDATE complaint_letter SET file_id = NULL WHERE {of(1)}", "its file is gone"),
    "a letter that is gone": (f"DELETE FROM complaint_letter WHERE {of(1)}", "SW 1/2026|letter |it is not there"),
    "a letter of another case": (
        f"UPDATE complaint_letter SET complaint_id = {case(4)} WHERE {of(3)}", "letter |tells of it",
    ),
    "an erased letter": (f"UPDATE complaint_letter SET body = 'X' WHERE {of(2)}", "SW 2/2026|letter |were erased"),
    "the hash of a file": (
        "UPDATE stored_file SET digest = 'X' WHERE id IN (SELECT file_id FROM complaint_attachment)",
        "SW 1/2026|attachment |file, name or note",
    ),
    "the size of a file": ("UPDATE stored_file SET size = size + 1", "attachment |file, name or note"),
    "the name of a file": (
        f"UPDATE complaint_attachment SET name = 'X' WHERE {of(1)}",
        "attachment |file, name or note",
    ),
    "an attachment that is gone": (f"DELETE FROM complaint_attachment WHERE {of(1)}", "attachment |it is not there"),
    "what is published": (f"UPDATE petition_publication SET text = 'X' WHERE {of(1, 'P')}", "P 1/2026|its text is not"),
    "a published answer": (f"UPDATE petition_publication SET answer = '' WHERE {of(1, 'P')}", "its answer is not"),
    "a name made public": (f"UPDATE petition_publication SET is_named = :yes WHERE {of(1, 'P')}", "names who filed it"),
    "a petition shown again": (
        f"UPDATE petition_publication SET hidden_on = NULL WHERE {of(3, 'P')}",
        "was taken down",
    ),
    "a petition hidden": (
        f"UPDATE petition_publication SET hidden_on = '2026-11-21' WHERE {of(1, 'P')}", "P 1/2026|which no entry says",
    ),
    "a scan": (f"UPDATE petition_scan SET file_id = {ONE_FILE} WHERE {of(1, 'P')}", "P 1/2026|the scan|commitment"),
    "a scan of another petition": (
        f"UPDATE petition_scan SET complaint_id = {case(3, 'P')} WHERE {of(1, 'P')}", "the scan|tells of it",
    ),
    "a link that is gone": ("DELETE FROM complaint_link WHERE how = 'duplicate'", "case |its link with |is gone"),
    "a link of a step": ("DELETE FROM complaint_link WHERE how = 'joined'", "case |its link with |is gone"),
    "a part of a letter": ("DELETE FROM complaint_link WHERE how = 'split'", "case |0 cases are linked as parts of it"),
    "a link nobody made": (
        f"INSERT INTO complaint_link VALUES ({case(1)}, {case(3)}, 'earlier', '2026-11-21 09:00:00.000000')",
        "it is linked with |(earlier), which no entry says",
    ),
    "an opinion": ("UPDATE feedback SET text = 'X'", "opinion |subject and text"),
    "what was done with an opinion": ("UPDATE feedback SET answer = 'X'", "opinion |what the office did"),
    "the state of an opinion": ("UPDATE feedback SET state = 'received'", "opinion |state is"),
    "the place of an opinion": ("UPDATE feedback SET department_id = NULL", "opinion |department_id is null"),
    "an opinion that is gone": ("DELETE FROM feedback", "opinion |it is not there"),
    "an absence": ("UPDATE absence SET from_on = '2026-11-20'", "person |absence |its days stand in no entry"),
    "a shortened absence": (
        "UPDATE absence SET to_on = '2026-11-30' WHERE to_on < '2026-11-30'", "absence |it was shortened",
    ),
    "an absence that is gone": ("DELETE FROM absence WHERE to_on < '2026-11-30'", "absences of person |there are 0"),
    "the crest": (f"UPDATE office_crest SET file_id = {ONE_FILE}", "the crest|by its entries"),
    "no crest": ("DELETE FROM office_crest", "the crest|it is []"),
    "figures of a month": ("UPDATE published_month SET rows = '[]'", "edition 1 of 2026-10|rows is not what"),
    "the moment of a month": ("UPDATE published_month SET leaf = 1", "edition 1 of 2026-10|leaf is not"),
    "why a month was published": ("UPDATE published_month SET reason = 'X'", "edition 1 of 2026-10|reason is not"),
    "a month that is gone": ("DELETE FROM published_month", "edition 1 of 2026-10|it is not there"),
}  # fmt: skip


CONCERNED: Final = [
    one for one in house.REPLAYS if one.name in {
        "cases", "numbers", "links", "opinions", "absences", "crest", "editions",
    }
]  # fmt: skip


def first(session: Session) -> Difference | None:
    """Of what is edited here; the whole is compared before and after."""
    return compare(session, CONCERNED).difference


def unlock_months(session: Session) -> None:
    """Whoever has the database takes the locks off."""
    dialect = session.get_bind().dialect.name
    for name in triggers.SQLITE if dialect == "sqlite" else triggers.POSTGRESQL:
        if name.startswith("published_month"):
            session.execute(text(f"DROP TRIGGER {name}" + ("" if dialect == "sqlite" else " ON published_month")))


def test_words_of_every_kind_agree_until_somebody_edits_a_row_and_then_the_place_is_named(
    storage: Storage, clock: FixedClock, office: FoundedOffice, tmp_path: Path
):
    is_sqlite = storage.engine.dialect.name == "sqlite"
    with storage.session(writing=True) as session:
        play_words(session, clock, office, Shelf(tmp_path))
        assert compare(session, house.REPLAYS).difference is None
        if not is_sqlite:
            return  # the comparing is the same there, and the edits took as long again
        unlock_months(session)
        wrong = {}
        for what, (statement, words) in EDITS.items():
            with session.begin_nested() as step:
                done = session.execute(text(statement), {"yes": True} if ":yes" in statement else {})
                session.expire_all()
                found = first(session)
                step.rollback()
            assert done.rowcount, what  # type: ignore[attr-defined]
            said = f"{found.place}: {found.why}" if found else "nothing"
            if not all(word in said for word in words.split("|")):
                wrong[what] = said
        assert wrong == {}
        session.expire_all()
        assert compare(session, house.REPLAYS).difference is None


@pytest.mark.parametrize(
    ("salt", "text", "is_so"),
    [(SALT, "a", True), (SALT, "b", False), (SALT.upper(), "a", False), ("", "a", False), (None, "a", False),
     ("zz", "a", False), (SALT, "\ud800", False)],
)  # fmt: skip
def test_only_the_very_text_under_the_very_salt_gives_a_commitment(salt: str | None, text: str, *, is_so: bool):
    assert commits(salt, text, commitment(SALT, "a")) is is_so


def test_what_is_erased_is_told_of_no_more_and_what_is_written_afterwards_is():
    words = CaseWords()
    told: list[tuple[str, dict[str, Any]]] = [
        ("complaints:complaint:receive", {"complainant": "c", "matter": "m"}),
        ("complaints:complaint:note", {"note": "n"}),
        ("complaints:complaint:erase", {}),
        ("complaints:complaint:note", {"note": "later"}),
        ("complaints:complaint:assign", {"handler": None}),
    ]
    for tag, data in told:
        applied(words, tag, data, "person:1", "2026-11-21")
    assert (words.complainant, words.matter, words.is_erased) == (None, None, True)
    assert (words.erased_notes, dict(words.notes)) == (1, {"later": 1})
