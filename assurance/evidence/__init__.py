"""The evidence bundle: a part of the record with all one needs to check it without us.

Words: an *extent* is what somebody asks for (a month, some cases, a sample); a *bundle* is the ZIP that answers it; its
*manifest* names every file in it with its hash and is signed by the key of the seals. The stand-alone verifier in
``assurance/verifier`` goes into every bundle; it is written apart and nothing here imports it.
"""
