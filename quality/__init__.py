"""The room where the office learns from its figures.

A signal of a control chart opens a **review**: somebody owns it, has a last day, and concludes in words what it was: a
cause that was found, no cause, an artefact of counting, or a step change. Nothing here changes a figure.
"""
