"""Pages, pictures and files of the results."""

from analytics.routes import annual, results
from analytics.routes.room import blueprint

__all__ = ["annual", "blueprint", "results"]
