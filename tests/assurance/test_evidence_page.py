"""The auditor's page for evidence: it gives the bundle, and says what is wrong beside the field."""

from __future__ import annotations

import io
import uuid
import zipfile

import pytest

from complaints.models import Complaint
from kernel.permissions import Role
from tests.complaints.handling import Reply, answered, last_entry
from tests.filling import errors_above, errors_beside, fields, send, text

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
ADDRESS = "/staff/pl/record/evidence"


def test_an_auditor_takes_a_case_without_its_letters_and_the_record_says_so(
    signed_in, storage, clock, office, filed: uuid.UUID
):
    with storage.writing() as session:
        answered(session, clock, office, session.get_one(Complaint, filed), Reply("zasadna"))
    auditor = signed_in(Role.AUDITOR)
    page = auditor.get(ADDRESS)
    assert fields(page)["month"] == "2026-10"
    answer = send(auditor, page, kind="cases", numbers="1/2026")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert answer.headers["Cache-Control"] == "no-store"
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    answer.close()
    assert not [name for name in archive.namelist() if name.startswith("letters/answer")]
    with storage.reading() as session:
        entry = last_entry(session)
    assert (entry["tag"], entry["data"]["letters"]) == ("assurance:evidence:export", 0)
    assert entry["actor"] == office.actor(Role.AUDITOR).ref


def test_what_was_typed_wrongly_is_said_beside_its_field_and_stays(signed_in, filed: uuid.UUID):
    auditor = signed_in(Role.AUDITOR)
    for typed, field in (
        ({"kind": "month", "month": "październik"}, "month"),
        ({"kind": "sample", "size": "0"}, "size"),
        ({"kind": "sample", "seed": "x"}, "seed"),
        ({"kind": "cases", "numbers": " , "}, "numbers"),
        ({"kind": "cases", "numbers": "1/2026, 99/2026"}, "numbers"),
    ):
        answer = send(auditor, auditor.get(ADDRESS), **typed)
        assert answer.status_code == 422
        assert list(errors_beside(answer)) == [field]
        assert fields(answer)[field] == typed[field]


def test_an_empty_office_has_no_sample_and_the_page_says_so(signed_in, office):
    auditor = signed_in(Role.AUDITOR)
    answer = send(auditor, auditor.get(ADDRESS), kind="sample")
    assert (answer.status_code, len(errors_above(answer))) == (422, 1)


def test_without_a_key_the_page_says_that_nothing_will_be_signed(signed_in, office):
    assert "bez podpisu" in text(signed_in(Role.QUALITY_OFFICER).get(ADDRESS))


def test_strangers_are_led_to_the_door_handlers_are_refused_and_there_is_no_other_method(client, signed_in):
    assert client.get(ADDRESS).status_code == 302
    assert signed_in(Role.HANDLER).get(ADDRESS).status_code == 403
    assert signed_in(Role.AUDITOR).put(ADDRESS).status_code == 405
