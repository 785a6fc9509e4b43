"""Words for the search: every form of a word is the word, with and without its marks, and no other word is."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.rules.search import fold, folded_words, lexemes, lexemes_of, number_lexemes, terms_of, typed_number
from complaints.rules.search.folding import LONGEST
from complaints.rules.search.irregular import LEMMAS, WORDS
from complaints.rules.search.little import LITTLE
from complaints.rules.search.typed import MOST_TERMS

PARADIGMS = [
    line.split()
    for line in """
skarga skargi skardze skargę skargą skargo skarg skargom skargami skargach
wniosek wniosku wnioskowi wnioskiem wnioski wniosków wnioskom wnioskami wnioskach
petycja petycji petycję petycją petycje petycjom petycjami petycjach
droga drogi drodze drogę drogą dróg drogom drogami drogach
urząd urzędu urzędowi urzędem urzędzie urzędy urzędów urzędom urzędami urzędach
chodnik chodnika chodnikowi chodnikiem chodniku chodniki chodników chodnikom chodnikami chodnikach
miasto miasta miastu miastem mieście miast miastom miastami miastach
dziura dziury dziurze dziurę dziurą dziur dziurom dziurami dziurach
budynek budynku budynkowi budynkiem budynki budynków budynkom budynkami budynkach
mieszkaniec mieszkańca mieszkańcowi mieszkańcem mieszkańcu mieszkańcy mieszkańców mieszkańcom mieszkańcami mieszkańcach
ulica ulicy ulicę ulicą ulic ulicom ulicami ulicach
szkoła szkoły szkole szkołę szkołą szkół szkołom szkołami szkołach
hałas hałasu hałasowi hałasem hałasie hałasy hałasów
latarnia latarni latarnię latarnią latarnie latarniom latarniami latarniach
oświetlenie oświetlenia oświetleniu oświetleniem
odpady odpadów odpadom odpadami odpadach
śmieci śmieciom śmieciami śmieciach
kosz kosza koszowi koszem koszu kosze koszy koszom koszami koszach
drzewo drzewa drzewu drzewem drzewie drzew drzewom drzewami drzewach
pies psa psu psem psie psy psów psom psami psach
dzień dnia dniowi dniem dniu dni dniom dniami dniach
sąsiad sąsiada sąsiadowi sąsiadem sąsiedzie sąsiedzi sąsiadów sąsiadom sąsiadami sąsiadach
pracownik pracownika pracownikowi pracownikiem pracowniku pracownicy pracowników pracownikom pracownikami pracownikach
opłata opłaty opłacie opłatę opłatą opłat opłatom opłatami opłatach
kolejka kolejki kolejce kolejkę kolejką kolejek kolejkom kolejkami kolejkach
decyzja decyzji decyzję decyzją decyzje decyzjom decyzjami decyzjach
ręka ręki ręce rękę ręką rąk rękom rękami
noga nogi nodze nogę nogą nóg nogom nogami nogach
książka książki książce książkę książką książek książkom książkami książkach
sąd sądu sądowi sądem sądzie sądy sądów sądom sądami sądach
radny radnego radnemu radnym radni radnych radnymi
autobus autobusu autobusowi autobusem autobusie autobusy autobusów autobusom autobusami autobusach
parking parkingu parkingowi parkingiem parkingi parkingów parkingom parkingami parkingach
wydział wydziału wydziałowi wydziałem wydziale wydziały wydziałów wydziałom wydziałami wydziałach
przejście przejścia przejściu przejściem przejść przejściom przejściami przejściach
odpowiedź odpowiedzi odpowiedzią odpowiedziom odpowiedziami odpowiedziach
zgłoszenie zgłoszenia zgłoszeniu zgłoszeniem zgłoszeń zgłoszeniom zgłoszeniami zgłoszeniach
remont remontu remontowi remontem remoncie remonty remontów remontom remontami remontach
woda wody wodzie wodę wodą wód wodom wodami wodach
lampa lampy lampie lampę lampą lamp lampom lampami lampach
światło światła światłu światłem świetle świateł światłom światłami światłach
plac placu placowi placem place placów placom placami placach
podatek podatku podatkowi podatkiem podatki podatków podatkom podatkami podatkach
sekretariat sekretariatu sekretariatowi sekretariatem sekretariacie sekretariaty
przychodnia przychodni przychodnię przychodnią przychodnie przychodniom
toaleta toalety toalecie toaletę toaletą toalet toaletom toaletami
ławka ławki ławce ławkę ławką ławek ławkom ławkami ławkach
kierowca kierowcy kierowcę kierowcą kierowców kierowcom kierowcami
przystanek przystanku przystankowi przystankiem przystanki przystanków przystankom przystankami przystankach
bezpieczeństwo bezpieczeństwa bezpieczeństwu bezpieczeństwem bezpieczeństwie
Kowalski Kowalskiego Kowalskiemu Kowalskim Kowalska Kowalskiej Kowalską
Wójcik Wójcika Wójcikowi Wójcikiem Wójciku
""".strip().splitlines()
]
"""Whole paradigms of words of the field; names are declined in letters as well."""


@pytest.mark.parametrize("forms", PARADIGMS, ids=lambda forms: forms[0])
def test_all_forms_of_a_word_are_found_by_any_of_them_with_and_without_marks(forms: list[str]):
    written = {*forms, *map(fold, forms), *(form.upper() for form in forms)}
    for one, other in itertools.product(written, repeat=2):
        assert lexemes(one) & lexemes(other), (one, other)


def test_no_two_words_of_the_list_are_the_same():
    owners: dict[str, str] = {}
    for forms in PARADIGMS:
        for lexeme in {lexeme for form in forms for lexeme in lexemes(form)}:
            assert owners.setdefault(lexeme, forms[0]) == forms[0]


@pytest.mark.parametrize("row", WORDS, ids=lambda row: row[0])
def test_an_irregular_form_is_found_by_its_word(row: tuple[str, ...]):
    assert len({lexemes(form) for form in row}) == 1
    assert lexemes(row[0]) == lexemes(fold(row[0])) != frozenset()


def test_no_form_belongs_to_two_words_of_the_list():
    forms = [form for row in WORDS for form in {fold(form) for form in row}]
    assert len(forms) == len(set(forms)) == len(LEMMAS)


@pytest.mark.parametrize(
    ("one", "other"),
    [("skarga", "skala"), ("droga", "drogeria"), ("urząd", "urządzenie"), ("sąd", "sad"), ("rada", "radny")],
)
def test_other_words_stay_other_words(one: str, other: str):
    assert not lexemes(one) & lexemes(other) or fold(one) == fold(other)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Wójcik", "wojcik"),
        ("ŁÓDŹ", "lodz"),
        ("zażółć", "zazolc"),
        ("Größe", "grosse"),
        ("Ångström", "angstrom"),
        ("Škoda", "skoda"),
        ("Шевченко", "shevchenko"),
        ("Євген", "ievhen"),
        ("Yevhen", "ievhen"),
        ("Юлія", "iuliia"),
        ("Yuliia", "iuliia"),
        ("Щербань", "shcherban"),
        ("Zoe\u0308", "zoe"),
        ("ﬁlm", "film"),
        ("日本", "u65e5u672c"),
        ("№", "no"),
        ("", ""),
    ],
)
def test_marks_capitals_and_ukrainian_letters_fold(written: str, folded: str):
    assert fold(written) == folded


@given(st.text(max_size=200))
def test_whatever_is_written_its_lexemes_are_plain_and_short(text: str):
    for lexeme in lexemes_of([text]) | folded_words(text):
        assert lexeme.isascii()
        assert lexeme.isalnum()
        assert lexeme == lexeme.lower()
        assert 0 < len(lexeme) <= LONGEST
    for term in terms_of(text):
        assert term.lexemes
        assert term.name


@given(st.text(st.characters(codec="utf-8", categories=["L"]), min_size=1, max_size=20))
def test_folding_again_changes_nothing(word: str):
    assert fold(fold(word)) == fold(word)


def test_an_apostrophe_belongs_to_a_name():
    assert folded_words("В'ячеслав О’Коннор") == folded_words("Вячеслав ОКоннор")


def test_little_words_are_left_out_and_ask_for_nothing():
    assert lexemes_of(["a w z oraz nie"]) == frozenset()
    assert [term.name for term in terms_of("dziura w drodze")] == ["dziura", "drodze"]
    assert terms_of("w i na") == terms_of("?!") == terms_of("") == ()
    assert all(word == fold(word) for word in LITTLE)


def test_signs_and_numbers_of_several_parts_are_one_piece():
    assert {"a7", "po5310122025"} <= lexemes_of(["Decyzja A-7, znak PO.5310.12.2025."])
    assert [term.lexemes for term in terms_of("PO.5310.12.2025")] == [("po5310122025",)]
    assert [term.lexemes for term in terms_of("A-7")] == [("a7",)]
    [begun] = terms_of("PO.5310*")
    assert (begun.lexemes, begun.is_begun) == (("po5310",), True)


def test_a_name_is_found_by_its_beginning_and_a_word_with_a_star():
    [wojcik] = terms_of("Wójc")
    assert (wojcik.name, wojcik.is_name_begun, wojcik.is_begun) == ("wojc", True, False)
    assert not terms_of("Wó")[0].is_name_begun
    [begun] = terms_of("oświetl*")
    assert (begun.lexemes, begun.is_begun) == (("oswietl",), True)


def test_no_more_than_a_few_words_count():
    assert len(terms_of(" ".join(f"słowo{number}" for number in range(50)))) == MOST_TERMS


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("214", ("no214", "xt214")),
        ("214/2026", ("no214y2026", "xt2142026")),
        (" 0214 / 2026 ", ("no214y2026", "xt02142026")),
        ("P 3/2026", ("pno3y2026",)),
        ("p3/2026", ("pno3y2026",)),
        ("SW. 3/2026", ("swno3y2026",)),
    ],
)
def test_a_number_is_a_number_and_nothing_else(typed: str, asked: tuple[str, ...]):
    number = typed_number(typed)
    assert (number.lexemes, number.is_certain) == (asked, True)
    kept = number_lexemes("P", 3, 2026, None, None) | number_lexemes("SW", 3, 2026, None, None)
    kept |= number_lexemes("SW", 214, 2026, None, None)
    assert asked[0] in kept


@pytest.mark.parametrize("typed", ["OR.1511.12.2026", "or 1511 12 2026", "P 3", "A-7", "Kowalski 12"])
def test_a_sign_may_also_be_words(typed: str):
    assert not typed_number(typed).is_certain
    assert ("sg" + fold(typed.replace(" ", "").replace(".", "").replace("-", ""))) in typed_number(typed).lexemes


def test_a_case_is_found_by_its_sign_however_it_is_spelt():
    kept = number_lexemes("SW", 12, 2026, "OR.1511.12.2026", None)
    assert set(typed_number("or 1511.12.2026").lexemes) & kept
