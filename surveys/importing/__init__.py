"""Taking in answers collected elsewhere: mapping -> questionnaire version, rows -> responses of mode ``import``.

The mapping is also the questionnaire: which column is which question, which values lie on its scale, which mean "don't
know". Only answers are taken over; nothing else of the row is kept.
"""
