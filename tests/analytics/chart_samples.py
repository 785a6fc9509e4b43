"""The newer charts with data to look at: full ones with long Polish names, and ones with nothing to draw."""

from __future__ import annotations

from typing import Any, Final

from analytics.charts import ages, funnel, heat, histogram, pareto, quadrant, strip

MONTHS: Final = ("gru", "sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paź", "lis")
LONG: Final = "Wydział Gospodarki Nieruchomościami, Geodezji i Planowania Przestrzennego"
DEPARTMENTS: Final = ("Razem", LONG, "Wydział Spraw Obywatelskich", "Biuro Rady Miejskiej", "bez wydziału")


def _cells(row: int) -> tuple[heat.HeatCell, ...]:
    hidden = {(3, 2), (3, 3), (3, 9), (4, 2), (4, 3), (4, 9)}
    return tuple(
        heat.HeatCell(None, is_hidden=True)
        if (row, column) in hidden
        else heat.HeatCell(None)
        if (row, column) == (2, 0)
        else heat.HeatCell((row + column) % 5, f"{70 + 2 * row + column}" + ("*" if row == 3 else ""))
        for column in range(12)
    )


HEAT: Final = heat.Heat(
    "Zadowolenie według wydziałów i miesięcy",
    "Im ciemniej, tym więcej.",
    tuple(heat.HeatRow(name, _cells(number), is_whole=number == 0) for number, name in enumerate(DEPARTMENTS)),
    MONTHS,
    ("2025", "2026", *[""] * 10),
    ((0, "70–75 %"), (1, "75–80 %"), (2, "80–85 %"), (3, "85–90 %"), (4, "90–100 %")),
    "ukryte",
    "Ukryte w niektórych miesiącach: Biuro Rady Miejskiej, bez wydziału. Gwiazdka: mała podstawa.",
    "Brak wydziałów",
)
HOURS: Final = heat.Heat(
    "Zadowolenie według dni tygodnia i godzin",
    "Im ciemniej, tym więcej.",
    tuple(
        heat.HeatRow(name, tuple(heat.HeatCell((hour * day) % 5, str(80 + hour)) for hour in range(10)), name[:2])
        for day, name in enumerate(("poniedziałek", "wtorek", "środa", "czwartek", "piątek"))
    ),
    tuple(str(hour) for hour in range(8, 18)),
    ("",) * 10,
    HEAT.classes,
    "brak albo ukryte",
    name_width=110,
)
PARETO: Final = pareto.Pareto(
    "Przedmioty spraw",
    "Słupki i linia",
    (
        pareto.ParetoRow("Zaniedbanie lub nienależyte wykonywanie zadań przez właściwe organy", "34", 41, 41, "41,0 %"),
        pareto.ParetoRow("Przewlekłe lub biurokratyczne załatwianie spraw", "22", 26.5, 67.5, "67,5 %"),
        pareto.ParetoRow("Zachowanie pracownika", "15", 18, 85.5, "85,5 %"),
        pareto.ParetoRow("bez przedmiotu", "12", 14.5, 100, "100,0 %"),
    ),
    "n",
    "narastająco",
    "\u00a0%",
    "Brak spraw",
)
AGES: Final = ages.Ages(
    "Sprawy w toku według wieku",
    "Słupki od zera",
    tuple(
        ages.AgesAtEnd(name, "2025" if place == 0 else "2026", (4 + place % 3, 11 + place, place % 5, place % 3, 1))
        for place, name in enumerate(MONTHS)
    ),
    ("0–7 dni", "8–30 dni", "31–60 dni", "61–90 dni", "ponad 90 dni"),
    "Brak spraw w toku",
)
STRIP: Final = strip.Strip(
    "Jakość danych",
    "Od wszystkich do liczonych",
    (
        strip.StripRow("wszystkie", 1240, "1 240", strip.Role.RAW),
        strip.StripRow("ta sama ocena zaraz po poprzedniej", 61, "61", strip.Role.FLAG),
        strip.StripRow("wypełnione pole, którego nie widać", None, "ukryte", strip.Role.FLAG),
        strip.StripRow("liczone (podstawa wyników)", 1161, "1 161", strip.Role.CLEAN),
    ),
    "Brak odpowiedzi",
)
RESERVE: Final = histogram.Histogram(
    "Zapas dni",
    "Słupki od zera",
    tuple(
        histogram.HistogramBar(label, n, place < 4)
        for place, (label, n) in enumerate(
            (
                ("22+", 1),
                ("15–21", 0),
                ("8–14", 2),
                ("1–7", 3),
                ("0–6", 12),
                ("7–13", 15),
                ("14–20", 6),
                ("21+", 2),
            )
        )
    ),
    "dni po ostatnim dniu i przed nim",
    "na czas",
    "po terminie",
    "Brak spraw",
)
FUNNEL: Final = funnel.Funnel(
    "Na czas według wydziałów: lejek",
    "Punkty i granice",
    (
        funnel.FunnelPoint(LONG, 210, 71, is_outside=True, is_far_outside=True),
        funnel.FunnelPoint("Wydział Architektury i Urbanistyki", 200, 70, is_outside=True),
        funnel.FunnelPoint("Wydział Spraw Obywatelskich", 190, 93, is_outside=True),
        funnel.FunnelPoint("Urząd Stanu Cywilnego", 40, 90),
        funnel.FunnelPoint("Biuro Rady", 12, 58),
    ),
    tuple(
        funnel.Limits(
            n, 84 - 70 / n**0.5, min(100, 84 + 70 / n**0.5), max(0, 84 - 110 / n**0.5), min(100, 84 + 110 / n**0.5)
        )
        for n in range(1, 227)
    ),
    84,
    "razem 84,0 %",
    "liczba spraw (n)",
    "granice 95 %",
    "granice 99,8 %",
    note="Bez punktu, bo ukryte: Wydział Kultury i Sportu.",
    empty="Brak wydziałów",
)
QUADRANT: Final = quadrant.Quadrant(
    "Co waży na ocenie",
    "Punkty",
    tuple(
        quadrant.Driver(name, rho, rho - 0.1, rho + 0.1, percent, f"ρ {rho} (0,42–0,63) · {percent} %")
        for name, rho, percent in (
            ("Łatwość załatwienia sprawy", 0.62, 81.0),
            ("Czas oczekiwania", 0.58, 71.5),
            ("Zrozumiałość informacji", 0.44, 84.0),
            ("Uprzejmość", 0.41, 92.3),
            ("Wiedza", 0.37, 90.1),
        )
    ),
    ("dobrze, waży mniej", "dobrze i ważne", "poprawić najpierw", "słabiej, waży mniej"),
    "ważność: związek z oceną ogólną (ρ Spearmana)",
    "oceny 4 i 5",
    note="Związek, nie przyczyna. n = 412.",
    empty="Za mało odpowiedzi",
)

FULL: Final[dict[str, tuple[Any, Any]]] = {
    "ages": (ages, AGES),
    "funnel": (funnel, FUNNEL),
    "heat": (heat, HEAT),
    "histogram": (histogram, RESERVE),
    "hours": (heat, HOURS),
    "pareto": (pareto, PARETO),
    "quadrant": (quadrant, QUADRANT),
    "strip": (strip, STRIP),
}
EMPTY: Final[dict[str, tuple[Any, Any]]] = {
    "ages": (ages, ages.Ages("T", "D", (), AGES.bands, "Nic nie jest w toku.")),
    "funnel": (funnel, funnel.Funnel("T", "D", (), (), 0, "", "", "", "", empty="Żaden wydział nie ma wyniku.")),
    "heat": (heat, heat.Heat("T", "D", (), (), (), (), "", empty="Żaden wydział nie ma wyniku.")),
    "histogram": (histogram, histogram.Histogram("T", "D", (), "", "", "", "Niczego nie załatwiono.")),
    "pareto": (pareto, pareto.Pareto("T", "D", (), "", "", "", "Nic nie wpłynęło.")),
    "quadrant": (quadrant, quadrant.Quadrant("T", "D", (), ("", "", "", ""), "", "", empty="Poniżej 50 odpowiedzi.")),
    "strip": (strip, strip.Strip("T", "D", (), "Nikt nie odpowiedział.")),
}
