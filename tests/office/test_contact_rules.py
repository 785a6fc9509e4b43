"""What an address or a number of an institution looks like."""

from __future__ import annotations

import pytest

from office.rules import contact


@pytest.mark.parametrize(
    ("rule", "good", "bad"),
    [
        (
            contact.is_email,
            ("urzad@gmina.pl", "a.b+c@x.y.example"),
            ("urzad", "@gmina.pl", "a@b", "a b@c.pl", "a@b..pl"),
        ),
        (
            contact.is_web_address,
            ("https://gmina.pl", "http://bip.gmina.pl/a?b#c"),
            ("gmina.pl", "ftp://a.pl", "https://x"),
        ),
        (contact.is_web_address, (), ("https://me:secret@gmina.pl", "javascript:alert(1)", "https:// gmina.pl")),
        (
            contact.is_edelivery,
            ("AE:PL-12345-67890-ABCDE-12",),
            ("AE:PL-1234-67890-ABCDE-12", "ae:pl-12345-67890-abcde-12"),
        ),
        (contact.has_postcode, ("Rynek 1, 00-001 Próbowo",), ("Rynek 1", "tel. 500-001-002", "00-0012")),
        (contact.is_nip, ("526-025-02-74", "5260250274"), ("5260250275", "123", "52602502741", "526025027a")),
        (contact.is_regon, ("123456785", "23511332857188"), ("123456786", "12345678", "23511332857189", "")),
    ],
)
def test_good_and_bad_ones(rule, good: tuple[str, ...], bad: tuple[str, ...]):
    assert [text for text in good if not rule(text)] == []
    assert [text for text in bad if rule(text)] == []
