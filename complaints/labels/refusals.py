"""What a refused rule of this room says to people: what happened, why, what to do."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from attachments.labels import sentence_for as file_sentence
from attachments.rules import FileRefused
from complaints.labels import letters
from complaints.labels.intake import channel_refusal
from complaints.labels.names import BODIES, STATES, states_words
from complaints.rules.states import TRANSITIONS, State
from kernel.errors import Forbidden, RuleBroken, Stale
from web.filters import day


def sentence_for(broken: RuleBroken, article: str = "") -> str:
    """What a refused rule of this room says to people: what happened, why, what to do; and by which article.

    ``article``: that of the step somebody tried, for a rule that names none itself. It is left out where the sentence
    names it already, and where no law refuses: another person was faster, or the role is not enough.
    """
    said = _sentence(broken)
    source = broken.source or ("" if isinstance(broken, (Stale, Forbidden)) else article)
    if not source or source in said:
        return said
    return f"{said} {_('Podstawa: %(source)s.', source=source)}"


def _illegal(broken: RuleBroken) -> str:
    """Why a move is impossible now, and from where it would be possible."""
    kind, move = str(broken.facts.get("kind", "")), str(broken.facts.get("move", ""))
    starts = [state for state in State if (state, move) in TRANSITIONS.get(kind, {})]
    if not starts:
        return str(_("Tego kroku nie ma dla sprawy tego rodzaju. Proszę wybrać inny na stronie sprawy."))
    sentence = _(
        "Tego kroku nie można teraz zrobić: sprawa jest w innym stanie – „%(state)s”. Jest możliwy w stanie: "
        "%(starts)s.",
        state=STATES[str(broken.facts["state"])],
        starts=states_words(starts),
    )
    return str(sentence)


def _sentence(broken: RuleBroken) -> str:
    if isinstance(broken, FileRefused):
        return file_sentence(broken)
    if broken.code == "illegal_move":
        return _illegal(broken)
    sentences: dict[str, Any] = {
        "unknown_topic": _l("Tego przedmiotu nie ma na liście. Proszę wybrać inny."),
        "forbidden": _l("Ta rola nie obejmuje tego kroku. Może go zrobić kierownik wydziału."),
        "wrong_outcome": _l("Ten wynik nie pasuje do rodzaju sprawy. Proszę wybrać wynik z listy."),
        "wrong_day": _l("Ten dzień musi być między dniem wpływu a dniem dzisiejszym. Proszę sprawdzić datę."),
        "not_competent": _l(
            "Tej skargi nie rozpatruje urząd. Właściwy organ: %(body)s. Proszę ją przekazać w siedem dni od wpływu.",
            body=BODIES.get(str(broken.facts.get("body", "")), ""),
        ),
        "no_text": _l("Pole jest puste. Proszę wpisać treść."),
        "not_a_handler": _l("Ta osoba nie prowadzi spraw tego wydziału. Proszę wybrać inną osobę albo inny wydział."),
        "away": _l(
            "Ta osoba ma wpisaną nieobecność do %(last)s i sprawa czekałaby na nią. Proszę wybrać inną osobę albo "
            "zaznaczyć poniżej, że tak ma być.",
            last=day(broken.facts["last"]) if "last" in broken.facts else "",  # type: ignore[arg-type]
        ),
        "impossible_day": _l("Ten dzień jeszcze nie nadszedł. Proszę sprawdzić miesiąc i rok."),
        "outside_calendar": _l("Z taką datą nie da się policzyć terminu. Proszę podać dzień od 1 stycznia 2011."),
        "no_term": _l("Prawo nie wyznacza terminu dla takiej sprawy i takiego dnia. Proszę sprawdzić datę wpływu."),
        "already_filed": _l(
            "Ten formularz został już wysłany, ale z inną treścią. Jeśli wyśle go Pani/Pan teraz, będzie to druga, "
            "osobna sprawa."
        ),
        "files_gone": _l(
            "Dołączone pliki czekały dłużej niż dobę i już ich tu nie ma. Proszę dołączyć je jeszcze raz albo wysłać "
            "sprawę bez nich."
        ),
        "too_many_in_case": _l(
            "W sprawie jest już %(limit)s plików. Kolejne proszę trzymać w teczce sprawy.",
            limit=broken.facts.get("limit", ""),
        ),
        "wrong_channel": _channel_sentence(broken),
        "unknown_subject": _l("Nie ma takiej osoby albo takiego wydziału. Proszę wybrać z listy."),
        "no_unit_symbol": _l(
            "Urząd nie ma symbolu do znaku sprawy. Administrator może go wpisać w danych urzędu, na przykład OR."
        ),
        "unknown_class": _l("Nie wybrano klasy. Proszę wskazać jedną z listy."),
        "same_class": _l("Sprawa ma już znak w tej klasie."),
        "only_a_head_lifts": _l(
            "To, kogo sprawa dotyczy i czy dane są ukryte, może zmienić lub usunąć tylko kierownik, podając powód. "
            "Dopisać osobę lub wydział może każdy, kto pracuje nad sprawą."
        ),
        "no_lifting_reason": _l(
            "Ta zmiana dopuszcza do sprawy osoby, które były z niej wyłączone. Proszę napisać jej powód."
        ),
        "no_sign_reason": _l("Sprawa ma już znak. Proszę napisać, dlaczego go zmienić; dawny zostaje w zapisie."),
        "not_linked": _l("Te sprawy są już tak powiązane."),
        "anonymous": _l("Skarga i wniosek wymagają imienia, nazwiska i adresu."),
        "concerned": _l(
            "Sprawa dotyczy tej osoby albo tego wydziału, więc nie mogą jej prowadzić ani akceptować odpowiedzi. "
            "Osoba, której skarga dotyczy, przekazuje ją przełożonemu; prowadzi ją ktoś inny."
        ),
        "unit_concerned": _l(
            "Sprawa dotyczy wydziału, który ją trzyma (art. 232 KPA). Najpierw trzeba ją przydzielić innemu wydziałowi."
        ),
        "missing": _l("Tego pola brakuje, a bez niego kroku nie można zapisać. Proszę je wypełnić."),
        "unknown_body": _l("Nie wybrano organu. Proszę wskazać jeden z listy; administrator może dopisać brakujący."),
        "body_concerned": _l("Skarga dotyczy tego organu, więc nie może do niego trafić (art. 232 § 1 KPA)."),
        "no_council": _l("To nie jest rada. Innym organom sprawę przekazuje się krokiem „Przekaż innemu organowi”."),
        "own_council": _l(
            "Radzie sprawę przekazuje się krokiem „Przekaż radzie”: zostaje w rejestrze z własnym terminem."
        ),
        "wrong_basis": _l("Nie wybrano podstawy. Proszę wskazać jedną z listy."),
        "has_name_and_address": _l("Wnosząca osoba podała imię, nazwisko i adres, więc tej podstawy nie można użyć."),
        "not_by_email": _l("Ta sprawa nie wpłynęła zwykłym e-mailem, więc tej podstawy nie można użyć."),
        "call_not_served": _l("Najpierw trzeba wezwać i zapisać dzień doręczenia wezwania."),
        "call_running": _l(
            "Czas na odpowiedź na wezwanie jeszcze biegnie – do %(last)s. Proszę poczekać do dnia następnego.",
            last=day(broken.facts["last"]) if "last" in broken.facts else "",  # type: ignore[arg-type]
        ),
        "call_has_its_term": _l(
            "Ten termin wynosi tyle, ile mówi przepis, i urząd go nie wyznacza. Proszę zostawić to pole puste."
        ),
        "call_too_short": _l(
            "Termin nie może być krótszy niż siedem dni od doręczenia. Najwcześniejszy możliwy dzień to %(last)s.",
            last=day(broken.facts["last"]) if "last" in broken.facts else "",  # type: ignore[arg-type]
        ),
        "joined_too_late": _l(
            "Łącznie rozpatruje się petycje, które wpłynęły w ciągu miesiąca od pierwszej z nich, czyli do %(last)s.",
            last=day(broken.facts["last"]) if "last" in broken.facts else "",  # type: ignore[arg-type]
        ),
        "call_answered": _l("Na to wezwanie odpowiedziano w terminie, więc tej podstawy nie można użyć."),
        "not_by_a_call": _l("Powodem nie był brak odpowiedzi na wezwanie, więc odpowiedź nie otwiera tej sprawy."),
        "answered_too_late": _l(
            "Termin na odpowiedź upłynął %(last)s, a tę wysłano później. Pismo można zarejestrować jako nową sprawę.",
            last=day(broken.facts["last"]) if "last" in broken.facts else "",  # type: ignore[arg-type]
        ),
        "not_the_councils": _l(
            "Rada nie jest tu właściwa. Właściwość wynika z tego, kogo i czego skarga dotyczy (art. 229 KPA): proszę "
            "najpierw ustalić to w opisie sprawy."
        ),
        "of_somebody_else": _l("Wcześniejszą skargę wniosła inna osoba, więc adnotacji nie można zrobić."),
        "before_approval": _l(
            "Odpowiedź nie mogła wyjść, zanim ją zaakceptowano: %(last)s. Proszę sprawdzić dzień wysłania.",
            last=day(broken.facts["last"]) if "last" in broken.facts else "",  # type: ignore[arg-type]
        ),
        "no_email": _l("Wnosząca osoba nie podała adresu e-mail. Proszę wybrać inny sposób wysłania."),
        "mail_goes_now": _l("E-mail z odpowiedzią wychodzi teraz, więc dniem wysłania jest dzień dzisiejszy."),
        "before_the_council": _l("Rada nie mogła podjąć uchwały, zanim dostała sprawę. Proszę sprawdzić datę."),
        "before_the_call": _l("Ten dzień jest wcześniejszy niż wezwanie. Proszę sprawdzić datę."),
        "not_the_letters_day": _l(
            "Zawiadomienie wysłano z programu %(last)s i ten dzień się liczy. Proszę wpisać ten dzień.",
            last=day(broken.facts["last"]) if "last" in broken.facts else "",  # type: ignore[arg-type]
        ),
        "until_too_early": _l("Nowy termin musi być późniejszy niż dotychczasowy i niż dzień zawiadomienia."),
        "until_too_late": _l(
            "Termin petycji można przedłużyć najdalej do %(last)s (art. 10 ust. 3 ustawy o petycjach).",
            last=day(broken.facts["last"]) if "last" in broken.facts else "",  # type: ignore[arg-type]
        ),
        "wait_too_long": _l(
            "Na dalsze petycje można czekać najwyżej dwa miesiące od ogłoszenia: do %(last)s.",
            last=day(broken.facts["last"]) if "last" in broken.facts else "",  # type: ignore[arg-type]
        ),
        "unknown_case": _l("Nie ma takiej sprawy tego rodzaju. Proszę sprawdzić numer."),
        "not_groundless": _l(
            "Adnotacja jest możliwa tylko wtedy, gdy wcześniejsza skarga była bezzasadna, a nie ma nowych okoliczności "
            "(art. 239 § 1 KPA)."
        ),
        "same_kind": _l("Nie wybrano innego rodzaju. Proszę wskazać, czym pismo jest według treści (art. 222 KPA)."),
        "own_words": _l("Odpowiedź akceptuje inna osoba niż ta, która ją napisała."),
        "no_answer": _l("Nie ma odpowiedzi do wysłania. Najpierw trzeba ją napisać i zaakceptować."),
        "no_signatory": _l(
            "Brak imienia, nazwiska albo stanowiska osoby, która podpisze odpowiedź (art. 238 § 1 KPA)."
        ),
        "no_surname": _l("Podpis musi zawierać imię i nazwisko (art. 238 § 1 KPA)."),
        "no_factual": _l("Odpowiedź na petycję wymaga uzasadnienia.")
        if "petycjach" in (broken.source or "")
        else _l("Odmowa, także częściowa, wymaga uzasadnienia faktycznego (art. 238 § 1 KPA)."),
        "no_legal": _l("Odmowa wymaga uzasadnienia prawnego (art. 238 § 1 KPA)."),
        "no_instruction_239": _l("Odmowa wymaga pouczenia o treści art. 239 KPA. Proszę je dodać i zaznaczyć."),
        "no_instruction_246": _l(
            "Odmowa wymaga pouczenia o prawie do skargi (art. 246 KPA). Proszę je dodać i zaznaczyć."
        ),
        "not_correctable": _l("Tego w tej sprawie nie można sprostować. Proszę wybrać inny zapis z listy."),
        "same_value": _l("Tak już jest zapisane. Proszę podać inną."),
        "own_record": _l("Zapis prostuje inna osoba niż ta, która go zrobiła."),
        "no_correction_reason": _l("Brak powodu. Proszę napisać w jednym zdaniu, dlaczego, bez nazwisk i adresów."),
        "wrong_correction": _l(
            "Ten dzień nie mógł być prawdziwy: musi być nie wcześniej niż %(first)s i nie później niż %(last)s, bo tak "
            "wynika z innych danych sprawy.",
            first=day(broken.facts["first"]) if "first" in broken.facts else "",  # type: ignore[arg-type]
            last=day(broken.facts["last"]) if "last" in broken.facts else "",  # type: ignore[arg-type]
        ),
        "restricted": _l(
            "Przetwarzanie danych osobowych w tej sprawie jest ograniczone: do czasu zniesienia ograniczenia można je "
            "tylko przechowywać."
        ),
        "view_name_taken": _l("Jest już widok o tej nazwie. Proszę podać inną."),
        "too_many_views": _l(
            "Zapisanych widoków jest już %(limit)s. Proszę najpierw usunąć któryś z nich.",
            limit=broken.facts.get("limit", ""),
        ),
        "plan_changed": _l("Lista jest już inna niż ta na ekranie. Proszę ją przejrzeć jeszcze raz."),
        "nothing_due": _l("Nie ma sprawy, której czas przechowywania minął."),
        "nothing_kept": _l("Dane osobowe z tej sprawy usunięto, więc nie ma czego wydać."),
        "not_so_now": _l("Stan tej sprawy jest już inny. Proszę obejrzeć jej stronę."),
        "no_petition": _l("Publikuje się tylko petycje, a zdjąć można tylko opublikowaną (art. 8 ustawy o petycjach)."),
        "no_consent": _l("Ta osoba nie zgodziła się na podanie swoich danych przy petycji."),
        "personal": _l(
            "W tekście jest coś, po czym może być widać, kto wniósł petycję: %(words)s. Proszę to usunąć (art. 8 ust. "
            "1 ustawy o petycjach) albo zaznaczyć poniżej, że nie chodzi o tę osobę.",
            words=broken.facts.get("words", ""),
        ),
        "too_long": _l(
            "Wydruk miałby %(count)s wpisów, a strona robi najwyżej %(limit)s. Proszę wybrać krótszy okres albo plik "
            "Excela.",
            count=broken.facts.get("count", ""),
            limit=broken.facts.get("limit", ""),
        ),
        "call_linked": _l("Ta rozmowa jest już powiązana ze sprawą. Drugiej sprawy nie można z nią powiązać."),
        "filed_before_call": _l(
            "Ta sprawa wpłynęła przed rozmową, więc nie jest jej skutkiem. Proszę sprawdzić numer."
        ),
        "no_such_case": _l(
            "Nie ma sprawy o tym numerze wśród spraw, które Pani albo Pan widzi. Proszę sprawdzić numer."
        ),
        "not_identified": _l(
            "Kod otwiera stronę sprawy, więc wydaje się go tylko osobie, która ją złożyła. Proszę sprawdzić tożsamość "
            "i zaznaczyć pole."
        ),
        "erased": _l("Dane osobowe tej sprawy usunięto, więc nie wiadomo już, komu kod się należy."),
        "stale": _l(
            "W czasie pisania ktoś zmienił tę sprawę. Wpisany tekst jest nadal na stronie. Proszę przejrzeć zmiany "
            "i zapisać ponownie."
        ),
    }
    if broken.code in letters.SENTENCES:
        return str(letters.SENTENCES[broken.code]) % broken.facts
    return str(sentences.get(broken.code, broken.message or broken.code))


def _channel_sentence(broken: RuleBroken) -> str:
    facts = broken.facts
    return channel_refusal(str(facts["kind"]), str(facts["channel"])) if "channel" in facts else ""
