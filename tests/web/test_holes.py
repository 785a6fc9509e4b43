"""A page with holes is the page drawn with the values themselves, whatever these are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from web.holes import cut, hole

WORDS = st.text(max_size=40)


@given(WORDS, WORDS, WORDS)
def test_the_filled_page_is_the_page_that_was_meant(around: str, one: str, other: str):
    page = cut(f"{around}{hole('one')}{around}{hole('other')}{hole('one')}")
    assert page.names == ("one", "other", "one")
    assert page.filled({"one": one, "other": other}) == f"{around}{escape(one)}{around}{escape(other)}{escape(one)}"


def test_what_somebody_typed_is_text_and_our_own_drawing_is_markup():
    page = cut(f"<p>{hole('typed')}{hole('drawn')}</p>")
    assert page.filled({"typed": "<b>", "drawn": Markup("<svg/>")}) == "<p>&lt;b&gt;<svg/></p>"


def test_a_value_that_looks_like_a_hole_is_only_text():
    assert cut(hole("one")).filled({"one": hole("other"), "other": "!"}) == hole("other")


def test_a_hole_without_a_value_is_an_error_and_not_an_empty_place():
    with pytest.raises(KeyError, match="token"):
        cut(f"<input value={hole('token')}>").filled({})
