"""The developer's and the tester's one command: python3 dev.py run | test | check | flask ...

This file is read by whatever Python the machine has, so it keeps to words every
Python 3 knows; the work is in devtools/.
"""

import sys

OLDEST = (3, 11)

if sys.version_info < OLDEST:
    sys.stderr.write(
        "Interesant needs Python 3.11 or newer and this is %d.%d: install a newer one "
        "(Debian 12, Ubuntu 24.04: apt-get install python3) and start again with it.\n" % tuple(sys.version_info[:2])
    )
    sys.exit(2)

from devtools.main import main  # noqa: E402 - only after the version is known to be enough

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
