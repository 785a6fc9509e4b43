"""Letters at the end: answers, refusals, passing on, leaving without consideration; and papers beside them."""

from __future__ import annotations

from typing import Final

from complaints.rules.letters.on_the_way import PETITIONS_ACT, REGULATION
from complaints.rules.letters.template import LetterTemplate, To

_QUESTIONS: Final = "Jeżeli mają Państwo pytania, proszę o kontakt: {contact}, z podaniem numeru {number}."
_ANSWERED: Final = {
    "en": "This is our answer to your case. We will gladly explain it.",
    "uk": "Це наша відповідь у Вашій справі. Ми охоче її пояснимо.",
}

ANSWER_SKARGA: Final = LetterTemplate(
    id="odpowiedz_skarga",
    version=1,
    kinds=("skarga",),
    subject="Odpowiedź na skargę nr {number} – {subject}",
    body=(
        "Szanowni Państwo,\n\n"
        "**{settled}**\n\n"
        "**Co ustaliliśmy.** {findings}\n\n"
        "**Co zrobiliśmy.** {done}\n\n" + _QUESTIONS
    ),
    source="art. 238 § 1 KPA",
    needs={
        "settled": "jak załatwiono skargę, na przykład: Skargę uznaję za zasadną",
        "findings": "co ustalono",
        "done": "co zrobiono albo kiedy się to stanie",
    },
    courtesy=_ANSWERED,
)

REFUSAL_SKARGA: Final = LetterTemplate(
    id="odmowa_skarga",
    version=1,
    kinds=("skarga",),
    subject="Odpowiedź na skargę nr {number} – {subject}",
    body=(
        "Szanowni Państwo,\n\n"
        "**Skargę uznaję za bezzasadną.** {settled}\n\n"
        "**Uzasadnienie faktyczne.** {factual}\n\n"
        "**Uzasadnienie prawne.** {legal}\n\n"
        "**Pouczenie (art. 239 Kodeksu postępowania administracyjnego, KPA).** Jeżeli złożą Państwo tę skargę ponownie "
        "i nie wskażą nowych okoliczności, możemy podtrzymać to stanowisko, odnotować to w aktach sprawy i nie wysyłać "
        "już odpowiedzi. Jeżeli pojawią się nowe okoliczności, proszę je opisać – zbadamy sprawę od nowa.\n\n"
        + _QUESTIONS
    ),
    source="art. 238 § 1 i 239 KPA",
    needs={
        "settled": "jak załatwiono skargę, jednym zdaniem",
        "factual": "jakie fakty ustalono i na podstawie czego",
        "legal": "jakie przepisy o tym decydują i dlaczego",
    },
    courtesy=_ANSWERED,
)

ANSWER_WNIOSEK: Final = LetterTemplate(
    id="odpowiedz_wniosek",
    version=1,
    kinds=("wniosek",),
    subject="Odpowiedź na wniosek nr {number} – {subject}",
    body=(
        "Szanowni Państwo,\n\ndziękujemy za wniosek. **{settled}**\n\n**Co zrobimy i kiedy.** {done}\n\n" + _QUESTIONS
    ),
    source="art. 247 w związku z art. 238 § 1 KPA",
    needs={
        "settled": "jak załatwiono wniosek, na przykład: Wniosek uwzględniamy",
        "done": "co się zmieni i od kiedy",
    },
    courtesy=_ANSWERED,
)

REFUSAL_WNIOSEK: Final = LetterTemplate(
    id="odmowa_wniosek",
    version=1,
    kinds=("wniosek",),
    subject="Odpowiedź na wniosek nr {number} – {subject}",
    body=(
        "Szanowni Państwo,\n\n"
        "dziękujemy za wniosek. **{verdict}** {settled}\n\n"
        "**Uzasadnienie faktyczne.** {factual}\n\n"
        "**Uzasadnienie prawne.** {legal}\n\n"
        "**Pouczenie (art. 246 § 1 Kodeksu postępowania administracyjnego, KPA).** Jeżeli nie zgadzają się Państwo z "
        "tym, "
        "jak załatwiliśmy wniosek, mogą Państwo wnieść skargę.\n\n" + _QUESTIONS
    ),
    source="art. 238 § 1, 246 § 1 i 247 KPA",
    needs={
        "verdict": "Wniosku nie możemy uwzględnić – albo: Wniosek uwzględniamy w części",
        "settled": "jak załatwiono wniosek, jednym zdaniem",
        "factual": "jakie fakty ustalono",
        "legal": "jakie przepisy o tym decydują i dlaczego",
    },
    courtesy=_ANSWERED,
)

ANSWER_PETITION: Final = LetterTemplate(
    id="odpowiedz_petycja",
    version=1,
    kinds=("petycja",),
    subject="Zawiadomienie o sposobie załatwienia petycji nr {number} – {subject}",
    body=(
        "Szanowni Państwo,\n\n"
        "**{settled}**\n\n"
        "**Uzasadnienie.** {factual}\n\n"
        "**Co dalej.** Sposób załatwienia petycji publikujemy na stronie urzędu. Nie może on być przedmiotem skargi "
        f"(art. 13 ust. 2 {PETITIONS_ACT}).\n\n" + _QUESTIONS
    ),
    source="art. 13 ustawy o petycjach",
    needs={"settled": "jak załatwiono petycję", "factual": "dlaczego tak"},
    courtesy=_ANSWERED,
)

PASS_APPEAL: Final = LetterTemplate(
    id="przekazanie_133",
    version=1,
    kinds=("odwolanie", "zazalenie"),
    subject="Przekazanie {kind_gen} wraz z aktami sprawy – {subject}",
    body=(
        "Przekazujemy {kind_acc} z {received}. Osoba wnosząca: {name}, {address}. Zaskarżone rozstrzygnięcie: "
        "{decision}.\n\n"
        "{own_decision}\n\n"
        "Podstawa: art. 133 Kodeksu postępowania administracyjnego (KPA), dla zażalenia w związku z art. 144 KPA.\n\n"
        "**Stanowisko organu.** {position}\n\n"
        "W załączeniu: {kind} oraz akta sprawy ({files})."
    ),
    source="art. 133 i 144 KPA",
    needs={
        "decision": "znak i data zaskarżonej decyzji albo postanowienia",
        "own_decision": "dlaczego nie wydano nowego rozstrzygnięcia na podstawie art. 132 KPA",
        "position": "stanowisko w sprawie zarzutów",
        "files": "liczba kart albo spis akt",
    },
    to=To.BODY,
)

PASS_REMINDER: Final = LetterTemplate(
    id="przekazanie_37",
    version=1,
    kinds=("ponaglenie",),
    subject="Przekazanie ponaglenia – {subject}",
    body=(
        "Przekazujemy ponaglenie z {received}. Osoba wnosząca: {name}, {address}. Sprawa: {decision}.\n\n"
        "**Stanowisko organu.** {position}\n\n"
        "Podstawa: art. 37 § 4 Kodeksu postępowania administracyjnego (KPA).\n\n"
        "W załączeniu: ponaglenie oraz niezbędne odpisy akt sprawy ({files})."
    ),
    source="art. 37 § 4 KPA",
    needs={
        "decision": "znak sprawy, której dotyczy ponaglenie",
        "position": "stanowisko: czy jest zwłoka, z czego wynika, kiedy sprawa będzie załatwiona",
        "files": "spis odpisów",
    },
    to=To.BODY,
)


def _left(
    name: str,
    kinds: tuple[str, ...],
    source: str,
    basis: str,
    more: str,
    what: str,
    why: str = "{reason}",
    version: int = 1,
) -> LetterTemplate:
    """A notice that nobody considers the matter; ``why``: what the law itself gives as the reason."""
    return LetterTemplate(
        id=name,
        version=version,
        kinds=kinds,
        subject="Pozostawienie {kind_gen} nr {number} " + what,
        body=(
            "Szanowni Państwo,\n\n"
            f"pozostawiliśmy {{kind_acc}} „{{subject}}” z {{received}} {what}. Podstawa: {basis}.\n\n"
            f"**Dlaczego.** {why}\n\n**Co mogą Państwo zrobić.** {more}"
        ),
        source=source,
        needs={"reason": "co się stało i dlaczego nie możemy zająć się sprawą"} if "{reason}" in why else {},
        courtesy={
            "en": "We cannot consider your case. The letter says why and what you can do.",
            "uk": "Ми не можемо розглянути Вашу справу. У листі сказано, чому і що можна зробити.",
        },
    )


_UNCONSIDERED: Final = "bez rozpoznania"
_PODANIA: Final = ("odwolanie", "zazalenie", "ponaglenie")
_KPA: Final = "Kodeksu postępowania administracyjnego (KPA)"
LEFT: Final = (
    _left(
        "bez_rozpoznania_par_8_1",
        ("skarga", "wniosek"),
        "§ 8 ust. 1 rozporządzenia w sprawie skarg i wniosków",
        f"§ 8 ust. 1 {REGULATION}",
        "Mogą Państwo napisać jeszcze raz, podając imię i nazwisko (nazwę) oraz adres.",
        _UNCONSIDERED,
        "Pismo nie zawiera imienia i nazwiska (nazwy) oraz adresu osoby, która je wnosi.",
    ),
    _left(
        "bez_rozpoznania_par_8",
        ("skarga", "wniosek"),
        "§ 8 ust. 2 rozporządzenia w sprawie skarg i wniosków",
        f"§ 8 ust. 2 {REGULATION}",
        "Mogą Państwo napisać jeszcze raz. Proszę opisać, co się stało, kiedy i którego wydziału to dotyczy.",
        _UNCONSIDERED,
    ),
    _left(
        "bez_rozpatrzenia_petycja_7_1",
        ("petycja",),
        "art. 7 ust. 1 ustawy o petycjach",
        f"art. 7 ust. 1 {PETITIONS_ACT}",
        "Mogą Państwo złożyć petycję jeszcze raz i wskazać w niej, kto ją wnosi i pod jakim adresem.",
        "bez rozpatrzenia",
        "Petycja nie wskazuje, kto ją wnosi, albo nie podaje miejsca zamieszkania lub siedziby i adresu.",
    ),
    _left(
        "bez_rozpatrzenia_petycja",
        ("petycja",),
        "art. 7 ust. 2 ustawy o petycjach",
        f"art. 7 ust. 2 {PETITIONS_ACT}",
        "Mogą Państwo złożyć petycję jeszcze raz, z brakującymi danymi.",
        "bez rozpatrzenia",
    ),
    _left(
        "bez_rozpatrzenia_petycja_12",
        ("petycja",),
        "art. 12 ust. 1 ustawy o petycjach",
        f"art. 12 ust. 1 {PETITIONS_ACT}",
        "W tej sprawie petycja była już rozpatrzona. Jeżeli są nowe fakty lub dowody, proszę je opisać w nowej "
        "petycji.",
        "bez rozpatrzenia",
        version=2,
    ),
    _left(
        "bez_rozpoznania_63",
        _PODANIA,
        "art. 63 § 1 KPA",
        f"art. 63 § 1 {_KPA}",
        "Proszę złożyć {kind_acc} jeszcze raz, w jeden z tych sposobów:\n\n"
        "- na piśmie, z własnoręcznym podpisem – pocztą albo osobiście na adres: {office_address},\n"
        "- przez e-Doręczenia – na adres do doręczeń elektronicznych: {edelivery},\n"
        "- ustnie do protokołu, w urzędzie.\n\n"
        "**Do kiedy.** {file_by} E-mail nie zachowuje terminu. Kto nie zdążył bez swojej winy, może w ciągu 7 dni od "
        "ustania przeszkody poprosić o przywrócenie terminu i wraz z prośbą złożyć pismo (art. 58 KPA).",
        _UNCONSIDERED,
        "Pismo przyszło zwykłym e-mailem, a tą drogą nie można go skutecznie wnieść.",
    ),
    _left(
        "bez_rozpoznania_64_1",
        _PODANIA,
        "art. 64 § 1 KPA",
        f"art. 64 § 1 {_KPA}",
        "Proszę złożyć {kind_acc} jeszcze raz i podać w piśmie adres. {file_by}",
        _UNCONSIDERED,
        "W piśmie nie ma adresu osoby, która je wnosi, i nie możemy go ustalić na podstawie danych, które mamy.",
    ),
    _left(
        "bez_rozpoznania_64",
        _PODANIA,
        "art. 64 § 2 KPA",
        f"art. 64 § 2 {_KPA}",
        "Pismo można złożyć ponownie, dopóki trwa termin na jego wniesienie.",
        _UNCONSIDERED,
    ),
    _left(
        "bez_rozpoznania_37",
        ("ponaglenie",),
        "art. 37 § 3a KPA",
        "art. 37 § 3a Kodeksu postępowania administracyjnego (KPA) – ponaglenie wniesiono, zanim upłynął termin "
        "załatwienia "
        "sprawy",
        "Ponaglenie można wnieść, gdy termin minie, a sprawa nie będzie załatwiona.",
        _UNCONSIDERED,
    ),
)

PRIVACY: Final = LetterTemplate(
    id="dane_osobowe",
    version=1,
    kinds=("skarga", "wniosek", "petycja", "odwolanie", "zazalenie", "ponaglenie"),
    subject="Informacja o przetwarzaniu danych osobowych – sprawa nr {number}",
    body="{privacy}",
    source="art. 226a KPA; art. 13 RODO",
    courtesy={
        "en": "This letter says how we handle your personal data.",
        "uk": "У цьому листі сказано, як ми опрацьовуємо Ваші персональні дані.",
    },
    is_signed=False,
)

AT_THE_END: Final = (
    ANSWER_SKARGA,
    REFUSAL_SKARGA,
    ANSWER_WNIOSEK,
    REFUSAL_WNIOSEK,
    ANSWER_PETITION,
    PASS_APPEAL,
    PASS_REMINDER,
    *LEFT,
    PRIVACY,
)
