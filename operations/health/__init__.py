"""Is everything well? Small checks in one table, asked by ``flask doctor``, the status page, /readyz and /metrics.

Words: a *check* looks at one thing and gives one *finding*: a signal (fine, soon, late, neutral) and a code with facts.
What a finding means is said in ``english.py`` for whoever runs the machine and in ``words.py`` for the administrator.
"""
