"""The final shape of an entry. Nothing in this file may ever change: a chain cannot be migrated.

The expected bytes were written down when the shape was fixed; a change here means that records already kept by offices
no longer verify.
"""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest
from sqlalchemy import select

from kernel.clock import FixedClock, warsaw
from kernel.permissions import Actor
from ledger.actions import append
from ledger.canonical import ENTRY_PREFIX, FORMAT_VERSION, GENESIS_HASH, commitment
from ledger.models import LedgerEntry
from office.events import OfficeTag
from storage.session import Storage
from tests.ledger.conftest import OFFICE_ID

FIRST = (
    '{"actor":"person:7","data":{"is_sample":true,"name":"Urząd \\"Próba\\""},"effective_on":"2026-11-20",'
    '"format":1,"leaf":1,"office":"0b0e7c8e-4f3a-4c0e-9d52-3f1b6a2c7d10","position":1,'
    '"previous":"0000000000000000000000000000000000000000000000000000000000000000",'
    '"reason":"na próbę","recorded_at":"2026-11-21T09:00:00.000000Z","stream":"office","tag":"office:office:found"}'
)
FIRST_HASH = "bef908e0c8e3adf102197e2b41a6bf21501c1ccd558a6d422b9159be4f7850db"
SECOND_HASH = "60945e07653a0d9ac5ee5ef986685af6617a8f886d7b77187187ae755295f6a7"
COMMITMENT = "40d689eeb496ad15fec0ac85c0d8d8ed20c879547d592ed8019c1866ac063dbe"


@pytest.fixture
def two(record: Storage) -> list[LedgerEntry]:
    clock, actor = FixedClock(warsaw(2026, 11, 21, 10)), Actor("person:7")
    found = {"name": 'Urza\u0328d "Próba"', "is_sample": True}
    opened = {"code": "USC", "name": "Urząd Stanu Cywilnego", "valid_from": "2026-11-21"}
    with record.writing() as session:
        append(session, clock, actor, OfficeTag.FOUNDED, "office", found, dt.date(2026, 11, 20), "na próbę")
        clock.advance(seconds=1.25)
        append(session, clock, actor, OfficeTag.DEPARTMENT_OPENED, "department:1", opened, clock.today())
    with record.reading() as session:
        return list(session.scalars(select(LedgerEntry).order_by(LedgerEntry.leaf)))


def test_a_known_entry_has_the_known_text_and_hash(two: list[LedgerEntry]):
    assert two[0].canonical == FIRST
    assert two[0].hash == FIRST_HASH
    assert two[1].hash == SECOND_HASH


def test_the_hash_is_plain_sha_256_over_a_prefix_and_the_text(two: list[LedgerEntry]):
    assert ENTRY_PREFIX == b"interesant:ledger-entry:v1\0"
    assert hashlib.sha256(b"interesant:ledger-entry:v1\0" + FIRST.encode()).hexdigest() == FIRST_HASH


def test_each_entry_names_the_hash_of_its_predecessor(two: list[LedgerEntry]):
    assert (FORMAT_VERSION, GENESIS_HASH) == (1, "0" * 64)
    assert f'"previous":"{FIRST_HASH}"' in two[1].canonical
    assert '"recorded_at":"2026-11-21T09:00:01.250000Z"' in two[1].canonical
    assert str(OFFICE_ID) in two[1].canonical


def test_a_known_commitment_has_the_known_hash():
    committed = commitment("000102030405060708090a0b0c0d0e0f", ["Osoba Próbna", "ul. Próbna 2"])
    plain = b"interesant:commitment:v1\0" + bytes(range(16)) + '["Osoba Próbna","ul. Próbna 2"]'.encode()
    assert committed == hashlib.sha256(plain).hexdigest() == COMMITMENT
