"""What findings mean to the administrator: plain sentences, and what to do. How exactly, ``flask doctor`` says."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import lazy_gettext as _l

from operations.health.finding import Finding
from web.filters import number

NOTHING: Final = ""
"""Nothing is to be done, or it is for whoever runs the machine: the page says once how they find out."""

TITLES: Final[dict[str, Any]] = {
    "address": _l("Adres w internecie"),
    "key": _l("Klucz programu"),
    "zones": _l("Czas letni i zimowy"),
    "database": _l("Baza danych"),
    "server": _l("Trwałość zapisu"),
    "version": _l("Wersja bazy danych"),
    "locks": _l("Zabezpieczenia zapisu zmian"),
    "record": _l("Zapis zmian"),
    "sample": _l("Urząd przykładowy"),
    "clock": _l("Zegar"),
    "disk": _l("Miejsce na dysku"),
    "files": _l("Folder z danymi"),
    "worker": _l("Praca w tle"),
    "outbox": _l("Kolejka wysyłki"),
    "seals": _l("Pieczętowanie ankiet"),
    "pens": _l("Odpowiedzi po załatwionych sprawach"),
    "record_seal": _l("Pieczęć zapisu zmian"),
    "backup": _l("Kopia zapasowa"),
    "restore": _l("Próbne odtworzenie kopii"),
    "mail": _l("Serwer pocztowy"),
    "scanner": _l("Program antywirusowy"),
    "https": _l("Szyfrowane połączenie"),
}
"""By the name of a check."""

WORDS: Final[dict[str, tuple[Any, Any]]] = {
    "any.skipped": (_l("Nie sprawdzono, bo baza danych nie odpowiada albo jest w innej wersji."), NOTHING),
    "any.failed": (_l("Nie udało się tego sprawdzić."), NOTHING),
    "address.none": (
        _l("Nie podano adresu, pod którym mieszkańcy znają ten program. Odnośniki w listach mogą prowadzić donikąd."),
        NOTHING,
    ),
    "address.here": (_l("Program działa tylko na tym komputerze."), NOTHING),
    "address.plain": (
        _l("Adres %(url)s nie jest szyfrowany: hasła i pisma mieszkańców da się po drodze podejrzeć."),
        NOTHING,
    ),
    "address.cookies": (_l("Adres jest szyfrowany, ale zalogowanie nie jest chronione tak, jak powinno."), NOTHING),
    "address.proxies": (_l("Program nie wie, że stoi za serwerem szyfrującym %(url)s."), NOTHING),
    "address.fine": (_l("Mieszkańcy i pracownicy łączą się przez %(url)s."), NOTHING),
    "key.weak": (_l("Klucz, którym program podpisuje zalogowania, da się odgadnąć."), NOTHING),
    "key.open": (_l("Klucz programu mogą odczytać inni użytkownicy tego komputera."), NOTHING),
    "key.fine": (_l("Klucz jest długi i zna go tylko program."), NOTHING),
    "zones.fine": (_l("Program zna polski czas letni i zimowy."), NOTHING),
    "zones.wrong": (_l("Program nie zna polskiego czasu letniego: terminy spraw byłyby błędne."), NOTHING),
    "sample.none": (_l("To prawdziwy urząd, bez kont przykładowych."), NOTHING),
    "sample.here": (_l("To urząd przykładowy, do wypróbowania na tym komputerze."), NOTHING),
    "sample.public": (
        _l("To urząd przykładowy, a jego hasła znają wszyscy. Nie może być dostępny pod adresem %(url)s."),
        _l("Proszę poprosić informatyka o założenie prawdziwego urzędu w pustej bazie danych."),
    ),
    "database.away": (_l("Baza danych nie odpowiada. Nic nie można teraz zapisać."), NOTHING),
    "database.fine": (_l("Baza danych odpowiada."), NOTHING),
    "server.old": (_l("Baza danych %(version)s nie dostaje już poprawek bezpieczeństwa."), NOTHING),
    "server.encoding": (_l("Baza danych nie umie zapisać wszystkich polskich i ukraińskich liter."), NOTHING),
    "server.unsafe": (_l("Po awarii prądu może zabraknąć pism, których przyjęcie już potwierdzono."), NOTHING),
    "server.collation": (_l("Po aktualizacji komputera baza danych sortuje inaczej niż przedtem."), NOTHING),
    "server.fine": (_l("Co zapisano, przetrwa awarię prądu."), NOTHING),
    "version.none": (_l("Baza danych jest pusta."), NOTHING),
    "version.other": (_l("Baza danych jest w innej wersji niż program."), NOTHING),
    "version.fine": (_l("Baza danych pasuje do programu."), NOTHING),
    "locks.missing": (
        _l("Ktoś zdjął zabezpieczenia, które nie pozwalają zmieniać zapisu zmian."),
        _l("Proszę natychmiast zawiadomić informatyka i pełnomocnika do spraw jakości. Niczego nie usuwać."),
    ),
    "locks.fine": (_l("Wpisów w zapisie zmian nie da się zmienić ani usunąć."), NOTHING),
    "record.none": (_l("W tej bazie nie ma jeszcze urzędu."), _l("Proszę otworzyć stronę pierwszego uruchomienia.")),
    "record.torn": (
        _l("Koniec zapisu zmian nie zgadza się z jego wpisami."),
        _l("Proszę natychmiast zawiadomić informatyka i pełnomocnika do spraw jakości. Niczego nie usuwać."),
    ),
    "record.fine": (_l("Zapis kończy się wpisem %(leaf)s, tak jak powinien."), NOTHING),
    "clock.behind": (_l("Zegar serwera spóźnia się o %(minutes)s min. Daty pism byłyby błędne."), NOTHING),
    "clock.apart": (_l("Zegary serwera i bazy danych różnią się o %(seconds)s s."), NOTHING),
    "clock.fine": (_l("Zegar serwera idzie dobrze."), NOTHING),
    "disk.full": (
        _l("Zostało tylko %(megabytes)s MB. Wkrótce nie uda się przyjąć pism."),
        _l("Proszę od razu poprosić informatyka o zwolnienie miejsca albo większy dysk."),
    ),
    "disk.short": (
        _l("Zostało %(megabytes)s MB."),
        _l("Proszę w najbliższych tygodniach zaplanować większy dysk."),
    ),
    "disk.fine": (_l("Wolne: %(megabytes)s MB."), NOTHING),
    "files.none": (_l("Nie ma folderu, w którym program trzyma załączniki i kopie."), NOTHING),
    "files.unwritable": (_l("Program nie może zapisywać w swoim folderze."), NOTHING),
    "files.open": (_l("Pliki programu mogą czytać inni użytkownicy tego komputera."), NOTHING),
    "files.fine": (_l("Folder należy tylko do programu."), NOTHING),
    "worker.none": (
        _l("Część programu, która wysyła listy i robi kopie zapasowe, nigdy nie została uruchomiona."),
        NOTHING,
    ),
    "worker.quiet": (
        _l("Część programu, która wysyła listy i robi kopie zapasowe, milczy od %(minutes)s min. Listy czekają."),
        NOTHING,
    ),
    "worker.fine": (_l("Listy i zadania w tle są wykonywane na bieżąco."), NOTHING),
    "outbox.stuck": (
        _l("Najstarszy list czeka na wysłanie od %(hours)s godz."),
        _l("Gdy serwer pocztowy jest w porządku, listy wyjdą same. Jeśli nie jest, trzeba najpierw naprawić pocztę."),
    ),
    "outbox.dead": (
        _l("Listy, których nie udało się wysłać: %(count)s."),
        _l("Proszę sprawdzić, do kogo nie dotarły, i zawiadomić te osoby inaczej."),
    ),
    "outbox.fine": (_l("Nic nie czeka dłużej niż zwykle."), NOTHING),
    "seals.late": (_l("Odpowiedzi z ankiet czekają na wpis w zapisie zmian od %(minutes)s min."), NOTHING),
    "seals.fine": (_l("Każda odpowiedź trafia do zapisu zmian na czas."), NOTHING),
    "pens.locked": (
        _l("Część odpowiedzi po załatwionych sprawach nigdy nie trafi do wyników: zamknięto je innym kluczem."),
        _l("Proszę przywrócić poprzedni klucz programu."),
    ),
    "pens.fine": (_l("Odpowiedzi po załatwionych sprawach otwiera obecny klucz programu."), NOTHING),
    "record_seal.no_office": (_l("Nie ma jeszcze urzędu, więc nie ma czego pieczętować."), NOTHING),
    "record_seal.no_key": (
        _l("Zapis zmian nie jest pieczętowany: kto ma bazę danych, mógłby napisać go od nowa."),
        _l("Klucz pieczęci daje administrator systemu: proszę się do niego zwrócić."),
    ),
    "record_seal.key_missing": (_l("Nie ma pliku z kluczem pieczęci."), NOTHING),
    "record_seal.key_open": (_l("Klucz pieczęci mogą odczytać inni użytkownicy tego komputera."), NOTHING),
    "record_seal.key_unfit": (_l("Plik klucza pieczęci zawiera coś innego niż klucz."), NOTHING),
    "record_seal.key_refused": (_l("Program nie może odczytać klucza pieczęci."), NOTHING),
    "record_seal.other_key": (_l("Klucz pieczęci jest inny niż obecny klucz zapisu."), NOTHING),
    "record_seal.none": (_l("Jest klucz, ale nie ma jeszcze pieczęci."), NOTHING),
    "record_seal.old": (
        _l("Pieczęć nr %(number)s ma %(hours)s godz., a nowe wpisy czekają na następną."),
        NOTHING,
    ),
    "record_seal.fine": (_l("Ostatnia pieczęć, nr %(number)s, ma %(hours)s godz."), NOTHING),
    "backup.none": (
        _l("Nie ma jeszcze żadnej kopii zapasowej. Awaria dysku zniszczyłaby wszystko."),
        _l("Proszę poprosić informatyka o pierwszą kopię: polecenie „interesant backup”."),
    ),
    "backup.old": (_l("Ostatnia dobra kopia ma %(hours)s godz. Powinna powstawać każdej nocy."), NOTHING),
    "backup.failed": (_l("Ostatnia kopia się nie udała. Poprzednia dobra ma %(hours)s godz."), NOTHING),
    "backup.unwritable": (_l("Program nie może zapisywać w folderze kopii zapasowych."), NOTHING),
    "backup.same_disk": (
        _l("Ostatnia kopia ma %(hours)s godz., ale leży na tym samym dysku co dane: jedna awaria zniszczy oba."),
        _l("Proszę codziennie przenosić kopie na inny komputer albo poprosić informatyka o drugi dysk."),
    ),
    "backup.fine": (_l("Ostatnia kopia ma %(hours)s godz."), NOTHING),
    "restore.none": (
        _l("Żadnej kopii nie próbowano jeszcze odtworzyć."),
        _l("Program zrobi to sam w ciągu tygodnia."),
    ),
    "restore.failed": (
        _l("Ostatniej kopii nie udało się odtworzyć: może być bezwartościowa."),
        _l("Proszę poprosić informatyka o nową kopię i o jej sprawdzenie jeszcze dziś."),
    ),
    "restore.old": (_l("Kopię odtworzono na próbę %(days)s dni temu. Powinno to się dziać co tydzień."), NOTHING),
    "restore.fine": (_l("Kopię odtworzono na próbę, liczba dni od tej próby: %(days)s. Była cała."), NOTHING),
    "mail.files": (_l("Nie podano serwera pocztowego: listy nie wychodzą z urzędu."), NOTHING),
    "mail.away": (_l("Serwer pocztowy %(where)s nie odpowiada. Listy czekają."), NOTHING),
    "mail.no_tls": (_l("Serwer pocztowy %(where)s nie szyfruje, więc nic nie jest wysyłane."), NOTHING),
    "mail.certificate": (
        _l("Serwer pocztowy %(where)s nie potrafi dowieść, że jest tym, za kogo się podaje."),
        NOTHING,
    ),
    "mail.sign_in": (_l("Serwer pocztowy %(where)s nie przyjmuje naszego hasła."), NOTHING),
    "mail.refused": (_l("Serwer pocztowy %(where)s nie chce z nami rozmawiać."), NOTHING),
    "mail.fine": (_l("Serwer pocztowy %(where)s przyjmuje nasze listy."), NOTHING),
    "scanner.none": (_l("Załączników nie sprawdza program antywirusowy."), NOTHING),
    "scanner.away": (_l("Program antywirusowy nie odpowiada. Nowe załączniki czekają na sprawdzenie."), NOTHING),
    "scanner.fine": (_l("Załączniki są sprawdzane."), NOTHING),
    "https.none": (_l("Połączenie nie jest szyfrowane."), NOTHING),
    "https.away": (_l("Adres %(url)s nie odpowiada, gdy łączy się z nim sam serwer."), NOTHING),
    "https.untrusted": (
        _l("Przeglądarki mogą ostrzegać przed %(url)s: certyfikat nie jest uznawany."),
        NOTHING,
    ),
    "https.other": (_l("Pod adresem %(url)s odpowiada coś innego niż ten program."), NOTHING),
    "https.ends": (
        _l("Certyfikat strony kończy się; zostało dni: %(days)s. Potem przeglądarki będą ostrzegać mieszkańców."),
        _l("Proszę poprosić informatyka o nowy certyfikat."),
    ),
    "https.fine": (_l("Połączenie jest szyfrowane, certyfikat jest ważny; zostało dni: %(days)s."), NOTHING),
}
"""By the code of a finding: what is so, and what to do (empty where nothing is)."""


def said(finding: Finding) -> str:
    """What is so, in the reader's language."""
    return _filled(WORDS[finding.code][0], finding)


def to_do(finding: Finding) -> str:
    """What to do, in the reader's language; empty where nothing is."""
    return _filled(WORDS[finding.code][1], finding)


def _filled(sentence: Any, finding: Finding) -> str:
    facts = {name: number(value) if isinstance(value, int) else value for name, value in finding.facts.items()}
    return str(sentence) % facts
