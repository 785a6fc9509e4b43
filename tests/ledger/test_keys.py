"""The key of the seals: in a file of one's own, and refused in one sentence everywhere else.

Source of the vectors: RFC 8032, section 7.1.
"""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
)

from ledger.keys import SMALL_ORDER, KeyTrouble, fingerprint, is_signed, load_key, new_key
from tests.assurance.verifier import verifier

PLAIN = NoEncryption()
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
]
Private = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey


def written(path: Path, key: Private, encryption: KeySerializationEncryption = PLAIN) -> Path:
    path.touch(0o600)
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption))
    return path


def test_a_new_key_is_its_owners_only_and_is_read_back(tmp_path: Path):
    made = new_key(tmp_path / "key.pem")
    assert stat.S_IMODE((tmp_path / "key.pem").stat().st_mode) == 0o600
    found = load_key(str(tmp_path / "key.pem"))
    assert found == made
    assert found.fingerprint == fingerprint(made.public)
    assert is_signed(made.public, found.sign(b"word"), b"word")
    assert not is_signed(made.public, found.sign(b"word"), b"other")


def test_a_key_is_never_overwritten(tmp_path: Path):
    new_key(tmp_path / "key.pem")
    before = (tmp_path / "key.pem").read_bytes()
    with pytest.raises(KeyTrouble, match="never overwritten"):
        new_key(tmp_path / "key.pem")
    assert (tmp_path / "key.pem").read_bytes() == before
    with pytest.raises(KeyTrouble, match="No key can be written"):
        new_key(tmp_path / "nowhere" / "key.pem")


def test_nothing_of_a_key_is_shown(tmp_path: Path):
    key = new_key(tmp_path / "key.pem")
    body = (tmp_path / "key.pem").read_text().splitlines()[1]
    assert body not in repr(key)
    assert "Private" not in repr(key)


def test_every_file_that_is_no_key_is_refused_in_one_sentence(tmp_path: Path):
    curve = ec.generate_private_key(ec.SECP256R1())
    good = ed25519.Ed25519PrivateKey.generate()
    (tmp_path / "text").touch(0o600)
    (tmp_path / "text").write_text("not a key")
    (tmp_path / "large").touch(0o600)
    (tmp_path / "large").write_bytes(b"x" * 5000)
    written(tmp_path / "open", good).chmod(0o640)
    refused: dict[str | Path, tuple[str, str]] = {
        "": ("none", "No key is set"),
        tmp_path / "away": ("missing", "There is no file"),
        tmp_path: ("open", "Other users") if tmp_path.stat().st_mode & 0o077 else ("unfit", "holds no Ed25519"),
        tmp_path / "open": ("open", "chmod 600"),
        tmp_path / "text": ("unfit", "holds no Ed25519"),
        tmp_path / "large": ("unfit", "holds no Ed25519"),
        written(tmp_path / "curve", curve): ("unfit", "holds no Ed25519"),
        written(tmp_path / "locked", good, BestAvailableEncryption(b"word")): ("unfit", "has a password"),
    }
    for path, (code, why) in refused.items():
        with pytest.raises(KeyTrouble, match=why) as trouble:
            load_key(path)
        assert trouble.value.code == code


@pytest.mark.parametrize(("public", "message", "signature"), VECTORS)
def test_the_signatures_of_rfc_8032_hold(public: str, message: str, signature: str):
    key, signed = bytes.fromhex(public), bytes.fromhex(signature)
    assert is_signed(key, signed, bytes.fromhex(message))
    assert not is_signed(key, signed, bytes.fromhex(message) + b"x")
    assert not is_signed(key, signed[:-1], bytes.fromhex(message))
    assert not is_signed(key[:-1], signed, bytes.fromhex(message))


@pytest.mark.parametrize("public", sorted(SMALL_ORDER), ids=lambda public: public.hex()[:16])
def test_a_key_of_small_order_signs_nothing(public: bytes):
    """For such a key R = identity and S = 0 fits every message (RFC 8032, section 8.4; the cofactored equation)."""
    identity = (1).to_bytes(32, "little")
    for message in (b"", b"anything", b"else"):
        assert not is_signed(public, identity + bytes(32), message)


def test_the_points_of_small_order_are_those_the_curve_has():
    """The verifier, written apart, computes their order: eight times each is the neutral point, or it is no point."""
    apart = verifier()
    for public in SMALL_ORDER:
        point = apart._decoded(public)
        assert point is None or apart._encoded(apart._times(8, point)) == apart._encoded(apart.NEUTRAL)
