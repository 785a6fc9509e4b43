"""All addresses of the program, one line each. Run as a program it writes routes.txt anew:

.venv/bin/python -m tests.house.routes
"""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from web.access import mark_of

LIST = Path(__file__).parent / "routes.txt"


def lines(app: Flask) -> list[str]:
    """``METHODS address endpoint mark``, sorted by address."""
    found = []
    for rule in app.url_map.iter_rules():
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        mark = mark_of(app.view_functions[rule.endpoint])
        found.append(f"{rule.rule}  {methods}  {rule.endpoint}  {mark or 'NO MARK'}")
    return sorted(found)


def main() -> None:
    """Write the list."""
    from app import create_app
    from tests.program import SECRET
    from web.settings import Settings

    app = create_app(Settings(database_url="sqlite://", secret_key=SECRET, testing=True))
    LIST.write_text("\n".join(lines(app)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
