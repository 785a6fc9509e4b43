"""Pages, pictures and files of the results."""

from analytics.routes import annual, comments, dashboard, definitions, published, results, survey_grid
from analytics.routes.room import blueprint

__all__ = ["annual", "blueprint", "comments", "dashboard", "definitions", "published", "results", "survey_grid"]
