"""A pack of figures as files: the same bytes for the same record and moment, on every machine.

Words: a *pack* is a folder of files about one period; its *book* is what people read, in print and as a page; its
*manifest* names every file by its digest, and what it was computed from.
"""

from analytics.pack_files.folder import NotAFolder, put
from analytics.pack_files.manifest import MANIFEST, troubles
from analytics.pack_files.writing import Written, write

__all__ = ["MANIFEST", "NotAFolder", "Written", "put", "troubles", "write"]
