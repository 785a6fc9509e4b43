"""What files, their states and the reasons for a refusal are called, for people."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import lazy_gettext as _l

from kernel.errors import RuleBroken

KINDS: Final = {
    "jpg": _l("zdjęcie JPEG"),
    "png": _l("obraz PNG"),
    "pdf": _l("dokument PDF"),
    "docx": _l("dokument Word"),
    "xlsx": _l("arkusz Excel"),
    "odt": _l("dokument OpenDocument"),
    "ods": _l("arkusz OpenDocument"),
    "txt": _l("zwykły tekst"),
}
STATES: Final = {
    "held": _l("czeka na sprawdzenie skanerem antywirusowym"),
    "available": _l("można pobrać"),
    "infected": _l("skaner znalazł wirusa, pliku nie wydajemy"),
}
ACCEPT: Final = ".jpg,.jpeg,.png,.webp,.pdf,.docx,.xlsx,.odt,.ods,.txt,image/jpeg,image/png,image/webp,application/pdf"
"""What a browser offers first in its own window; what was sent is judged by its content all the same."""


def sentence_for(broken: RuleBroken) -> str:
    """What a refused file says to people: what is wrong with it, and what they can do instead."""
    sentences: dict[str, Any] = {
        "file_empty": _l("Plik jest pusty. Proszę sprawdzić, czy otwiera się na tym urządzeniu, i wybrać go ponownie."),
        "file_too_large": _l(
            "Plik jest za duży: może mieć najwyżej %(limit)s MB. Proszę go zmniejszyć albo podzielić."
        ),
        "file_kind": _l(
            "Takiego pliku nie przyjmujemy. Przyjmujemy zdjęcia (JPEG, PNG, WebP), PDF, dokumenty i arkusze Word, "
            "Excel i OpenDocument (DOCX, XLSX, ODT, ODS) oraz zwykły tekst. Proszę zapisać go jako PDF."
        ),
        "file_heic": _l(
            "To zdjęcie w formacie HEIC albo AVIF, którego nie otworzy każdy. Proszę je zapisać jako JPEG."
        ),
        "file_old_office": _l(
            "To dokument w starym formacie (DOC, XLS) albo zabezpieczony hasłem. Proszę go zapisać bez hasła jako "
            "DOCX, XLSX albo PDF."
        ),
        "file_archive": _l("Spakowanych plików (ZIP) nie przyjmujemy. Proszę dołączyć każdy plik osobno."),
        "file_macros": _l(
            "W tym dokumencie są makra albo osadzone obiekty, które mogłyby zaszkodzić. Proszę zapisać go jako PDF."
        ),
        "file_encrypted": _l(
            "Plik jest zabezpieczony hasłem albo zaszyfrowany, więc nie da się go sprawdzić. Proszę zapisać go bez "
            "zabezpieczeń."
        ),
        "file_damaged": _l(
            "Plik jest uszkodzony albo niepełny. Proszę sprawdzić, czy otwiera się na tym urządzeniu, i zapisać go "
            "ponownie."
        ),
        "file_two_kinds": _l("Plik udaje dwa rodzaje plików naraz. Proszę zapisać go ponownie, na przykład jako PDF."),
        "file_bomb": _l("Plik po rozpakowaniu byłby zbyt duży. Proszę zapisać go jako PDF albo podzielić."),
        "file_no_image": _l("To nie jest obraz. Proszę wybrać plik PNG albo JPEG."),
        "scan_no_pdf": _l("To nie jest PDF. Skan petycji proszę zapisać jako PDF."),
        "no_scan": _l("Nie wybrano pliku. Proszę wskazać PDF ze skanem."),
        "image_pixels": _l("Obraz ma za dużo punktów: może mieć najwyżej %(limit)s megapikseli. Proszę go zmniejszyć."),
        "file_infected": _l("Skaner antywirusowy znalazł w tym pliku wirusa. Nie przyjmujemy go."),
        "too_many_files": _l("Można dołączyć najwyżej %(limit)s plików. Pozostałe proszę donieść albo wysłać osobno."),
        "no_room": _l(
            "Na serwerze zabrakło miejsca i pliku nie zapisaliśmy. Sprawę można wysłać bez niego, a plik dosłać "
            "później."
        ),
    }
    sentence = str(sentences.get(broken.code, broken.message or broken.code))
    return sentence % broken.facts if broken.code in sentences else sentence


def named_sentence(name: str, broken: RuleBroken) -> str:
    """The same, with the name of the file it is about."""
    return f"{name}: {sentence_for(broken)}"
