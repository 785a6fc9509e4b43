"""Whatever somebody does to a bundle is found and named; what is no bundle at all gets one sentence and exit code 2."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assurance.evidence.archive import MANIFEST_PREFIX
from ledger.canonical import canonical, entry_hash
from ledger.proving import prove_entry
from ledger.seal_queries import anchor_for, last_seal
from tests.assurance.conftest import Files, Proved, files_of, packed
from tests.assurance.verifier import run, verifier
from tests.ledger.sealed import key_of

Change = Callable[[Files], None]


def checked(path: Path, *arguments: object) -> tuple[int, str]:
    """Exit code and lines of the verifier, run inside this process."""
    out = io.StringIO()
    return verifier().main([str(path), *map(str, arguments)], out), out.getvalue()


def resealed(files: Files) -> None:
    """Make the manifest name the files as they are now, without the key."""
    manifest = json.loads(files["manifest.json"])
    manifest["files"] = [
        {"path": path, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        for path, content in sorted(files.items())
        if path not in ("manifest.json", "manifest.sig")
    ]
    files["manifest.json"] = (json.dumps(manifest, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def signed_by_another(files: Files) -> None:
    """The same, signed with a key of one's own."""
    resealed(files)
    key = key_of("forger")
    manifest = {**json.loads(files["manifest.json"]), "key": key.fingerprint, "public_key": key.public.hex()}
    files["manifest.json"] = json.dumps(manifest).encode()
    files["manifest.sig"] = f"{key.sign(MANIFEST_PREFIX + files['manifest.json']).hex()}\n".encode()


def without_signature(files: Files) -> None:
    """The same, said to have been made without a key."""
    resealed(files)
    manifest = {**json.loads(files["manifest.json"]), "key": None, "public_key": None}
    files["manifest.json"] = json.dumps(manifest).encode()
    del files["manifest.sig"]


def flipped(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


@pytest.mark.parametrize("which", ["month", "sample"])
def test_one_byte_of_any_file_is_found_and_the_file_named(which, request, tmp_path):
    whole = files_of(request.getfixturevalue(f"{which}_bundle"))
    for path, content in whole.items():
        if not content:
            continue
        code, lines = checked(packed(tmp_path / "bundle.zip", {**whole, path: flipped(content)}))
        named = "manifest" if path.startswith("manifest") else path
        assert code == 1, path
        assert any(line.startswith(f"DIFFERENT  {named}") for line in lines.splitlines()), (path, lines)


def test_a_file_that_is_gone_or_new_or_swapped_is_named(month_bundle, tmp_path):
    whole = files_of(month_bundle)
    for path in set(whole) - {"manifest.json", "manifest.sig"}:
        code, lines = checked(packed(tmp_path / "bundle.zip", {name: whole[name] for name in whole if name != path}))
        assert (code, f"DIFFERENT  {path}: the file is missing" in lines) == (1, True), path
    code, lines = checked(packed(tmp_path / "bundle.zip", {**whole, "results/extra.csv": b"x"}))
    assert (code, "DIFFERENT  results/extra.csv: the manifest knows no such file" in lines) == (1, True)
    swapped = {**whole, "README.txt": whole["index.html"], "index.html": whole["README.txt"]}
    code, lines = checked(packed(tmp_path / "bundle.zip", swapped))
    assert code == 1
    assert "DIFFERENT  README.txt" in lines
    assert "DIFFERENT  index.html" in lines


def test_without_its_signature_the_manifest_is_worth_nothing(month_bundle, tmp_path):
    whole = files_of(month_bundle)
    del whole["manifest.sig"]
    code, lines = checked(packed(tmp_path / "bundle.zip", whole))
    assert (code, "DIFFERENT  manifest.sig: the file is missing" in lines) == (1, True)


def lines_of(files: Files) -> list[dict[str, Any]]:
    return [json.loads(line[65:]) for line in files["record/entries.txt"].decode().splitlines()]


def rewritten(files: Files, entries: list[dict[str, Any]]) -> None:
    """The entries with hashes and links that fit, as somebody would write them who rebuilds the record."""
    previous, lines = "0" * 64, []
    for entry in entries:
        entry["previous"] = previous
        text = canonical(entry)
        previous = entry_hash(text)
        lines.append(f"{previous} {text}\n")
    files["record/entries.txt"] = "".join(lines).encode()


def backdated(files: Files) -> None:
    entries = lines_of(files)
    late = next(entry for entry in entries if entry["tag"] == "complaints:complaint:settle")
    late["data"]["settled_on"] = late["effective_on"] = "2026-07-01"
    rewritten(files, entries)


def of_another_office(files: Files) -> None:
    entries = lines_of(files)
    entries[-1]["office"] = "00000000-0000-4000-8000-000000000000"
    rewritten(files, entries)


def cut(files: Files) -> None:
    rewritten(files, lines_of(files)[:-3])


def one_less(files: Files) -> None:
    entries = lines_of(files)
    del entries[len(entries) // 2]
    rewritten(files, entries)


def another_verdict(files: Files) -> None:
    rows = [json.loads(line) for line in files["cases/deadlines.jsonl"].decode().splitlines()]
    row = next(row for row in rows if row["verdict"] in ("late", "overdue", "late_noticed"))
    row["verdict"] = "on_time"
    files["cases/deadlines.jsonl"] = "".join(f"{canonical(row)}\n" for row in rows).encode()


def a_later_day(files: Files) -> None:
    rows = [json.loads(line) for line in files["cases/deadlines.jsonl"].decode().splitlines()]
    rows[0]["last_day"] = "2026-12-31"
    files["cases/deadlines.jsonl"] = "".join(f"{canonical(row)}\n" for row in rows).encode()


def a_better_figure(files: Files) -> None:
    text = files["results/complaints.csv"].decode()
    row = next(line for line in text.split("\r\n") if line.startswith("2026-10,overdue,1,population=complaints,"))
    files["results/complaints.csv"] = text.replace(row, row.replace("complaints,", "complaints,0,0#", 1)).encode()


def a_day_off_more(files: Files) -> None:
    calendar = json.loads(files["definitions/calendar.json"])
    calendar["holidays"].append({"on": "2026-10-12", "name": "Święto", "source": "?"})
    files["definitions/calendar.json"] = json.dumps(calendar).encode()


def a_longer_term(files: Files) -> None:
    rules = json.loads(files["definitions/rules.json"])
    next(rule for rule in rules["rules"] if rule["id"] == "skarga_settle")["amount"] = 2
    files["definitions/rules.json"] = json.dumps(rules).encode()


def fewer_answers(files: Files) -> None:
    batches = files["survey/batches.jsonl"].decode().splitlines()
    first = json.loads(batches[0])
    first["commitments"].pop()
    files["survey/batches.jsonl"] = "\n".join([canonical(first), *batches[1:], ""]).encode()


def another_edition(files: Files) -> None:
    editions = [json.loads(line) for line in files["results/published.jsonl"].decode().splitlines()]
    editions[0]["rows"] = editions[0]["rows"].replace("overdue", "received", 1)
    files["results/published.jsonl"] = "".join(f"{canonical(one)}\n" for one in editions).encode()


def no_edition(files: Files) -> None:
    files["results/published.jsonl"] = b""


def no_seals(files: Files) -> None:
    files["seals/seals.jsonl"] = b""


FORGERIES: dict[str, tuple[Change, str]] = {
    "a day of dispatch moved": (backdated, "record/entries.txt"),
    "an entry of another office": (of_another_office, "record/entries.txt"),
    "the last entries cut": (cut, "record/entries.txt"),
    "an entry left out": (one_less, "record/entries.txt"),
    "a verdict": (another_verdict, "cases/deadlines.jsonl"),
    "a last day": (a_later_day, "cases/deadlines.jsonl"),
    "a figure": (a_better_figure, "results/complaints.csv"),
    "a holiday": (a_day_off_more, "definitions/calendar.json"),
    "a rule": (a_longer_term, "record/entries.txt"),
    "a survey response": (fewer_answers, "survey/batches.jsonl"),
    "a published edition": (another_edition, "results/published.jsonl"),
    "all published editions": (no_edition, "results/published.jsonl"),
    "the seals": (no_seals, "seals/seals.jsonl"),
}


@pytest.mark.parametrize("name", FORGERIES)
@pytest.mark.parametrize("sign", [resealed, signed_by_another, without_signature])
def test_a_forgery_made_to_fit_is_found_by_what_follows_from_the_entries(name, sign, month_bundle, tmp_path):
    change, path = FORGERIES[name]
    files = files_of(month_bundle)
    change(files)
    sign(files)
    code, lines = checked(packed(tmp_path / "bundle.zip", files))
    assert code == 1
    assert f"DIFFERENT  {path}" in lines, lines
    if sign is resealed:
        assert "DIFFERENT  manifest.sig" in lines
    if sign is without_signature:
        assert "NOT SIGNED" in lines


def test_a_record_rebuilt_and_signed_by_somebody_else_fails_against_fingerprint_and_anchor(
    proved: Proved, month_bundle, tmp_path
):
    """Everything inside fits: only what one knows from elsewhere tells."""
    files = files_of(month_bundle)
    entries = [entry for entry in lines_of(files) if not entry["tag"].startswith("ledger:")]
    streams: dict[str, int] = {}
    for leaf, entry in enumerate(entries, start=1):
        streams[entry["stream"]] = entry["position"] = streams.get(entry["stream"], 0) + 1
        entry["leaf"] = leaf
    rewritten(files, entries)
    hashes = [line[:64] for line in files["record/entries.txt"].decode().splitlines()]
    root = verifier().merkle_root([bytes.fromhex(one) for one in hashes]).hex()
    manifest = {**json.loads(files["manifest.json"]), "leaf": len(hashes), "root": root, "head": hashes[-1]}
    files["manifest.json"] = json.dumps(manifest).encode()
    files["seals/seals.jsonl"] = files["seals/keys.jsonl"] = b""
    batches = {entry["data"]["root"]: entry["leaf"] for entry in entries if entry["tag"] == "surveys:responses:seal"}
    rows = [json.loads(line) for line in files["survey/batches.jsonl"].decode().splitlines()]
    for row in rows:
        row["leaf"] = batches[verifier().merkle_root([bytes.fromhex(one) for one in row["commitments"]]).hex()]
    files["survey/batches.jsonl"] = "".join(f"{canonical(row)}\n" for row in rows).encode()
    signed_by_another(files)
    path, anchor = packed(tmp_path / "bundle.zip", files), tmp_path / "anchor.json"
    with proved.storage.reading() as session:
        seal = last_seal(session)
        assert seal is not None
        anchor.write_text(json.dumps(anchor_for(session, seal).as_json()), encoding="utf-8")
    assert checked(path)[0] == 0, checked(path)[1]
    code, lines = checked(path, "--key", seal.key)
    assert (code, f"expected was {seal.key}" in lines) == (1, True)
    code, lines = checked(path, "--anchor", anchor)
    assert (code, f"DIFFERENT  {anchor}" in lines) == (1, True)
    assert checked(month_bundle, "--key", seal.key.upper(), "--anchor", anchor)[0] == 0


def test_a_receipt_is_found_in_the_record_and_a_foreign_one_is_refused(
    proved: Proved, month_bundle, cases_bundle, tmp_path
):
    receipt = tmp_path / "receipt.json"
    with proved.storage.reading() as session:
        proof = prove_entry(session, 5)
    receipt.write_text(json.dumps(proof), encoding="utf-8")
    code, lines = checked(month_bundle, "--receipt", receipt)
    assert (code, "its entry 5 is in the record as it was given" in lines) == (0, True), lines
    code, lines = checked(cases_bundle, "--receipt", receipt)
    assert (code, "not in this bundle of chosen cases" in lines) == (0, True), lines
    receipt.write_text(json.dumps({**proof, "leaf": 6}), encoding="utf-8")
    assert run(month_bundle, "--receipt", receipt).returncode == 2


def a_case_left_out(files: Files) -> None:
    """With its entries, its proofs, its deadline: all that is left is its name in the manifest."""
    first = json.loads(files["cases/deadlines.jsonl"].decode().splitlines()[0])["case"]
    lines = files["record/entries.txt"].decode().splitlines(keepends=True)
    files["record/entries.txt"] = "".join(line for line in lines if f"complaint:{first}" not in line).encode()
    rows = files["cases/deadlines.jsonl"].decode().splitlines(keepends=True)
    files["cases/deadlines.jsonl"] = "".join(rows[1:]).encode()


def letter_changed(files: Files) -> None:
    path = next(path for path in files if path.startswith("letters/") and path.endswith(".json"))
    files[path] = files[path].replace(b"a", b"e")


def another_pool(files: Files) -> None:
    sample = json.loads(files["cases/sample.json"])
    for pool in sample["pools"]:
        pool["cases"] = pool["cases"][1:]
    files["cases/sample.json"] = json.dumps(sample).encode()


def proof_changed(files: Files) -> None:
    proofs = files["record/proofs.jsonl"].decode().splitlines()
    first = json.loads(proofs[0])
    first["path"][0] = "00" * 32
    files["record/proofs.jsonl"] = "\n".join([canonical(first), *proofs[1:], ""]).encode()


def entry_of_a_stream_left_out(files: Files) -> None:
    lines = files["record/entries.txt"].decode().splitlines(keepends=True)
    first = next(number for number, line in enumerate(lines) if json.loads(line[65:])["position"] == 1)
    files["record/entries.txt"] = "".join(lines[:first] + lines[first + 1 :]).encode()


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (letter_changed, "letters/"),
        (another_pool, "cases/sample.json"),
        (proof_changed, "record/proofs.jsonl"),
        (entry_of_a_stream_left_out, "record/entries.txt"),
        (a_later_day, "cases/deadlines.jsonl"),
        (a_case_left_out, "record/entries.txt"),
    ],
)
def test_forgeries_in_a_sample_are_found_too(change, path, sample_bundle, tmp_path):
    files = files_of(sample_bundle)
    change(files)
    signed_by_another(files)
    code, lines = checked(packed(tmp_path / "bundle.zip", files))
    assert (code, f"DIFFERENT  {path}" in lines) == (1, True), lines


def no_zip(path: Path) -> None:
    path.write_bytes(b"this is a letter")


def cut_in_half(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def foreign(path: Path) -> None:
    packed(path, {"letter.txt": b"hello"})


def other_manifest(path: Path) -> None:
    packed(path, {"manifest.json": b'{"format":"something else"}'})


def climbing(path: Path) -> None:
    packed(path, {"manifest.json": b"{}", "../evil.py": b"x"})


def bomb(path: Path) -> None:
    packed(path, {"manifest.json": b"{}", "zeros": bytes(40_000_000)})


def twice(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("manifest.json", "{}")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("manifest.json", "{}")


@pytest.mark.parametrize("damage", [no_zip, cut_in_half, foreign, other_manifest, climbing, bomb, twice])
def test_what_is_no_bundle_gets_one_sentence_and_exit_code_2(damage, month_bundle, tmp_path):
    path = tmp_path / "bundle.zip"
    path.write_bytes(month_bundle.read_bytes())
    damage(path)
    done = run(path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("verify.py: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("option", ["--anchor", "--receipt"])
def test_an_outside_file_that_is_none_gets_one_sentence_and_exit_code_2(option, month_bundle, tmp_path):
    other = tmp_path / "other.json"
    for content in ("[]", "{", '{"format":1}', "\udcff"):
        other.write_bytes(content.encode("utf-8", "surrogateescape"))
        done = run(month_bundle, option, other)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1), done
    assert run(month_bundle, option, tmp_path / "nothing").returncode == 2


def test_a_missing_bundle_and_a_key_that_is_none_end_with_2(tmp_path, month_bundle):
    assert run(tmp_path / "nothing.zip").returncode == 2
    assert run(month_bundle, "--key", "abc").returncode == 2
