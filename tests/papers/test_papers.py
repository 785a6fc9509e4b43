"""Papers: accessible, the same bytes from the same facts, and nothing typed is ever read as source."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.ft2font import FT2Font

from papers import (
    Column,
    FormFacts,
    FormQuestion,
    LetterFacts,
    Masthead,
    PosterFacts,
    PosterSize,
    Signature,
    Table,
    render,
    render_form,
    render_poster,
    render_report,
)
from papers.glyphs import FONTS, INSTEAD, drawable, printable, unprintable
from papers.letter import _data
from papers.setting import LAYOUTS, _fonts
from papers.text import blocks, line
from tests.papers.reading import count, is_accessible, pages, plain, says

MADE_AT = dt.datetime(2026, 12, 22, 10, tzinfo=dt.UTC)
MASTHEAD = Masthead("Urząd Gminy", "Stan na 26 listopada 2026 r.", MADE_AT, crest_alt="Herb")
LETTER = LetterFacts(
    lang="pl",
    office="Urząd Gminy Przykładowo",
    subject="Odpowiedź na skargę",
    body="Treść pisma.",
    made_at=MADE_AT,
    marks=(("Znak sprawy", "OR.1510.7.2026"),),
    addressee=("Pani Joanna Przykładna", "ul. Wzorowa 7"),
    signatures=(Signature("Barbara Wzorowa", "Sekretarz"),),
    privacy_title="Dane osobowe",
    privacy="Administratorem danych jest Wójt.",
    crest_alt="Herb gminy",
)
HOSTILE = (
    '#import "@preview/x:0.1.0": *',
    "$x^2$ #let a = 1 #panic() [x] <label> @label",
    "*gwiazdki* _podkreślenia_ `kod` = nagłówek + pozycja / hasło: opis",
    "\"cudzysłów\" 'inny' „polski” \\ \\u{41} // koniec /* środek */ -- --- ...",
    '{"facts": []} ${x} {{ y }} %s </text>',
)


def test_a_letter_is_accessible_and_says_what_it_is():
    pdf = render(LETTER)
    assert pdf.startswith(b"%PDF-1.7")
    assert is_accessible(pdf)
    assert says(pdf, "Odpowiedź na skargę – OR.1510.7.2026")
    assert count(pdf, "H1") == 1
    assert count(pdf, "Figure") == 1
    assert says(pdf, "Herb gminy")


def test_the_same_facts_give_the_same_bytes_and_other_facts_others():
    assert render(LETTER) == render(replace(LETTER))
    assert render(LETTER) != render(replace(LETTER, body="Inna treść."))


def test_a_clock_that_knows_microseconds_sets_the_same_paper():
    assert render(replace(LETTER, made_at=MADE_AT.replace(microsecond=123_456))) == render(LETTER)


@pytest.mark.parametrize("lang", ["pl", "en", "uk"])
def test_the_language_is_the_letters_own(lang: str):
    assert f"/Lang({lang})" in plain(render(replace(LETTER, lang=lang))).replace(" ", "")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_people_typed_is_set_letter_by_letter(hostile: str):
    import typst

    letter = replace(LETTER, subject=hostile, body=hostile, addressee=(hostile,), privacy=hostile, office=hostile)
    pdf = render(letter)
    assert is_accessible(pdf)
    assert (count(pdf, "H1"), count(pdf, "H2"), count(pdf, "L")) == (1, 1, 0)
    found = typst.query(
        str(LAYOUTS / "letter.typ"),
        "par",
        root=str(LAYOUTS),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"facts": json.dumps({**_data(letter), "crest": []})},
    )
    said = ["".join(_texts(each)) for each in json.loads(found)]
    assert line(hostile) in said


def _texts(node: object) -> list[str]:
    """The words of a piece of the typesetter's own tree, in order."""
    if isinstance(node, dict):
        if isinstance(node.get("text"), str):
            return [node["text"]]
        return [word for part in node.values() for word in _texts(part)]
    return [word for part in node for word in _texts(part)] if isinstance(node, list) else []


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n\n",
        "😀",
        "日本語",
        "\u202eodwrócone\u2066",
        "\x00\x07",
        "x" * 5_000,
        "- \n- \n##\n## ",
        "**",
        "** **",
        "a\tb\r\nc",
    ],
)
def test_whatever_is_typed_a_paper_comes_out(text: str):
    letter = replace(LETTER, body=text, privacy=text, unit=text, contact=text, about=text, footer=text)
    assert is_accessible(render(letter))


@settings(max_examples=40)
@given(text=st.text(max_size=80))
def test_any_text_at_all_can_be_printed(text: str):
    assert render(replace(LETTER, subject=text, body=text, privacy_title=text)).startswith(b"%PDF")


def test_signs_without_a_glyph_are_told_and_replaced():
    assert unprintable("Dziękuję 😀 日 bardzo 😀") == ("😀", "日")
    assert printable("a😀b") == f"a{INSTEAD}b"
    assert unprintable("Zażółć gęślą jaźń, „§ 8” – ґрунт їжак Ωμέγα 1 234,5 €") == ()
    assert printable("o\u0301\u200b") == "ó"


@pytest.mark.parametrize("font", sorted(FONTS.glob("*.ttf")), ids=lambda path: path.name)
def test_what_our_fonts_can_draw_is_what_freetype_says(font):
    assert drawable() <= set(FT2Font(str(font)).get_charmap())
    assert len(drawable()) > 2_000


def test_typed_text_is_read_as_paragraphs_lists_headings_and_bold_words():
    found = blocks("**Skargę uznaję.** Reszta\ndruga linia\n\n## Co dalej\n- raz\n- **dwa**\nkoniec * i ** nie")
    assert [block["kind"] for block in found] == ["text", "heading", "list", "text"]
    assert found[0]["lines"][0] == [
        {"text": "Skargę uznaję.", "bold": True},
        {"text": " Reszta", "bold": False},
    ]
    assert found[2]["items"][1] == [{"text": "dwa", "bold": True}]
    assert "".join(run["text"] for run in found[3]["lines"][0]) == "koniec * i\u00a0** nie"


def test_a_long_word_may_be_broken_and_short_ones_stay_whole():
    assert line("a" * 80).replace("\u200b", "") == "a" * 80
    assert max(len(part) for part in line("a" * 80).split("\u200b")) <= 36
    assert "\u200b" not in line("Konstantynopolitańczykowianeczka")


def test_a_date_stays_on_one_line():
    assert line("do 21 grudnia 2026 r.") == "do 21\u00a0grudnia\u00a02026\u00a0r."


def test_a_letter_for_two_hands_has_two_places_to_sign():
    pdf = render(replace(LETTER, signatures=(Signature("A", hint="(podpis)"), Signature("B", hint="(podpis)"))))
    assert is_accessible(pdf)


def test_the_clause_on_personal_data_gets_a_page_of_its_own_when_it_is_asked_to():
    one, two = render(LETTER), render(replace(LETTER, privacy_page=True))
    assert (pages(one), pages(two)) == (1, 2)


# --- reports ---

NUMBERS = Table(
    "T1. Sprawy",
    (Column("Rodzaj", 3), Column("Liczba", is_number=True)),
    [["skarga", "1 214"], ["#import", "$x$"], ["Razem", "1 228"]],
    total=True,
)


@pytest.mark.parametrize("landscape", [False, True])
def test_a_report_has_tables_with_heads_and_is_accessible(landscape: bool):
    pdf = render_report("Sprawozdanie roczne", ["Zdanie."], [NUMBERS], masthead=MASTHEAD, landscape=landscape)
    assert is_accessible(pdf)
    assert says(pdf, "Sprawozdanie roczne")
    assert (count(pdf, "Table"), count(pdf, "TH"), count(pdf, "TD"), count(pdf, "H1")) == (1, 2, 6, 1)


def test_a_table_without_rows_says_so_and_a_report_may_have_none():
    empty = Table("T2", (Column("a"),), [], empty="Brak spraw.")
    assert count(render_report("R", [], [empty], masthead=MASTHEAD), "Table") == 0
    assert is_accessible(render_report("R", [], [], masthead=MASTHEAD))


def test_a_long_register_goes_over_pages_with_its_head_on_each():
    columns = tuple(Column(f"Kolumna {number}") for number in range(13))
    rows = [[f"{row}.{number} konstantynopolitańczykowianeczka" for number in range(13)] for row in range(30)]
    pdf = render_report("Rejestr", [], [Table("", columns, rows)], masthead=MASTHEAD, landscape=True)
    assert is_accessible(pdf)
    assert pages(pdf) > 1
    assert count(pdf, "TH") == 13


def test_a_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match="1 cells in 2 columns"):
        render_report("R", [], [replace(NUMBERS, rows=[["a"]])], masthead=MASTHEAD)


# --- what lies beside the program ---

HASHES = {
    "NotoSans-Bold.ttf": "e83493c945848ecd4a9ad0f6d19164541a0d3e23a9c952304a00a46e00272ac5",
    "NotoSans-Regular.ttf": "89c3c497f618fdaa0b2d1e98fef93582f28c71debd2c4a8cdf41f190ced2909d",
}


def test_the_fonts_are_the_published_ones_and_have_their_licence():
    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FONTS.glob("*.ttf")} == HASHES
    assert "SIL Open Font License" in (FONTS / "OFL.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("layout", sorted(LAYOUTS.glob("*.typ")), ids=lambda path: path.name)
def test_no_layout_asks_for_anything_from_elsewhere(layout):
    source = layout.read_text(encoding="utf-8")
    assert "@preview" not in source
    assert "eval(" not in source
    assert "read(" not in source


@pytest.mark.parametrize("size", PosterSize)
def test_a_poster_is_one_page_however_long_its_names_are(size: PosterSize):
    name = (
        "Rejestracja pojazdów i wydawanie praw jazdy oraz zezwoleń na przewóz osób w krajowym transporcie drogowym " * 2
    )
    said = tuple((lang, "Proszę zeskanować kod i ocenić obsługę. To trwa 30 sekund.") for lang in ("pl", "en", "uk"))
    facts = PosterFacts(
        size=size,
        office=name[:200],
        title=name,
        place=name[:200],
        department=name[:200],
        invites=said,
        typed=(("pl", "albo wpisać adres:"),),
        address="opinie.bardzo-dlugi-adres-urzedu-gminy.example.pl/r/7qk4m2xd9t",
        qr="<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 4'><path d='M0 0h4v4H0z'/></svg>",
        qr_alt="Kod QR",
        made_at=MADE_AT,
        crest_alt="Herb",
    )
    pdf = render_poster(facts)
    assert (pages(pdf), is_accessible(pdf)) == (1, True)
    assert pdf == render_poster(facts)


def test_a_form_is_accessible_with_a_heading_for_each_question():
    scale = tuple((str(number), f"ocena {number}") for number in range(1, 6))
    questions = (
        FormQuestion("Jak oceniasz?", scale, is_row=True),
        FormQuestion("Od 0 do 10", tuple((str(number), str(number)) for number in range(11)), is_row=True),
        FormQuestion(HOSTILE[1], (("a", HOSTILE[0]), ("b", HOSTILE[2])), note=HOSTILE[3]),
        FormQuestion("Co poprawić?", ()),
    )
    facts = FormFacts(
        office="Urząd Gminy", title="Ankieta", intro="Proszę zakreślić.", number="Numer:",
        version="Ankieta a, wersja 3", questions=questions * 6, thanks="Dziękujemy.", made_at=MADE_AT, crest_alt="Herb",
    )  # fmt: skip
    pdf = render_form(facts)
    assert (is_accessible(pdf), says(pdf, "Ankieta")) == (True, True)
    assert (count(pdf, "H1"), count(pdf, "H2")) == (1, 24)
    assert pages(pdf) > 1
    assert pdf == render_form(facts)
