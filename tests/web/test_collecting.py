"""A program that serves does not walk what it loaded once in every full round of Python's collector."""

from __future__ import annotations

import gc

from web.collecting import settle_down


def test_what_is_loaded_is_walked_no_more_and_garbage_still_goes():
    try:
        settle_down()
        assert gc.get_freeze_count() > 50_000
        assert len(gc.get_objects()) < 1_000
        circle: list[object] = []
        circle.append(circle)
        del circle
        assert gc.collect() >= 1
    finally:
        gc.unfreeze()  # these are tests, whose objects come and go
