"""The story of the sample office: two believable years, the same for the same day."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import pytest

from complaints.rules.letters import TEMPLATES, LetterChannel, To
from complaints.rules.publishing import personal_words
from complaints.rules.terms import deadline
from kernel.clock import WARSAW, local_day
from kernel.permissions import Role
from kernel.workdays import is_working_day, working_days_between
from sample import voices
from sample.events import (
    Answered,
    Assigned,
    Event,
    Filed,
    FollowedUp,
    Noted,
    OpinionLeft,
    PaperTyped,
    Published,
    Rated,
    Settled,
    Stepped,
    VisitsCounted,
    Written,
)
from sample.people import ACCOUNTS, CLERK, FIRST_NAMES, STAFF, SURNAME_STEMS, handlers_of, head_of
from sample.places import PLACES
from sample.shape import OPENING, span_up_to
from sample.story import CASES, OPINIONS, RATINGS, story
from sample.surveying import COUNTED_DAYS, NOT_REPORTED
from sample.tablets import SILENT_DAYS, TABLETS, silent_since
from sample.ways import FIRST_CASE
from surveys.rules.comments import REASONS, traces_in

DAYS = [dt.date(2026, 11, 21), dt.date(2026, 1, 1), dt.date(2024, 3, 4)]
"""A Saturday, a holiday, a Monday."""


@dataclass(frozen=True)
class Told:
    """A story with the dates that matter."""

    day: dt.date
    events: list[Event]

    def of(self, kind):
        return [event for event in self.events if isinstance(event, kind)]

    @cached_property
    def span(self):
        return span_up_to(self.day)

    @cached_property
    def filed(self) -> dict[int, Filed]:
        """The drawn cases; those of the rarer ways are planned by hand."""
        return {event.case: event for event in self.of(Filed) if event.case < FIRST_CASE}

    @cached_property
    def ways(self) -> dict[int, Filed]:
        return {event.case: event for event in self.of(Filed) if event.case >= FIRST_CASE}

    @cached_property
    def settled_on(self) -> dict[int, dt.date]:
        return {event.case: event.on for event in self.of(Settled)}

    @cached_property
    def received_on(self) -> dict[int, dt.date]:
        return {case: event.received_on or local_day(event.at) for case, event in self.filed.items()}

    @cached_property
    def due_on(self) -> dict[int, dt.date]:
        return {
            case: deadline(event.letter.kind, self.received_on[case]).last_day for case, event in self.filed.items()
        }

    def cases(self, *, after_change: bool) -> list[int]:
        return [case for case, day in self.received_on.items() if (day >= self.span.change) is after_change]

    def on_time(self, cases: list[int]) -> float:
        judged = [case for case in cases if self.due_on[case] < self.day]
        return sum(self.settled_on.get(case, self.day) <= self.due_on[case] for case in judged) / len(judged)

    def median_days(self, cases: list[int]) -> float:
        return statistics.median(
            (self.settled_on[case] - self.received_on[case]).days for case in cases if case in self.settled_on
        )

    def csat(self, *, after_change: bool) -> float:
        rated = [event for event in self.of(Rated) if (local_day(event.at) >= self.span.change) is after_change]
        return sum(event.answers["q1"] in {"4", "5"} for event in rated) / len(rated)


_told: dict[dt.date, Told] = {}


@pytest.fixture(params=DAYS, ids=str)
def told(request: pytest.FixtureRequest) -> Told:
    """The whole story of a day; told once."""
    day = request.param
    if day not in _told:
        _told[day] = Told(day, story(span_up_to(day)))
    return _told[day]


def test_it_is_the_same_for_the_same_day_and_another_for_another():
    first, again = (story(span_up_to(DAYS[0]), scale=0.02) for _ in range(2))
    assert first == again
    assert first != story(span_up_to(DAYS[0] - dt.timedelta(days=1)), scale=0.02)


def test_stopped_earlier_it_is_the_beginning_of_the_whole():
    span = span_up_to(DAYS[0])
    earlier = span_up_to(DAYS[0], span.until - dt.timedelta(hours=3))
    whole, part = story(span, scale=0.02), story(earlier, scale=0.02)
    cases = {event.case for event in part if isinstance(event, Filed)}
    assert 0 < len(part) < len(whole)
    assert cases < {event.case for event in whole if isinstance(event, Filed)}


def test_time_never_goes_back(told: Told):
    moments = [event.at for event in told.events]
    assert moments == sorted(moments)
    assert told.span.first < local_day(moments[0])
    assert moments[-1] <= told.span.until


def test_it_has_the_size_of_a_town(told: Told):
    assert abs(len(told.filed) - CASES) <= 20
    assert abs(len(told.of(Rated)) - RATINGS) <= 20
    assert abs(len(told.of(OpinionLeft)) - OPINIONS) <= 5
    web = sum(event.clerk is None for event in told.filed.values()) / len(told.filed)
    assert 0.5 < web < 0.7


def test_the_office_works_in_its_opening_hours(told: Told):
    at_work = [*told.of(Assigned), *told.of(Noted), *told.of(Settled)]
    at_work += [event for event in told.of(Filed) if event.clerk] + [event for event in told.of(Rated) if event.desk]
    for event in at_work:
        local = event.at.astimezone(WARSAW)
        opens, closes = OPENING[local.weekday()]
        assert is_working_day(local.date())
        assert opens <= local.time() <= closes


def test_residents_write_in_the_evening_and_at_the_weekend_too(told: Told):
    web = [event.at.astimezone(WARSAW) for event in told.of(Filed) if event.clerk is None]
    assert any(moment.hour >= 20 for moment in web)
    assert any(moment.weekday() >= 5 for moment in web)


def test_cases_go_their_way_in_order(told: Told):
    seen: dict[int, list[type[Event]]] = {}
    for event in told.events:
        if isinstance(event, Filed | Assigned | Noted | Stepped | Answered | Settled):
            seen.setdefault(event.case, []).append(type(event))
    for way in seen.values():
        assert way[0] is Filed
        assert len(way) == 1 or way[1] is Assigned
        assert Settled not in way[:-1]
    for event in told.of(Settled):
        filed = (told.ways | told.filed)[event.case]
        assert filed.at <= event.at
        assert (filed.received_on or local_day(filed.at)) <= event.on <= local_day(event.at) <= told.day


def test_the_rarer_ways_of_the_law_are_there(told: Told):
    kinds = Counter(event.letter.kind.value for event in told.ways.values())
    assert set(kinds) == {"skarga", "wniosek", "petycja", "odwolanie", "zazalenie", "ponaglenie"}
    steps = Counter(event.move.value for event in told.of(Stepped))
    assert set(steps) >= {
        "pass_on", "result", "own_decision", "leave", "extend", "call", "serve", "complete", "to_council", "transfer",
        "tell", "divert", "withdraw", "qualify", "annotate", "delay",
    }  # fmt: skip
    assert any(event.resolution for event in told.of(Answered))


def test_letters_go_out_at_every_turn_of_the_law_on_paper_and_by_mail(told: Told):
    letters = told.of(Written)
    assert {event.template for event in letters} >= {
        "potwierdzenie", "wezwanie_par_8", "wezwanie_petycja", "przekazanie_231", "przekazanie_37", "zwloka_36",
        "zwloka_245", "przedluzenie_petycja", "informacja_237_2", "odpowiedz_skarga", "odmowa_skarga",
        "odpowiedz_wniosek", "odmowa_wniosek", "odpowiedz_petycja", "bez_rozpoznania_63", "bez_rozpoznania_par_8",
    }  # fmt: skip
    assert {event.channel for event in letters} == set(LetterChannel)
    for event in letters:
        filed, template = told.ways[event.case], TEMPLATES[event.template]
        assert event.channel is not LetterChannel.EMAIL or filed.resident.email
        assert template.to is not To.COMPLAINANT or filed.resident.address
    assert len(letters) < 150, "each is a PDF that somebody waits for at the first start"


def test_petitions_are_published_soon_and_again_with_their_answer(told: Told):
    petitions = {case for case, filed in told.ways.items() if filed.letter.kind.value == "petycja"}
    read: dict[int, list[Published]] = {}
    for event in told.of(Published):
        read.setdefault(event.case, []).append(event)
    assert set(read) <= petitions
    assert len(read) >= len(petitions) - 1, "one may have come in this week"
    for case, (first, *again) in read.items():
        assert not first.answer
        assert (local_day(first.at) - local_day(told.ways[case].at)).days <= 30
        assert [bool(event.answer) for event in again] == [True] * (case in told.settled_on and bool(again))


def test_what_is_published_names_no_resident_there_can_be():
    names = [f"{first} {stem}{ending}" for stem in SURNAME_STEMS for sex, ending in (("f", "a"), ("m", "y"))
             for first in FIRST_NAMES[sex]]  # fmt: skip
    events = [event for event in story(span_up_to(DAYS[0])) if isinstance(event, Published)]
    texts = {words for event in events for words in (event.subject, event.text, event.answer)}
    assert [(text, name) for text in texts for name in names if personal_words(text, name, "", "", "")] == []


def test_mondays_are_full_and_summers_quiet(told: Told):
    by_weekday = Counter(local_day(event.at).weekday() for event in told.of(Rated) if event.desk is not None)
    assert by_weekday[0] > by_weekday[2] > by_weekday[4] > 0
    assert by_weekday[5] == by_weekday[6] == 0
    by_month = Counter(local_day(event.at).month for event in told.of(Rated))
    assert by_month[3] > by_month[7]


def test_the_new_procedure_is_seen_in_every_figure(told: Told):
    old, new = told.cases(after_change=False), told.cases(after_change=True)
    assert 23 <= told.median_days(old) <= 26
    assert 16 <= told.median_days(new) <= 20
    assert 0.82 <= told.on_time(old) <= 0.90
    assert 0.92 <= told.on_time(new) <= 0.98
    assert 0.75 <= told.csat(after_change=False) <= 0.80
    assert 0.83 <= told.csat(after_change=True) <= 0.88


def test_every_way_of_answering_is_there_and_they_differ(told: Told):
    modes = Counter(event.mode for event in told.of(Rated))
    assert set(modes) == {"kiosk_full", "kiosk_tap", "qr", "web"}
    assert min(modes.values()) > RATINGS / 20
    assert sum(len(event.forms) for event in told.of(PaperTyped)) >= 100
    assert len(told.of(FollowedUp)) > 100
    assert sum(event.comment is not None for event in told.of(Rated)) > 50


def test_the_waiting_time_is_rated_worse_in_the_rush_and_on_mondays(told: Told):
    def share(wanted) -> float:
        rated = [
            e for e in told.of(Rated) if e.desk is not None and not e.is_second and e.answers.get("q4", "na") != "na"
        ]
        chosen = [e.answers["q4"] in "45" for e in rated if wanted(e.at.astimezone(WARSAW))]
        return sum(chosen) / len(chosen)

    assert (
        share(lambda at: at.weekday() and 9 <= at.hour < 12) < share(lambda at: at.weekday() and at.hour >= 12) - 0.03
    )
    assert share(lambda at: at.weekday() == 0) < share(lambda at: at.weekday() > 0) - 0.03


def test_a_tablet_takes_what_its_mode_asks_and_nothing_after_it_fell_silent_or_went(told: Told):
    tablets = {tablet.name: tablet for tablet in TABLETS}
    for event in told.of(Rated):
        if event.tablet:
            tablet = tablets[event.tablet]
            assert (event.place, event.desk) == (tablet.place, tablet.desk)
            assert local_day(event.at) <= tablet.answers_until(told.span)
            assert event.comment is None
            assert tablet.mode != "one_tap" or set(event.answers) <= {"q1", "good", "better"}
    assert {tablet.mode for tablet in TABLETS} == {"survey", "one_tap", "counter"}
    assert (told.day - silent_since(told.span)).days >= SILENT_DAYS


def test_visits_are_more_than_answers_and_one_desk_reports_none(told: Told):
    counts = [count for event in told.of(VisitsCounted) for count in event.counts]
    desks = {(place, desk) for place, desk, _visits in counts}
    assert len(desks) == 12
    assert desks.isdisjoint(NOT_REPORTED)
    assert sum(visits for _place, _desk, visits in counts) > 8_000
    first = local_day(min(event.at for event in told.of(VisitsCounted)))
    assert (first.month, first.day) <= (1, 7), "a year's rate stands only where its answers were counted from its start"
    assert told.day - first >= dt.timedelta(COUNTED_DAYS - 7)


def test_what_people_write_names_nobody_and_shows_what_screening_finds():
    words = voices.comments()
    assert len({one["text"] for one in words}) == len(words) > 35
    assert {theme for one in words for theme in one.get("themes", ())} == set(voices.themes())
    assert {one["hidden"] for one in words if "hidden" in one} == set(REASONS)
    assert sum(bool(traces_in(one["text"])) for one in words) == 1


def test_departments_differ(told: Told):
    place_of = {event.case: event.place for event in told.of(Assigned)}
    cases = told.cases(after_change=False)

    def median(code: str) -> float:
        return told.median_days([case for case in cases if place_of.get(case) == code])

    assert median("AB") - median("USC") >= 5


def test_the_morning_of_the_sample_day_has_something_of_everything(told: Told):
    still_open = [case for case in told.filed if case not in told.settled_on]
    assigned = {event.case for event in told.of(Assigned)}
    overdue = [case for case in still_open if told.due_on[case] < told.day]
    soon = [case for case in still_open if 0 < working_days_between(told.day, told.due_on[case]) <= 3]
    assert 25 <= len(still_open) <= 70
    assert 2 <= len(overdue) <= 3
    assert {case for case in overdue if told.filed[case].place == "KM"}, "the head of the first table line has one"
    assert len(soon) >= 4
    assert {told.filed[case].place for case in soon} >= {"KM"}
    assert sum(case not in assigned for case in still_open) >= 3
    assert sum(day == told.day for day in told.received_on.values()) == 3


def test_every_role_is_held_and_every_department_can_work():
    assert {member.role for member in STAFF} == set(Role)
    assert len({member.login for member in STAFF}) == len({member.name for member in STAFF}) == len(STAFF)
    for place in PLACES:
        assert handlers_of(place.code)
        assert head_of(place.code).place == place.code
    assert head_of(None).place is None


def test_the_accounts_worth_trying_cover_every_role():
    roles = {member.login: member.role for member in STAFF}
    assert {roles[account.login] for account in ACCOUNTS} == set(Role)
    assert roles[CLERK] is Role.CLERK


def test_the_office_has_departments_services_and_desks():
    assert len(PLACES) == 8
    assert sum(len(place.services) for place in PLACES) == 15
    assert all(place.desks for place in PLACES)
    assert sum(place.busy for place in PLACES) == pytest.approx(1)
    assert sum(place.visits for place in PLACES) == pytest.approx(1)
