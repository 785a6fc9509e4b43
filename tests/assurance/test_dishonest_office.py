"""The office itself, with its own key and a program of its own, flatters itself in a bundle: the verifier tells."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from assurance.evidence.archive import MANIFEST_PREFIX
from ledger.canonical import canonical, commitment
from ledger.keys import SealKey, load_key
from ledger.seals import KEY_PREFIX, anchor_of, message_of, seal_hash
from tests.assurance.conftest import Files, Proved, files_of, packed
from tests.assurance.test_tampered_bundles import checked, lines_of, resealed, rewritten
from tests.assurance.verifier import verifier
from tests.ledger.sealed import key_of

Rows = list[dict[str, Any]]
CASES: dict[str, Any] = {"scope": "cases", "cases": []}


@pytest.fixture
def key(proved: Proved) -> SealKey:
    """The office's own key."""
    return load_key(proved.folder / "seal.key")


def signed(files: Files, key: SealKey, **facts: Any) -> Files:
    """The bundle with a manifest that fits, signed by the office."""
    resealed(files)
    manifest = {**json.loads(files["manifest.json"]), "key": key.fingerprint, "public_key": key.public.hex(), **facts}
    files["manifest.json"] = json.dumps(manifest).encode()
    files["manifest.sig"] = f"{key.sign(MANIFEST_PREFIX + files['manifest.json']).hex()}\n".encode()
    return files


def rows_of(files: Files, path: str) -> Rows:
    return [json.loads(line) for line in files[path].decode().splitlines()]


def put(files: Files, path: str, rows: Rows) -> None:
    files[path] = "".join(f"{canonical(row)}\n" for row in rows).encode()


def told(files: Files, tmp_path: Any, *arguments: object) -> Iterator[str]:
    """The differences the verifier names; none where everything agrees."""
    code, lines = checked(packed(tmp_path / "bundle.zip", files), *arguments)
    found = [line.removeprefix("DIFFERENT  ") for line in lines.splitlines() if line.startswith("DIFFERENT  ")]
    assert bool(found) == bool(code), lines
    yield from found


def rules_changed(change: Callable[[Rows], None]) -> Callable[[Files], None]:
    """A change of the rules a bundle brings."""

    def changed(files: Files) -> None:
        value = json.loads(files["definitions/rules.json"])
        change(value["rules"])
        files["definitions/rules.json"] = json.dumps(value).encode()

    return changed


def longer_extension(rules: Rows) -> None:
    next(rule for rule in rules if rule["id"] == "petycja_extension")["amount"] = 12


def extended_complaints(rules: Rows) -> None:
    next(rule for rule in rules if rule["id"] == "skarga_settle")["consequence"] = "extension_10"


def a_law_for_some_months(rules: Rows) -> None:
    first = next(rule for rule in rules if rule["id"] == "ponaglenie_pass_on")
    rules.insert(0, {**first, "amount": 60, "in_force_from": "2026-12-01"})


def another_act(rules: Rows) -> None:
    next(rule for rule in rules if rule["id"] == "skarga_settle")["id"] = "skarga_wait"


@pytest.mark.parametrize("change", [longer_extension, extended_complaints, a_law_for_some_months, another_act])
def test_a_bundle_brings_no_law_of_its_own(change, key, month_bundle, tmp_path):
    files = files_of(month_bundle)
    rules_changed(change)(files)
    assert "definitions/rules.json: " in next(told(signed(files, key), tmp_path))


def swapped_codes(files: Files) -> None:
    """The figures of one department under the name of another, in every table alike."""
    value = json.loads(files["definitions/departments.json"])
    first, second = value["departments"][:2]
    first["code"], second["code"] = second["code"], first["code"]
    files["definitions/departments.json"] = json.dumps(value).encode()
    ours, theirs = (f"department={one['code']}".encode() for one in (first, second))
    for path in [path for path in files if path.startswith("results/") and path.endswith(".csv")]:
        parts = [piece.replace(theirs, ours) for piece in files[path].split(ours)]
        files[path] = theirs.join(parts)


def test_figures_of_a_department_cannot_be_given_to_another(key, month_bundle, tmp_path):
    files = files_of(month_bundle)
    swapped_codes(files)
    assert "definitions/departments.json: " in next(told(signed(files, key), tmp_path))


def test_responses_cannot_be_left_out_by_telling_others_twice(key, month_bundle, tmp_path):
    files = files_of(month_bundle)
    rows = rows_of(files, "survey/batches.jsonl")
    put(files, "survey/batches.jsonl", [rows[1], *rows[1:]])
    assert "stand twice" in next(told(signed(files, key), tmp_path))


def test_notices_and_law_of_a_deadline_are_counted_anew(key, sample_bundle, tmp_path):
    for name, value in (("notices", []), ("source", "art. 35 § 3 KPA")):
        files = files_of(sample_bundle)
        rows = rows_of(files, "cases/deadlines.jsonl")
        next(row for row in rows if row["rule"] and row[name] != value)[name] = value
        put(files, "cases/deadlines.jsonl", rows)
        assert f"{name} is " in next(told(signed(files, key), tmp_path))


def test_a_pdf_that_is_left_out_is_not_said_to_agree(tmp_path):
    tool, out, salt = verifier(), io.StringIO(), "00" * 16
    said, sent = {"text": commitment(salt, ["Słowa"]), "paper": commitment(salt, "ab")}, "letters/a.json"
    record = tool.Record(
        {**dict.fromkeys(("office", "leaf", "head", "month", "as_of", "format")), "root": "00" * 32, **CASES}
    )
    record.letters["a"] = (7, "case", said)
    row = {"letter": "a", "leaf": 7, "withheld": False, "salt": salt, "text": sent, "paper": None}
    files = {"manifest.json": b"{}", sent: json.dumps({"committed": ["Słowa"]}).encode()}
    put(files, "letters/letters.jsonl", [row])
    tool.check_letters(tool.Bundle(packed(tmp_path / "bundle.zip", files)), tool.Findings(out), record)
    assert "of 1 of them the PDF is not included: it was NOT compared" in out.getvalue()


def a_case_begun_twice(entries: Rows) -> None:
    """A second registration with a later day of receipt: it would begin the term anew."""
    first = next(entry for entry in entries if entry["tag"] == "complaints:complaint:receive")
    again = [entry for entry in entries if entry["stream"] == first["stream"]][1]
    again.update(tag=first["tag"], data={**first["data"], "received_on": "2026-11-02", "last_day": "2026-12-02"})


def a_last_day_corrected(entries: Rows) -> None:
    later = next(entry for entry in entries if entry["position"] == 2 and entry["stream"].startswith("complaint:"))
    data = {"field": "due_on", "step": None, "move": None, "before": "2026-10-01", "after": "2027-10-01"}
    verdicts = {"last_day": "2027-10-01", "verdict_before": "late", "verdict_after": "on_time"}
    later.update(tag="complaints:complaint:correct", data={**data, **verdicts})


@pytest.mark.parametrize(("change", "why"), [(a_case_begun_twice, "only once"), (a_last_day_corrected, "due_on")])
def test_a_term_neither_begins_anew_nor_is_corrected_itself(change, why, key, month_bundle, tmp_path):
    files = files_of(month_bundle)
    entries = lines_of(files)
    change(entries)
    rewritten(files, entries)
    assert any(line.startswith("record/entries.txt: ") and why in line for line in told(signed(files, key), tmp_path))


def a_seal(parts: dict[str, Any], key: SealKey) -> dict[str, Any]:
    """A seal as a bundle holds it."""
    text = canonical({**parts, "key": key.fingerprint})
    return {"canonical": text, "signature": key.sign(message_of(text)).hex()}


def test_a_record_rebuilt_after_a_seal_taken_outside_does_not_go_on_from_it(key, sample_bundle, tmp_path):
    """The seal kept outside is honest, the record behind it is not: the next seal names it all the same."""
    files = files_of(sample_bundle)
    last = json.loads(rows_of(files, "seals/seals.jsonl")[-1]["canonical"])
    before = hashlib.sha256(b"what stood here then").hexdigest()
    outside = {**last, "number": 1, "size": last["size"] - 9, "root": before, "head": before, "previous": "0" * 64}
    first = a_seal(outside, key)
    second = a_seal({**last, "number": 2, "previous": seal_hash(first["canonical"])}, key)
    put(files, "seals/seals.jsonl", [first, second])
    path = json.loads(files["seals/consistency.json"])["seals"][-1]["path"]
    paths = {"seals": [{"number": number, "path": path} for number in (1, 2)], "path": path, "size": last["size"]}
    files["seals/consistency.json"] = json.dumps(paths).encode()
    anchor = tmp_path / "anchor.json"
    kept = anchor_of(first["canonical"], key.public.hex(), first["signature"])
    anchor.write_text(json.dumps(kept.as_json()), encoding="utf-8")
    found = list(told(signed(files, key), tmp_path, "--anchor", anchor))
    assert found == ["seals/consistency.json: the record of this bundle does not go on from seal 1"]


def test_a_key_that_was_given_up_signs_nothing_more(key, sample_bundle, tmp_path):
    """Rotation helps against a stolen key only when the old one is believed no longer."""
    files, new = files_of(sample_bundle), key_of("second")
    handed = {"key": new.fingerprint, "public_key": new.public.hex(), "previous": key.fingerprint}
    keys = rows_of(files, "seals/keys.jsonl")
    put(files, "seals/keys.jsonl", [*keys, {**handed, "signature": key.sign(KEY_PREFIX + new.public).hex()}])
    assert list(told(signed(files, new), tmp_path)) == []
    assert "not the office's present one" in next(told(signed(files, key), tmp_path))
    first = json.loads(rows_of(files, "seals/seals.jsonl")[0]["canonical"])
    one = a_seal(first, new)
    two = a_seal({**first, "number": 2, "previous": seal_hash(one["canonical"])}, key)
    put(files, "seals/seals.jsonl", [one, two])
    assert "signed by a key that was given up before" in next(told(signed(files, new), tmp_path))


def test_a_seal_bears_the_moment_it_was_made_at(key, month_bundle, tmp_path):
    files = files_of(month_bundle)
    last = json.loads(rows_of(files, "seals/seals.jsonl")[0]["canonical"])
    put(files, "seals/seals.jsonl", [a_seal({**last, "sealed_at": "2026-01-01T08:00:00.000000Z"}, key)])
    assert "its moment is not between" in next(told(signed(files, key), tmp_path))
