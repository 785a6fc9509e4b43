"""Pages of a list: every row on exactly one, and no page that is not there."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kernel.paging import Page, page_number, pages


def test_an_empty_list_has_one_page_without_rows():
    page: Page[int] = Page([], page_number(7, 0, 25), 0, 25)
    assert (page.number, page.count, page.first, page.last) == (1, 1, 0, 0)


@given(total=st.integers(1, 10_000), size=st.integers(1, 100))
def test_pages_follow_one_another_without_a_gap(total: int, size: int):
    seen: list[Page[int]] = [Page([], number, total, size) for number in range(1, pages(total, size) + 1)]
    assert seen[0].first == 1
    assert seen[-1].last == total
    assert all(after.first == before.last + 1 for before, after in pairwise(seen))


@given(wanted=st.integers(), total=st.integers(0, 10_000), size=st.integers(1, 100))
def test_whatever_page_is_wanted_one_that_is_there_is_shown(wanted: int, total: int, size: int):
    found = page_number(wanted, total, size)
    assert 1 <= found <= pages(total, size)
    assert found == wanted or not 1 <= wanted <= pages(total, size)
