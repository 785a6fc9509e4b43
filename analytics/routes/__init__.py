"""Pages, pictures and files of the results."""

from analytics.routes import annual, published, results, survey_grid
from analytics.routes.room import blueprint

__all__ = ["annual", "blueprint", "published", "results", "survey_grid"]
