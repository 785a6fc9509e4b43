"""Files people send: what they really are, where they lie, whether they may be given out.

Words: a *stored file* lies once under its hash, outside the web root, however many things refer to it; the *shelf* is
the folder where they lie, with its limits; a *draft* is a file that was checked and lies there under no name yet; a
*staged upload* waits with a form that has not been sent. An *attachment* is a room's link to a stored file.
"""
