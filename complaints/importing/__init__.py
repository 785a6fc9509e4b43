"""Taking in the register of another system: mapping -> rows -> typed cases -> action ``import_cases``.

An imported case keeps the days and moments it was given and its number in the old system. It is recorded now and
effective then. No names, addresses or letters are taken over: they stay in the register they came from.
"""
