"""Charts: plain data and translated words in, an SVG out. Neither the web nor the database, and never pyplot.

Every chart is a module with a frozen data class and `draw(data, width, theme) -> Figure`; `svg.svg(figure)` turns the
figure into bytes that are the same for the same data. A chart comes in two widths (WIDE for page and report, NARROW
for a phone) and two themes. Title, sentence, table and footer are HTML around it.

Words: a *plane* is where a chart is drawn, two scales on a figure; its *ruler* finds the pixel of a place; *artists*
are the shapes, marks and lines of text put there; the *pen* writes them down as SVG.
"""
