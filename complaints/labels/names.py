"""What the codes of this room are called, for people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from complaints.rules.competence import Competence, Matter
from complaints.rules.moves import State
from complaints.rules.verdicts import Verdict
from office.labels.bodies import BODY_KINDS
from web.filters import due_words

BODIES: Final = BODY_KINDS
"""Of office.labels: what the bodies of art. 229 KPA are called."""

KINDS: Final = {
    "skarga": _l("Skarga"),
    "wniosek": _l("Wniosek"),
    "petycja": _l("Petycja"),
    "odwolanie": _l("Odwołanie"),
    "zazalenie": _l("Zażalenie"),
    "ponaglenie": _l("Ponaglenie"),
    "sprawa": _l("Sprawa"),
}
STATES: Final = {
    "received": _l("Do przydzielenia"),
    "assigned": _l("Wyjaśnianie"),
    "called": _l("Czeka na odpowiedź na wezwanie"),
    "at_council": _l("U rady"),
    "for_approval": _l("Do akceptacji"),
    "approved": _l("Do wysłania"),
    "settled": _l("Załatwiona"),
    "passed": _l("Przekazane z aktami"),
    "decided": _l("Rozstrzygnięte"),
    "transferred": _l("Przekazana innemu organowi"),
    "unconsidered": _l("Bez rozpoznania"),
    "withdrawn": _l("Wycofana"),
    "diverted": _l("W innym trybie"),
    "joined": _l("Połączona z inną petycją"),
    "reviewed": _l("Przeczytana"),
    "closed": _l("Zamknięta"),
}
OPINION_STATES: Final = {
    "received": _l("Nowa"),
    "reviewed": _l("Przeczytana"),
    "closed": _l("Zamknięta"),
}
"""Where an anonymous opinion is."""

OPINION_FLAGS: Final = {
    "honeypot": _l("wypełniono pole, którego nie widać: może to automat"),
    "over_cap": _l("powyżej dziennej liczby opinii"),
}
"""What an opinion was marked with when it came."""

CHANNELS: Final = {
    "web": _l("formularz internetowy"),
    "paper": _l("pismo"),
    "email": _l("e-mail"),
    "oral": _l("ustnie do protokołu"),
    "edelivery": _l("e-Doręczenie"),
    "phone": _l("telefon"),
    "counter": _l("przy stanowisku"),
    "other": _l("inna droga"),
}
OUTCOMES: Final = {
    "zasadna": _l("zasadna"),
    "czesciowo_zasadna": _l("częściowo zasadna"),
    "bezzasadna": _l("bezzasadna"),
    "uwzgledniony": _l("uwzględniony"),
    "czesciowo_uwzgledniony": _l("częściowo uwzględniony"),
    "nieuwzgledniony": _l("nieuwzględniony"),
    "powtorna": _l("powtórna – adnotacja (art. 239 KPA)"),
    "uwzgledniona": _l("uwzględniona"),
    "czesciowo_uwzgledniona": _l("częściowo uwzględniona"),
    "nieuwzgledniona": _l("nieuwzględniona"),
    "nowa_decyzja": _l("nowa decyzja własna (art. 132 KPA)"),
    "przekazane": _l("przekazane z aktami"),
    "zalatwiona": _l("załatwiona"),
}
RESULTS: Final = {
    "utrzymane": _l("utrzymano w mocy (art. 138 § 1 pkt 1 KPA)"),
    "uchylone_zmienione": _l("uchylono i orzeczono co do istoty (art. 138 § 1 pkt 2 KPA)"),
    "uchylone_umorzone": _l("uchylono i umorzono postępowanie (art. 138 § 1 pkt 2 KPA)"),
    "uchylone_przekazane": _l("uchylono i przekazano do ponownego rozpatrzenia (art. 138 § 2 KPA)"),
    "umorzone": _l("umorzono postępowanie odwoławcze (art. 138 § 1 pkt 3 KPA)"),
    "niedopuszczalne": _l("niedopuszczalne albo po terminie (art. 134 KPA)"),
    "ponaglenie_uzasadnione": _l("ponaglenie uzasadnione (art. 37 § 6 KPA)"),
    "ponaglenie_razace": _l("ponaglenie uzasadnione, rażące naruszenie prawa (art. 37 § 6 KPA)"),
    "ponaglenie_nieuzasadnione": _l("ponaglenie nieuzasadnione (art. 37 § 6 KPA)"),
}
BASES: Final = {
    "reg_8_1": _l("brak imienia, nazwiska albo adresu (§ 8 ust. 1 rozporządzenia)"),
    "reg_8_2": _l("brak wyjaśnienia w 7 dni od wezwania (§ 8 ust. 2 rozporządzenia)"),
    "pet_7_1": _l("brak oznaczenia podmiotu albo adresu (art. 7 ust. 1 ustawy o petycjach)"),
    "pet_7_2": _l("braków nie uzupełniono w 14 dni od wezwania (art. 7 ust. 2 ustawy o petycjach)"),
    "pet_12": _l("petycja w sprawie już rozpatrzonej, bez nowych faktów (art. 12 ustawy o petycjach)"),
    "kpa_63_1": _l("wniesione zwykłym e-mailem (art. 63 § 1 KPA)"),
    "kpa_64_1": _l("brak adresu, którego nie da się ustalić (art. 64 § 1 KPA)"),
    "kpa_64_2": _l("braków nie usunięto w terminie z wezwania (art. 64 § 2 KPA)"),
    "kpa_37_3a": _l("ponaglenie przed upływem terminu (art. 37 § 3a KPA)"),
    "kpa_233": _l("skarga strony w jej sprawie indywidualnej (art. 233 KPA)"),
    "kpa_234": _l("skarga w toku postępowania (art. 234 KPA)"),
    "kpa_235": _l("skarga w sprawie zakończonej decyzją (art. 235 KPA)"),
    "kpa_240": _l("właściwy sąd albo prokurator (art. 240 KPA)"),
}
COUNCILLORS: Final = {
    "": _l("nie"),
    "mp": _l("posłanka lub poseł"),
    "senator": _l("senatorka lub senator"),
    "councillor": _l("radna lub radny"),
}
ABOUT: Final = {
    "": _l("nikogo z imienia"),
    "employee": _l("pracownika urzędu"),
    "department": _l("wydziału"),
    "office": _l("urzędu jako całości"),
    "mayor": _l("burmistrza, wójta albo prezydenta"),
    "unit_head": _l("kierownika jednostki organizacyjnej gminy"),
    "council": _l("rady"),
}
MATTERS: Final = {
    "own": _l("zadania własne"),
    "delegated": _l("zadania zlecone z zakresu administracji rządowej"),
    "finance": _l("sprawy finansowe"),
}
LINKS: Final = {
    "earlier": _l("wcześniejsza skarga w tej samej sprawie"),
    "joined": _l("petycja rozpatrywana łącznie"),
    "split": _l("część tego samego pisma"),
    "duplicate": _l("to samo pismo po raz drugi"),
}
LINKED_BY: Final = {
    **LINKS,
    "earlier": _l("późniejsza skarga w tej samej sprawie"),
}
"""The same, seen from the other end."""

HAPPENINGS: Final = {
    "complaints:complaint:receive": _l("Wpłynęła i jest w rejestrze"),
    "complaints:complaint:import": _l("Przeniesiona z innego rejestru"),
    "complaints:complaint:assign": _l("Przydzielona"),
    "complaints:complaint:hand_on": _l("Przekazana wydziałowi, który przejął zadania"),
    "complaints:complaint:release": _l("Czeka na nowe przydzielenie – prowadząca osoba odeszła"),
    "complaints:complaint:sort": _l("Ustalono przedmiot sprawy"),
    "complaints:complaint:note": _l("Notatka"),
    "complaints:attachment:add": _l("Dołączono plik"),
    "complaints:complaint:erase": _l("Usunięto dane osobowe i treść pism"),
    "complaints:complaint:correct": _l("Sprostowano zapis"),
    "complaints:complaint:restrict": _l("Ograniczono przetwarzanie danych osobowych"),
    "complaints:complaint:lift": _l("Zniesiono ograniczenie przetwarzania danych"),
    "complaints:contact:look": _l("Obejrzano dane kontaktowe"),
    "complaints:code:issue": _l("Wydano kod dostępu"),
    "complaints:personal:export": _l("Wydano kopię danych osobowych"),
    "complaints:complaint:describe": _l("Ustalono, kogo dotyczy sprawa"),
    "complaints:complaint:acknowledge": _l("Wydano potwierdzenie złożenia"),
    "complaints:complaint:qualify": _l("Zakwalifikowana inaczej"),
    "complaints:complaint:call": _l("Wezwano do wyjaśnienia lub uzupełnienia"),
    "complaints:complaint:serve": _l("Doręczono wezwanie"),
    "complaints:complaint:served": _l("Zapisano doręczenie zaskarżonej decyzji"),
    "complaints:complaint:complete": _l("Otrzymano wyjaśnienie lub uzupełnienie"),
    "complaints:complaint:leave": _l("Pozostawiona bez rozpoznania"),
    "complaints:complaint:transfer": _l("Przekazana właściwemu organowi"),
    "complaints:complaint:point": _l("Wskazano właściwy organ"),
    "complaints:complaint:to_council": _l("Przekazana radzie"),
    "complaints:complaint:resolve": _l("Rada rozpatrzyła sprawę"),
    "complaints:complaint:return": _l("Wróciła do urzędu"),
    "complaints:complaint:pass_up": _l("Przekazana przełożonemu (art. 256 KPA)"),
    "complaints:complaint:delay": _l("Wysłano zawiadomienie o zwłoce"),
    "complaints:complaint:extend": _l("Zawiadomiono o przedłużeniu terminu"),
    "complaints:complaint:wait": _l("Ogłoszono czekanie na dalsze petycje"),
    "complaints:complaint:tell": _l("Zawiadomiono o stanie sprawy"),
    "complaints:answer:draft": _l("Odpowiedź czeka na akceptację"),
    "complaints:complaint:send_back": _l("Odpowiedź zwrócona do poprawy"),
    "complaints:answer:approve": _l("Odpowiedź zaakceptowana"),
    "complaints:complaint:settle": _l("Wysłano zawiadomienie o załatwieniu"),
    "complaints:complaint:annotate": _l("Skarga powtórna – adnotacja w aktach"),
    "complaints:complaint:divert": _l("Prowadzona w innym trybie"),
    "complaints:complaint:split": _l("Podzielona na sprawy"),
    "complaints:complaint:join": _l("Połączona z inną petycją"),
    "complaints:complaint:pass_on": _l("Przekazane z aktami"),
    "complaints:complaint:own_decision": _l("Nowa decyzja własna (art. 132 KPA)"),
    "complaints:complaint:result": _l("Rozstrzygnięcie drugiego organu"),
    "complaints:complaint:withdraw": _l("Wycofana"),
    "complaints:complaint:link": _l("Powiązana z inną sprawą"),
    "complaints:complaint:reproject": _l("Przeliczono termin po zmianie przepisów lub kalendarza"),
    "complaints:deadline:pass": _l("Minął ostatni dzień"),
    "complaints:complaint:sign": _l("Nadano znak sprawy"),
    "complaints:letter:draft": _l("Zaczęto pismo"),
    "complaints:letter:edit": _l("Zmieniono pismo"),
    "complaints:letter:discard": _l("Usunięto szkic pisma"),
    "complaints:letter:send": _l("Wysłano pismo"),
    "complaints:letter:dispatch": _l("Wysłano e-mail z pismem"),
    "complaints:petition:publish": _l("Opublikowano petycję"),
    "complaints:petition:scan": _l("Zmieniono skan petycji dla mieszkańców"),
    "complaints:petition:take_down": _l("Zdjęto petycję ze strony"),
    "complaints:receipt:dispatch": _l("Wysłano e-mail z potwierdzeniem przyjęcia"),
    "complaints:reply:dispatch": _l("Wysłano e-mail z treścią odpowiedzi"),
}
RULES: Final = {
    "skarga_settle": _l("skarga – miesiąc"),
    "wniosek_settle": _l("wniosek – miesiąc"),
    "petycja_settle": _l("petycja – trzy miesiące"),
    "odwolanie_pass_on": _l("odwołanie – przekazanie w siedem dni"),
    "zazalenie_pass_on": _l("zażalenie – przekazanie w siedem dni"),
    "ponaglenie_pass_on": _l("ponaglenie – przekazanie w siedem dni"),
    "skarga_transfer": _l("przekazanie skargi właściwemu organowi"),
    "wniosek_transfer": _l("przekazanie wniosku właściwemu organowi"),
    "parts_transfer": _l("przekazanie części pisma właściwym organom"),
    "skarga_councillor": _l("zawiadomienie posła, senatora lub radnego"),
    "wniosek_councillor": _l("zawiadomienie posła, senatora lub radnego"),
    "call_answer": _l("czas na wyjaśnienie dla osoby, która wniosła sprawę"),
    "petycja_transfer": _l("przekazanie petycji właściwemu organowi"),
    "petycja_call": _l("wezwanie do uzupełnienia petycji"),
    "petycja_answer_to_call": _l("czas na uzupełnienie petycji"),
    "petycja_extension": _l("najdalszy przedłużony termin petycji"),
    "petycja_more": _l("czas na dalsze petycje w tej sprawie"),
    "whistleblower_answer": _l("odpowiedź na zgłoszenie sygnalisty"),
    "petycja_wait": _l("czekanie na dalsze petycje w tej sprawie"),
    "odwolanie_party": _l("czas strony na odwołanie"),
    "zazalenie_party": _l("czas strony na zażalenie"),
    "podanie_answer_to_call": _l("czas na usunięcie braków"),
    "odwolanie_decide": _l("rozstrzygnięcie organu odwoławczego"),
    "ponaglenie_decide": _l("rozpatrzenie ponaglenia"),
    "missed_term": _l("prośba o przywrócenie terminu"),
    "substitute_service": _l("doręczenie zastępcze"),
    "case_settle": _l("sprawa administracyjna – miesiąc"),
    "complex_case_settle": _l("sprawa szczególnie skomplikowana – dwa miesiące"),
    "court_complaint_pass": _l("przekazanie skargi do sądu administracyjnego"),
    "whistleblower_acknowledge": _l("potwierdzenie zgłoszenia sygnalisty"),
}
SIGNALS: Final = {
    Verdict.ON_TIME: ("fine", _l("w terminie")),
    Verdict.LATE: ("late", _l("po terminie")),
    Verdict.LATE_NOTICED: ("late", _l("po terminie, z zawiadomieniem")),
    Verdict.LEFT: ("neutral", _l("zakończona bez załatwienia")),
    Verdict.NO_TERM: ("neutral", _l("bez terminu")),
}
SEVERITIES: Final = {"low": _l("mała"), "normal": _l("zwykła"), "high": _l("duża – trzeba działać od razu")}


def named(name: str, away_until: dt.date | None) -> str:
    """A person in a list, with a mark when away."""
    if away_until is None:
        return name
    return str(_("%(name)s (nieobecność do %(last)s)", name=name, last=f"{away_until:%d.%m.%Y}"))


def verdict_signal(verdict: Verdict, due_on: dt.date | None, today: dt.date) -> tuple[str, str]:
    """The meaning (fine, soon, late, neutral) and the words of a verdict."""
    if verdict in SIGNALS:
        meaning, words = SIGNALS[verdict]
        return meaning, str(words)
    meaning = {Verdict.OVERDUE: "late", Verdict.SOON: "soon"}.get(verdict, "neutral")
    is_overdue = verdict is Verdict.OVERDUE
    if due_on is None or (due_on < today) is not is_overdue:  # judged by a moment: the day alone would say otherwise
        return meaning, _("po terminie") if is_overdue else _("w toku")
    return meaning, due_words(due_on, today)


def whose_words(row: Competence) -> str:
    """Whom a row of art. 229 KPA is about, and in which matters where not in all."""
    whom = str(ABOUT[row.about])
    if row.matters == frozenset(Matter):
        return whom
    return f"{whom}: {', '.join(str(MATTERS[matter]) for matter in Matter if matter in row.matters)}"


def states_words(states: Iterable[State]) -> str:
    """Several states as a list."""
    return ", ".join(f"„{STATES[state]}”" for state in states)
