"""Letters on the way to an answer: receipt, calls, transfers, delays."""

from __future__ import annotations

from typing import Final

from complaints.rules.letters.template import LetterTemplate, To

REGULATION: Final = (
    "rozporządzenia Rady Ministrów z 8 stycznia 2002 r. w sprawie organizacji przyjmowania i rozpatrywania skarg "
    "i wniosków, Dz.U. 2002 nr 5 poz. 46"
)
PETITIONS_ACT: Final = "ustawy z 11 lipca 2014 r. o petycjach, Dz.U. 2018 poz. 870"

_ASKED: Final = "Proszę podawać numer {number} w każdej rozmowie i w każdym piśmie."
_HOW_TO_ANSWER: Final = (
    "**Jak odpowiedzieć.** Proszę napisać na adres: {office_address} albo zadzwonić lub napisać e-mail: {contact}. "
    "Wyjaśnienia można też złożyć osobiście, do protokołu. " + _ASKED
)
_TRANSFERRED: Final = (
    "**Co to dla Państwa oznacza.** Nie trzeba pisać jeszcze raz: przekazaliśmy całe pismo. Odpowiedzi udzieli organ, "
    "któremu je przekazaliśmy; z pytaniami proszę zwracać się tam."
)

RECEIPT: Final = LetterTemplate(
    id="potwierdzenie",
    version=1,
    kinds=("skarga", "wniosek", "petycja", "odwolanie", "zazalenie", "ponaglenie"),
    subject="Potwierdzenie przyjęcia {kind_gen} nr {number}",
    body=(
        "Szanowni Państwo,\n\n"
        "potwierdzamy, że {received} otrzymaliśmy Państwa {kind_acc} „{subject}”. Numer w rejestrze: **{number}**.\n\n"
        "**Co będzie dalej.** {what_next}\n\n"
        "**Kto prowadzi sprawę.** {department}. Kontakt: {contact}. " + _ASKED
    ),
    source="§ 7 rozporządzenia w sprawie skarg i wniosków; ISO 10002:2018, 7.4",
    courtesy={
        "en": "We have received and registered your case. The letter says when we will answer.",
        "uk": "Ми отримали й зареєстрували Вашу справу. У листі сказано, коли ми відповімо.",
    },
)

CALL_REGULATION: Final = LetterTemplate(
    id="wezwanie_par_8",
    version=1,
    kinds=("skarga", "wniosek"),
    subject="Wezwanie do wyjaśnienia {kind_gen} nr {number}",
    body=(
        "Szanowni Państwo,\n\n"
        "proszę wyjaśnić lub uzupełnić {kind_acc} „{subject}” z {received}. Z obecnej treści nie możemy ustalić, czego "
        "dotyczy.\n\n"
        "**Czego potrzebujemy.** {question}\n\n"
        "**Do kiedy.** Proszę odpowiedzieć w ciągu 7 dni od dnia, w którym otrzymają Państwo to pismo. Samego dnia "
        "otrzymania nie liczymy.\n\n"
        "**Co się stanie bez odpowiedzi.** Pozostawimy {kind_acc} bez rozpoznania, czyli nie zajmiemy się tą sprawą "
        f"(§ 8 ust. 2 {REGULATION}). Będzie można napisać do nas jeszcze raz.\n\n" + _HOW_TO_ANSWER
    ),
    source="§ 8 ust. 2 rozporządzenia w sprawie skarg i wniosków",
    needs={"question": "czego nie rozumiemy i jakiej informacji brakuje"},
    courtesy={
        "en": "Please explain your case within 7 days of receiving this letter; without an answer we cannot deal with "
        "it.",
        "uk": "Просимо пояснити Вашу справу протягом 7 днів від отримання листа; без відповіді ми не зможемо її "
        "розглянути.",
    },
)

CALL_PETITION: Final = LetterTemplate(
    id="wezwanie_petycja",
    version=1,
    kinds=("petycja",),
    subject="Wezwanie do uzupełnienia petycji nr {number}",
    body=(
        "Szanowni Państwo,\n\n"
        "proszę uzupełnić lub wyjaśnić petycję „{subject}” z {received}.\n\n"
        "**Czego brakuje.** {question}\n\n"
        "**Do kiedy.** Proszę odpowiedzieć w ciągu 14 dni od dnia, w którym otrzymają Państwo to pismo.\n\n"
        "**Co się stanie bez odpowiedzi.** Pozostawimy petycję bez rozpatrzenia "
        f"(art. 7 ust. 2 {PETITIONS_ACT}).\n\n" + _HOW_TO_ANSWER
    ),
    source="art. 7 ust. 2 ustawy o petycjach",
    needs={"question": "czego brakuje w petycji (art. 4 ust. 2 i 3 ustawy o petycjach)"},
    courtesy={
        "en": "Please complete your petition within 14 days of receiving this letter.",
        "uk": "Просимо доповнити петицію протягом 14 днів від отримання листа.",
    },
)

CALL_APPEAL: Final = LetterTemplate(
    id="wezwanie_64",
    version=2,
    kinds=("odwolanie", "zazalenie", "ponaglenie"),
    subject="Wezwanie do usunięcia braków {kind_gen} nr {number}",
    body=(
        "Szanowni Państwo,\n\n"
        "proszę usunąć braki {kind_gen} „{subject}” z {received}.\n\n"
        "**Czego brakuje.** {question}\n\n"
        "**Do kiedy.** Proszę to zrobić {answer_by}.\n\n"
        "**Co się stanie, jeśli braki zostaną.** Pozostawimy {kind_acc} bez rozpoznania, czyli nikt nie zajmie się tą "
        "sprawą "
        "(art. 64 § 2 Kodeksu postępowania administracyjnego, KPA).\n\n" + _HOW_TO_ANSWER
    ),
    source="art. 64 § 2 KPA",
    needs={"question": "jakich wymagań prawa pismo nie spełnia"},
    courtesy={
        "en": "Please mend your letter in the time it names above; otherwise nobody can consider it.",
        "uk": "Просимо виправити недоліки в зазначений вище строк; інакше справу не розглянуть.",
    },
)


def _transfer(name: str, kinds: tuple[str, ...], source: str, basis: str, more: str) -> LetterTemplate:
    """A notice that the case went to another body; the law is another one for each kind."""
    return LetterTemplate(
        id=name,
        version=1,
        kinds=kinds,
        subject="Zawiadomienie o przekazaniu {kind_gen} nr {number}",
        body=(
            "Szanowni Państwo,\n\n"
            "zawiadamiamy, że {transferred_on} przekazaliśmy Państwa {kind_acc} „{subject}” z {received} do organu, "
            "który "
            "jest właściwy do załatwienia tej sprawy: **{body}**.\n\n"
            f"**Dlaczego.** {{reason}} Podstawa: {basis}.\n\n" + _TRANSFERRED + more
        ),
        source=source,
        needs={
            "transferred_on": "dzień przekazania",
            "body": "nazwa i adres organu właściwego",
            "reason": "dlaczego sprawa nie należy do urzędu",
        },
        courtesy={
            "en": "Your case is not ours to decide; we passed it to the authority named above, which will answer you.",
            "uk": "Ця справа не належить до нас; ми передали її органу, названому вище, і він Вам відповість.",
        },
        is_transfer=True,
    )


TRANSFERS: Final = (
    _transfer(
        "przekazanie_231",
        ("skarga",),
        "art. 231 KPA",
        "art. 231 § 1 Kodeksu postępowania administracyjnego (KPA)",
        " Miesiąc na załatwienie skargi liczy się od dnia, w którym ten organ ją otrzyma (art. 237 § 1 KPA).",
    ),
    _transfer(
        "przekazanie_243",
        ("wniosek",),
        "art. 243 KPA",
        "art. 243 Kodeksu postępowania administracyjnego (KPA)",
        " Miesiąc na załatwienie wniosku liczy się od dnia, w którym ten organ go otrzyma (art. 244 § 1 KPA).",
    ),
    _transfer(
        "przekazanie_petycja",
        ("petycja",),
        "art. 6 ustawy o petycjach",
        f"art. 6 ust. 1 {PETITIONS_ACT}",
        " Termin na rozpatrzenie petycji liczy się od dnia, w którym ten organ ją otrzyma.",
    ),
    _transfer(
        "przekazanie_65",
        ("odwolanie", "zazalenie", "ponaglenie"),
        "art. 65 § 1 KPA",
        "art. 65 § 1 Kodeksu postępowania administracyjnego (KPA)",
        " Pismo złożone u nas przed upływem terminu uważa się za złożone w terminie (art. 65 § 2 KPA).",
    ),
)

COMPETENT: Final = LetterTemplate(
    id="wlasciwy_organ",
    version=1,
    kinds=("skarga",),
    subject="Informacja, kto jest właściwy do załatwienia skargi nr {number}",
    body=(
        "Szanowni Państwo,\n\n"
        "Państwa skarga „{subject}” z {received} dotyczy spraw, którymi nasz urząd się nie zajmuje.\n\n"
        "**Kto jest właściwy.** {body}\n\n"
        "**Dlaczego.** {reason} Podstawa: art. 231 § 1 Kodeksu postępowania administracyjnego (KPA).\n\n"
        "**Co mogą Państwo zrobić.** Skargę proszę złożyć do tego organu. U nas sprawa jest zakończona."
    ),
    source="art. 231 § 1 KPA",
    needs={"body": "nazwa i adres organu właściwego", "reason": "dlaczego sprawa nie należy do urzędu"},
    courtesy={
        "en": "Your complaint is not ours to decide. Please file it with the authority named above.",
        "uk": "Ця скарга не належить до нас. Просимо подати її до органу, названого вище.",
    },
)

DELAY_SKARGA: Final = LetterTemplate(
    id="zwloka_36",
    version=1,
    kinds=("skarga",),
    subject="Zawiadomienie o niezałatwieniu skargi nr {number} w terminie",
    body=(
        "Szanowni Państwo,\n\n"
        "nie załatwimy Państwa skargi „{subject}” z {received} do {last_day}. Przepraszamy.\n\n"
        "**Dlaczego.** {reason}\n\n"
        "**Nowy termin.** Skargę załatwimy najpóźniej {new_date} (art. 36 w związku z art. 237 § 4 Kodeksu "
        "postępowania "
        "administracyjnego, KPA).\n\n"
        "**Pouczenie o ponagleniu.** Mogą Państwo wnieść ponaglenie, jeżeli nie załatwimy skargi w terminie albo "
        "będziemy "
        "prowadzić sprawę dłużej, niż to potrzebne (art. 37 KPA). Ponaglenie musi mieć uzasadnienie. Rozpatrzy je: "
        "{body}. Składa się je przez nasz urząd, a my przekażemy je w ciągu 7 dni."
    ),
    source="art. 36, 37 i 237 § 4 KPA",
    needs={
        "reason": "powody zwłoki",
        "new_date": "nowa data załatwienia",
        "body": "organ, który rozpatruje ponaglenie",
    },
    courtesy={
        "en": "We need more time for your complaint. The letter gives the reason, the new date and your right to "
        "press us.",
        "uk": "Нам потрібно більше часу на Вашу скаргу. У листі названо причину, нову дату й Ваше право на "
        "прискорення.",
    },
)

DELAY_WNIOSEK: Final = LetterTemplate(
    id="zwloka_245",
    version=1,
    kinds=("wniosek",),
    subject="Zawiadomienie o wniosku nr {number}, którego nie załatwimy w ciągu miesiąca",
    body=(
        "Szanowni Państwo,\n\n"
        "Państwa wniosku „{subject}” z {received} nie możemy załatwić do {last_day}.\n\n"
        "**Co już zrobiliśmy.** {done}\n\n"
        "**Dlaczego potrzebujemy więcej czasu.** {reason}\n\n"
        "**Kiedy odpowiemy.** Przewidujemy, że wniosek załatwimy najpóźniej {new_date} (art. 245 Kodeksu postępowania "
        "administracyjnego, KPA).\n\n"
        "**Co mogą Państwo zrobić.** Jeżeli nie załatwimy wniosku w tym terminie, mogą Państwo wnieść skargę (art. 246 "
        "§ 2 KPA)."
    ),
    source="art. 245 i 246 § 2 KPA",
    needs={
        "done": "czynności podjęte, aby rozpatrzyć wniosek",
        "reason": "dlaczego wniosku nie można załatwić w ciągu miesiąca",
        "new_date": "przewidywany termin załatwienia",
    },
    courtesy={
        "en": "We need more time for your proposal. The letter says what we have done and when we will answer.",
        "uk": "Нам потрібно більше часу на Вашу пропозицію. У листі сказано, що зроблено й коли ми відповімо.",
    },
)

EXTENSION: Final = LetterTemplate(
    id="przedluzenie_petycja",
    version=1,
    kinds=("petycja",),
    subject="Zawiadomienie o przedłużeniu terminu rozpatrzenia petycji nr {number}",
    body=(
        "Szanowni Państwo,\n\n"
        "Państwa petycji „{subject}” z {received} nie możemy rozpatrzyć do {last_day} z przyczyn, które od nas nie "
        "zależą.\n\n"
        "**Dlaczego.** {reason}\n\n"
        "**Nowy termin.** Petycję rozpatrzymy najpóźniej {new_date}. Prawo pozwala przedłużyć termin najwyżej o 3 "
        f"miesiące (art. 10 ust. 3 {PETITIONS_ACT})."
    ),
    source="art. 10 ust. 3 ustawy o petycjach",
    needs={"reason": "okoliczności niezależne od urzędu", "new_date": "nowa data rozpatrzenia"},
    courtesy={
        "en": "We need more time for your petition. The letter gives the reason and the new date.",
        "uk": "Нам потрібно більше часу на Вашу петицію. У листі названо причину й нову дату.",
    },
)

COUNCILLOR: Final = LetterTemplate(
    id="informacja_237_2",
    version=1,
    kinds=("skarga", "wniosek"),
    subject="Informacja o stanie rozpatrzenia {kind_gen} nr {number}",
    body=(
        "Szanowni Państwo,\n\n"
        "w sprawie „{subject}”, którą otrzymaliśmy {received}, informujemy:\n\n"
        "{state}\n\n"
        "Podstawa: art. 237 § 2 Kodeksu postępowania administracyjnego (KPA) – posłowie, senatorowie i radni "
        "dowiadują się "
        "w ciągu 14 dni, jak sprawę załatwiono, a jeżeli potrzebne są dowody lub wyjaśnienia – w jakim jest stanie."
    ),
    source="art. 237 § 2 i 247 KPA",
    needs={"state": "jak załatwiono sprawę albo w jakim jest stanie i czego jeszcze trzeba"},
    to=To.COUNCILLOR,
)

ON_THE_WAY: Final = (
    RECEIPT,
    CALL_REGULATION,
    CALL_PETITION,
    CALL_APPEAL,
    *TRANSFERS,
    COMPETENT,
    DELAY_SKARGA,
    DELAY_WNIOSEK,
    EXTENSION,
    COUNCILLOR,
)
