"""The table of letters: complete, plain, and never sent with a blank."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints import labels
from complaints.rules.bases import BASES, BasisRule
from complaints.rules.letters import (
    AFTER_LEAVING,
    AFTER_MOVE,
    TEMPLATES,
    LetterChannel,
    NotFilled,
    To,
    UnknownTemplate,
    blanks,
    check_filled,
    filled,
    kind_facts,
    template_after,
    template_of,
    templates_for,
)
from complaints.rules.letters.grammar import CASES, WHAT_NEXT
from complaints.rules.letters.privacy import CLAUSES, TITLES, default_clause
from complaints.rules.letters.template import BLANKS
from papers.glyphs import unprintable

ALL = list(TEMPLATES.values())
KINDS = tuple(CASES)


@pytest.mark.parametrize("template", ALL, ids=lambda template: template.id)
def test_every_template_is_whole(template):
    grammar = {"kind", "kind_gen", "kind_acc", "what_next", "file_by"}
    assert template.places <= {*template.needs, *BLANKS, *grammar}, "a place nobody fills"
    assert set(template.needs) <= template.places, "a need that stands nowhere"
    assert template.version >= 1
    assert template.source
    assert set(template.kinds) <= set(KINDS)
    assert template.id in labels.LETTERS
    assert len(template.id) <= 40
    assert unprintable(template.subject + template.body + "".join(template.courtesy.values())) == ()
    if template.to is To.COMPLAINANT:
        assert set(template.courtesy) == {"en", "uk"}, "somebody who filed in another language would be told nothing"


@pytest.mark.parametrize("template", ALL, ids=lambda template: template.id)
def test_what_nobody_said_is_a_blank_in_words_and_nothing_else_is(template):
    nobody = filled(template, {**kind_facts(template.kinds[0], ""), "what_next": ""})
    places = template.places
    assert len(blanks(nobody.subject, nobody.body)) <= len(places)
    everything = dict.fromkeys(places, "wartość")
    words = filled(template, everything)
    assert blanks(words.subject, words.body) == ()
    assert not re.search(r"[{}]", words.subject + words.body)


@given(text=st.text(max_size=40))
def test_a_fact_is_put_in_as_it_is(text: str):
    template = TEMPLATES["zwloka_36"]
    words = filled(template, {"reason": f"a{text}b", "subject": "{reason}", **kind_facts("skarga", "")})
    assert f"a{text}b" in words.body
    assert "„{reason}”" in words.body, "a place in a fact is no place"


def test_a_date_at_the_end_of_a_sentence_has_one_full_stop():
    facts = {**kind_facts("skarga", ""), "last_day": "21 grudnia 2026 r.", "new_date": "15 stycznia 2027 r."}
    body = filled(TEMPLATES["zwloka_36"], facts).body
    assert "do 21 grudnia 2026 r. Przepraszamy." in body
    assert "najpóźniej 15 stycznia 2027 r. (art. 36" in body


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_letters_and_its_words(kind: str):
    assert {"potwierdzenie", "dane_osobowe"} <= {template.id for template in templates_for(kind)}
    assert "28 grudnia 2026 r." in kind_facts(kind, "28 grudnia 2026 r.")["what_next"]
    assert kind_facts(kind, "")["what_next"] == ""
    assert kind in WHAT_NEXT


@pytest.mark.parametrize(
    ("kind", "article", "template"),
    [
        ("skarga", "art. 239", "odmowa_skarga"),
        ("wniosek", "art. 246 § 1", "odmowa_wniosek"),
        ("skarga", "ponaglenie", "zwloka_36"),
        ("wniosek", "art. 245", "zwloka_245"),
        ("petycja", "art. 10 ust. 3", "przedluzenie_petycja"),
        ("skarga", "§ 8 ust. 2", "wezwanie_par_8"),
        ("petycja", "art. 7 ust. 2", "wezwanie_petycja"),
        ("odwolanie", "art. 64 § 2", "wezwanie_64"),
        ("ponaglenie", "art. 37 § 3a", "bez_rozpoznania_37"),
        ("ponaglenie", "art. 37 § 4", "przekazanie_37"),
    ],
)
def test_the_letter_says_the_article_and_what_the_law_wants_told(kind: str, article: str, template: str):
    assert article in template_of(template, kind).body


@pytest.mark.parametrize("key", list(AFTER_MOVE))
def test_a_letter_after_a_move_serves_the_kind(key: tuple[str, str]):
    move, kind = key
    assert template_after(move, kind) == template_of(AFTER_MOVE[key], kind).id


LEAVING = [(rule, kind) for rule in BASES if rule.move == "leave" for kind in sorted(rule.kinds)]


@pytest.mark.parametrize(("rule", "kind"), LEAVING, ids=lambda value: getattr(value, "basis", value))
def test_a_letter_that_leaves_a_case_cites_the_article_it_was_left_on(rule: BasisRule, kind: str):
    article = re.match(r"(?:art\.|§) .*?(?= (?:KPA|ustawy|rozporządzenia))", rule.source)
    assert article is not None
    template = template_of(template_after("leave", kind, basis=rule.basis) or "", kind)
    words = filled(template, kind_facts(kind, ""))
    assert template.source == rule.source
    assert f"Podstawa: {article[0]} " in words.body


def test_a_basis_nobody_knows_calls_for_no_letter():
    assert template_after("leave", "skarga", basis="") is None
    assert template_after("leave", "skarga", basis="kpa_234") is None
    assert set(AFTER_LEAVING) == {rule.basis for rule in BASES if rule.move == "leave"}
    assert len(set(AFTER_LEAVING.values())) == len(AFTER_LEAVING)


@pytest.mark.parametrize(
    ("kind", "until"),
    [("odwolanie", "14 dni od doręczenia decyzji"), ("zazalenie", "7 dni od doręczenia postanowienia"),
     ("ponaglenie", "w każdym czasie")],
)  # fmt: skip
def test_who_appealed_by_plain_email_is_told_how_to_file_and_until_when(kind: str, until: str):
    facts = {
        **kind_facts(kind, ""),
        "office_address": "Rynek 1",
        "edelivery": "AE:PL-1",
        "subject": "s",
        "received": "r",
    }
    body = filled(TEMPLATES["bez_rozpoznania_63"], facts).body
    assert blanks(body) == ()
    for said in ("na adres: Rynek 1", "AE:PL-1", "ustnie do protokołu", until, "E-mail nie zachowuje terminu"):
        assert said in body


def test_an_unfavourable_answer_is_a_refusal_with_its_instruction():
    assert template_after("approve", "skarga", "zasadna") == "odpowiedz_skarga"
    assert template_after("approve", "skarga", "bezzasadna") == "odmowa_skarga"
    assert template_after("approve", "wniosek", "nieuwzgledniony") == "odmowa_wniosek"
    assert template_after("note", "skarga") is None


@pytest.mark.parametrize(("template", "kind"), [("zwloka_36", "wniosek"), ("no_such", "skarga"), ("", "skarga")])
def test_a_letter_of_another_kind_is_refused(template: str, kind: str):
    with pytest.raises(UnknownTemplate):
        template_of(template, kind)


def test_blanks_are_named_once_each():
    with pytest.raises(NotFilled) as refused:
        check_filled("[[data]] i [[powody\nzwłoki]]", "znów [[data]]")
    assert refused.value.facts["blanks"] == "data, powody zwłoki"
    check_filled("[nawias] i [[", "]]")


def test_the_plain_clause_names_the_office_in_three_languages():
    assert set(CLAUSES) == set(TITLES) == {"pl", "en", "uk"}
    for lang in CLAUSES:
        clause = default_clause(lang, {"office": "Urząd Gminy", "office_address": "ul. Próbna 1"})
        assert "Urząd Gminy, ul. Próbna 1" in clause
        assert "{" not in clause


def test_every_way_has_its_words():
    assert set(labels.LETTER_CHANNELS) == set(labels.SENT_BY) == {way.value for way in LetterChannel}
