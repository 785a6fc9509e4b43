"""No line ends in a one-letter word, between a number and its unit, or inside a range."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from web.typography import JOINER, NO_BREAK, typeset, typeset_any

SHOWN = {NO_BREAK: "~", JOINER: "^"}


def shown(text: str) -> str:
    """No-break spaces as ~, joiners as ^."""
    return "".join(SHOWN.get(char, char) for char in text)


@pytest.mark.parametrize(
    ("lang", "plain", "typeset_text"),
    [
        ("pl", "Skarga i wniosek w urzędzie", "Skarga i~wniosek w~urzędzie"),
        ("pl", "a i o u w z", "a~i~o~u~w~z"),
        ("pl", "Aleja kasztanowa", "Aleja kasztanowa"),
        ("pl", "za 7 dni", "za 7~dni"),
        ("pl", "za %(num)s dni", "za %(num)s~dni"),
        ("pl", "12,5 % z 1 842", "12,5~% z~1~842"),
        ("pl", "28 grudnia 2026", "28~grudnia 2026"),
        ("pl", "art. 237 § 1 KPA", "art.~237~§~1 KPA"),
        ("pl", "84,7–87,8 %", "84,7^–^87,8~%"),
        ("pl", "skarga – miesiąc", "skarga~– miesiąc"),
        ("pl", "poniedziałek–piątek", "poniedziałek–piątek"),
        ("pl", "00-014 Warszawa", "00^-^014 Warszawa"),
        ("pl", "przez e-mail", "przez e-^mail"),
        ("pl", "2026-11-21", "2026-11-21"),
        ("en", "within 7 days, as a rule", "within 7~days, as a~rule"),
        ("uk", "у місті за 7 днів", "у~місті за 7~днів"),
        ("uk", "ст. 237 КПА", "ст.~237 КПА"),
    ],
)
def test_spaces_that_must_not_break_do_not(lang, plain, typeset_text):
    assert shown(typeset(plain, lang)) == typeset_text


@given(st.text(), st.sampled_from(["pl", "en", "uk"]))
def test_typesetting_changes_nothing_but_spaces_and_joiners(text, lang):
    once = typeset(text, lang)
    assert once.replace(NO_BREAK, " ").replace(JOINER, "") == text.replace(NO_BREAK, " ").replace(JOINER, "")


def test_in_markup_only_the_text_between_tags_is_touched():
    marked = Markup('<a class="a b" href="/x?a=1 §">w domu</a>')
    assert shown(typeset_any(marked, "pl")) == '<a class="a b" href="/x?a=1 §">w~domu</a>'
    assert isinstance(typeset_any(marked, "pl"), Markup)


def test_plain_text_stays_plain_and_is_escaped_by_the_template():
    assert not isinstance(typeset_any("<b>w domu</b>", "pl"), Markup)
