"""What refusals about accounts say to people: what happened, why, what to do."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from kernel.errors import RuleBroken
from office.labels import sentence_for
from office.labels.structure import in_words
from office.queries.auditors import ShutOut
from office.throttle import TooManyTries

SENTENCES: Final[dict[str, Any]] = {
    "bad_code": _l(
        "Ten kod nie działa: ma literówkę, był już użyty, minął jego czas albo zastąpił go nowszy. Proszę sprawdzić, "
        "czy jest przepisany dokładnie, a jeśli tak, poprosić administratora o nowy."
    ),
    "wrong_code": _l(
        "Ten kod nie pasuje. Kod w telefonie zmienia się co 30 sekund i działa raz; proszę wpisać ten, który widać "
        "teraz. Jeśli to się powtarza, zegar w telefonie może się spieszyć albo spóźniać."
    ),
    "key_changed": _l(
        "Programu nie da się już połączyć z Pani/Pana telefonem, bo zmienił się klucz programu. Proszę użyć kodu "
        "z kartki z kodami zapasowymi albo poprosić administratora o wyłączenie drugiego składnika."
    ),
    "not_started": _l("Ten krok wymaga zeskanowania kodu QR. Proszę zacząć od początku."),
    "second_factor_needed": _l(
        "Administrator nie może pracować bez drugiego składnika. Można go przenieść na nowy telefon."
    ),
    "needs_another": _l("Własny drugi składnik może wyłączyć tylko inny administrator."),
    "no_address": _l("Ta osoba nie ma adresu e-mail. Proszę wydrukować zaproszenie albo wpisać adres w danych osoby."),
    "not_active": _l("Konto tej osoby jest zamknięte. Najpierw trzeba je otworzyć."),
    "last_administrator": _l(
        "To ostatni administrator, który może się zalogować. Proszę najpierw dać tę rolę komuś innemu."
    ),
    "bad_successor": _l("Ta osoba nie może przejąć spraw. Proszę wybrać kogoś innego z listy."),
    "already_so": _l("Ktoś już to zrobił. Proszę odświeżyć stronę konta."),
    "wrong_password": _l("To nie jest obecne hasło. Proszę sprawdzić, czy nie jest włączony Caps Lock."),
    "openid_silent": _l(
        "System logowania urzędu nie odpowiada tak, jak powinien. Proszę spróbować za chwilę; jeśli to się powtarza, "
        "powiadomić informatyka."
    ),
    "openid_expired": _l(
        "To logowanie nie zaczęło się w tej przeglądarce albo trwało za długo. Proszę zacząć od nowa."
    ),
    "openid_denied": _l("Logowanie w systemie urzędu zostało przerwane. Proszę zacząć od nowa."),
    "openid_invalid": _l(
        "Odpowiedź systemu logowania urzędu nie przeszła sprawdzenia i nikogo nie wpuszczono. Proszę zacząć od nowa; "
        "jeśli to się powtarza, powiadomić informatyka."
    ),
    "openid_unknown": _l(
        "Tego konta urzędowego nie ma w programie. Konto zakłada administrator, z tym samym adresem e-mail, który jest "
        "potwierdzony w systemie urzędu."
    ),
    "stale": _l("W czasie pisania ktoś zmienił dane tej osoby. Proszę przejrzeć je i wysłać jeszcze raz."),
}


def account_sentence(broken: RuleBroken) -> str:
    """What a refusal about an account says; what is not said here, the room says."""
    if isinstance(broken, TooManyTries):
        minutes = broken.facts["minutes"]
        return str(_("Za dużo nieudanych prób. Proszę spróbować ponownie za %(num)s min.", num=minutes))
    return str(SENTENCES[broken.code]) if broken.code in SENTENCES else sentence_for(broken)


def shut_out_sentence(found: ShutOut) -> str:
    """What somebody is told whose password is right and who holds no right today."""
    if found.begins_on is not None:
        return str(
            _("Dostęp tego konta zaczyna się %(day)s. Proszę zalogować się wtedy.", day=in_words(found.begins_on))
        )
    if found.ended_on is None:
        return str(_("To konto nie ma jeszcze żadnej roli. Nadaje ją administrator."))
    day = in_words(found.ended_on)
    if found.is_audit:
        return str(
            _(
                "Audyt skończył się %(day)s i to konto jest zamknięte. O nowy termin proszę zwrócić się do urzędu.",
                day=day,
            )
        )
    return str(_("Dostęp tego konta skończył się %(day)s. O nową rolę proszę poprosić administratora.", day=day))


def openid_sentence(kept: str) -> str:
    """What was said when a sign-in through the identity provider ended: a code, or a sentence already."""
    return str(SENTENCES.get(kept, kept))
