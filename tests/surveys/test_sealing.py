"""Sealed responses stand in the record under one root, each exactly once."""

from __future__ import annotations

import json
import threading

import pytest
from sqlalchemy import select

from kernel.permissions import RESIDENT, SYSTEM
from ledger.merkle import inclusion_proof, is_included, merkle_root
from ledger.models import LedgerEntry
from ledger.verify import verify
from surveys import queries
from surveys.actions import seal_responses, sealing, submit_response
from surveys.models import Response
from surveys.queries.flags import digest_of
from surveys.sealer import Sealer, seal_all
from tests.surveys.filling import filled


def submit(session, clock, count):
    for _ in range(count):
        submit_response(session, clock, RESIDENT, filled(session))


def seal(session, clock):
    sealed = seal_responses(session, clock, SYSTEM)
    assert sealed is not None
    return sealed


def wait_for(sealer):
    assert sealer._timer is not None
    sealer._timer.join(10)


def test_one_entry_carries_the_root_of_all_responses_that_waited(office, session, clock):
    submit(session, clock, 3)
    sealed = seal(session, clock)
    assert sealed.count == 3
    leaves = [bytes.fromhex(one) for one in queries.commitments_of(session, sealed.leaf)]
    assert merkle_root(leaves).hex() == sealed.root
    entry = session.get_one(LedgerEntry, sealed.leaf)
    assert json.loads(entry.canonical)["data"] == {"count": 3, "root": sealed.root, "flags": digest_of([])[1]}
    assert set(session.scalars(select(Response.leaf))) == {sealed.leaf}
    assert verify(session).is_whole


def test_a_single_response_can_be_proved_to_be_under_its_seal(office, session, clock):
    submit(session, clock, 5)
    sealed = seal(session, clock)
    leaves = [bytes.fromhex(one) for one in queries.commitments_of(session, sealed.leaf)]
    proof = inclusion_proof(leaves, 2)
    assert is_included(leaves[2], 2, 5, proof, bytes.fromhex(sealed.root))
    assert not is_included(leaves[1], 2, 5, proof, bytes.fromhex(sealed.root))


def test_nothing_waits_nothing_is_written(office, session, clock):
    assert seal_responses(session, clock, SYSTEM) is None


def test_a_sealed_response_is_not_sealed_again(office, session, clock):
    submit(session, clock, 2)
    first = seal(session, clock)
    submit(session, clock, 1)
    second = seal(session, clock)
    assert (first.count, second.count) == (2, 1)
    assert seal_responses(session, clock, SYSTEM) is None
    assert queries.count_unsealed(session) == 0


def test_many_responses_take_as_many_batches_as_needed(office, storage, clock, monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 4)
    with storage.writing() as session:
        submit(session, clock, 9)
    assert [sealed.count for sealed in seal_all(storage, clock)] == [4, 4, 1]


COUNTING = tuple(f"INSERT INTO survey_{one}_count" for one in ("response", "answer", "hour", "pair"))


def test_sealing_takes_as_many_statements_for_many_as_for_one(office, session, clock, statements):
    def cost(count):
        submit(session, clock, count)
        with statements() as seen:
            seal_responses(session, clock, SYSTEM)
        counting = [one for one in seen if one.lstrip().startswith(COUNTING)]
        assert len(counting) == 4
        return len(seen) - len(counting)

    assert cost(1) == cost(40) <= 6


def test_two_processes_sealing_at_once_seal_every_response_once(office, storage, clock):
    with storage.writing() as session:
        submit(session, clock, 20)
    start = threading.Barrier(2)
    counts: list[int] = []

    def work() -> None:
        start.wait()
        counts.extend(sealed.count for sealed in seal_all(storage, clock))

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == 20
    with storage.reading() as session:
        assert queries.count_unsealed(session) == 0
        assert verify(session).is_whole


def test_the_sealer_seals_by_itself_once_the_time_has_passed(app, office, storage, clock):
    with storage.writing() as session:
        submit(session, clock, 2)
    sealer = Sealer(app, 0.25)
    sealer.poke()
    wait_for(sealer)
    with storage.reading() as session:
        assert queries.count_unsealed(session) == 0


def test_a_full_batch_does_not_wait_for_the_time(app, office, storage, clock, monkeypatch):
    monkeypatch.setattr("surveys.sealer.BATCH", 2)
    with storage.writing() as session:
        submit(session, clock, 2)
    sealer = Sealer(app, 3_600)
    sealer.poke()
    assert sealer._timer is not None
    assert sealer._timer.interval == 3_600
    sealer.poke()
    wait_for(sealer)
    with storage.reading() as session:
        assert queries.count_unsealed(session) == 0


def test_what_an_earlier_process_left_is_sealed_after_the_first_request(app, office, storage, clock):
    with storage.writing() as session:
        submit(session, clock, 1)
    sealer = Sealer(app, 0.25)
    sealer.wake()
    wait_for(sealer)
    sealer.wake()
    assert sealer._timer is None
    with storage.reading() as session:
        assert queries.count_unsealed(session) == 0


def test_tests_have_no_sealer_of_their_own(app):
    assert "sealer" not in app.extensions


@pytest.mark.parametrize("left", [0, 3])
def test_the_command_says_what_it_sealed(app, office, storage, clock, left):
    with storage.writing() as session:
        submit(session, clock, left)
    result = app.test_cli_runner().invoke(args=["surveys", "seal"])
    assert result.exit_code == 0, result.output
    assert f"{left} responses under {min(left, 1)} seals, 0 waiting" in result.output
