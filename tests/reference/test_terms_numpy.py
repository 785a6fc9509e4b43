"""numpy.busday_offset as a second authority on shifts and warnings; also keeps the measurement itself in order."""

from __future__ import annotations

from bench import terms as bench


def test_numpy_ends_each_term_on_the_same_day_but_for_the_saturdays_before_june_2011() -> None:
    known, other = bench.differences(bench.wanted_terms(20_000))
    assert other == 0
    assert known > 0, "the span must hold terms that end on Saturdays before the resolution of 15 June 2011"


def test_the_loop_of_the_measurement_counts_the_same_terms() -> None:
    wanted = [found for found in bench.wanted_terms(1_000) if found[0].year > 2011]
    assert bench.day_by_day(wanted) == bench.ours(wanted) == bench.numpy_one_by_one(wanted)
