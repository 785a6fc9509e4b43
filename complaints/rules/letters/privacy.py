"""The clause on personal data where the office has not written its own, and where on a letter it stands.

Source: art. 13 of Regulation (EU) 2016/679 (GDPR), art. 226a KPA.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

FITS_AT_THE_FOOT: Final = 600
"""Ours: characters of a clause that stands at the foot of a letter; a longer one gets a page of its own."""

TITLES: Final = {
    "pl": "Informacja o danych osobowych (art. 13 RODO, art. 226a KPA)",
    "en": "How we handle your personal data (art. 13 GDPR)",
    "uk": "Як ми опрацьовуємо Ваші персональні дані (ст. 13 GDPR)",
}
CLAUSES: Final = {
    "pl": (
        "Administratorem danych osobowych jest {office}, {office_address}. W sprawach danych można napisać na ten "
        "adres "
        "z dopiskiem „Inspektor ochrony danych”.\n\n"
        "Dane przetwarzamy, aby załatwić sprawę, odpowiedzieć i prowadzić rejestr, do którego zobowiązuje nas prawo "
        "(art. 6 ust. 1 lit. c RODO, Kodeks postępowania administracyjnego, ustawa o petycjach). Imię, nazwisko i "
        "adres "
        "są do tego konieczne; e-mail i telefon są dobrowolne.\n\n"
        "Dane zobaczą pracownicy, którzy prowadzą sprawę, osoby kontrolujące urząd, firmy, które utrzymują nasze "
        "systemy, "
        "oraz organ, któremu musimy sprawę przekazać. Przechowujemy je tak długo, jak każe instrukcja kancelaryjna "
        "i jednolity rzeczowy wykaz akt (Dz.U. 2011 nr 14 poz. 67). Nie przekazujemy ich poza Europejski Obszar "
        "Gospodarczy i nie podejmujemy decyzji automatycznie.\n\n"
        "Mają Państwo prawo do dostępu do danych, ich sprostowania i ograniczenia przetwarzania oraz do skargi do "
        "Prezesa "
        "Urzędu Ochrony Danych Osobowych."
    ),
    "en": (
        "The controller of your personal data is {office}, {office_address}. You can write to the data protection "
        "officer "
        "at this address.\n\n"
        "We use your data to deal with your case, to answer you and to keep the register the law asks for (art. "
        "6(1)(c) "
        "GDPR). We need your name and address for that; e-mail and telephone are up to you.\n\n"
        "Your data are seen by the staff who deal with your case, by those who inspect the office, by the companies "
        "that "
        "run our systems, and by the authority we may have to pass your case to. We keep them as long as the rules on "
        "public files say. They do not leave the European Economic Area, and no decision is made automatically.\n\n"
        "You may ask to see your data, to have them corrected or their use restricted, and you may complain to the "
        "President of the Personal Data Protection Office (UODO)."
    ),
    "uk": (
        "Адміністратором Ваших персональних даних є {office}, {office_address}. За цією адресою можна написати "
        "інспектору "
        "із захисту даних.\n\n"
        "Ми опрацьовуємо дані, щоб розглянути справу, відповісти Вам і вести реєстр, якого вимагає закон (ст. 6(1)(c) "
        "GDPR). Для цього потрібні ім’я, прізвище й адреса; електронна пошта й телефон необов’язкові.\n\n"
        "Ваші дані бачать працівники, які ведуть справу, особи, що контролюють установу, фірми, які підтримують наші "
        "системи, та орган, якому ми мусимо передати справу. Ми зберігаємо їх стільки, скільки вимагають правила "
        "діловодства. Ми не передаємо їх за межі Європейської економічної зони й не ухвалюємо рішень автоматично.\n\n"
        "Ви маєте право на доступ до даних, їх виправлення й обмеження опрацювання, а також на скаргу до Голови "
        "Управління "
        "із захисту персональних даних (UODO)."
    ),
}
"""Source: art. 13(1) and (2) GDPR."""


def default_clause(lang: str, office: Mapping[str, str]) -> str:
    """The clause in a language with the office's name and address in it."""
    clause = CLAUSES[lang]
    for name in ("office", "office_address"):
        clause = clause.replace(f"{{{name}}}", office.get(name, ""))
    return clause
