"""Pages, pictures and files of the results."""

from analytics.routes import against, annual, comments, control, dashboard, definitions, published, results, survey_grid
from analytics.routes.room import blueprint

__all__ = [
    "against",
    "annual",
    "blueprint",
    "comments",
    "control",
    "dashboard",
    "definitions",
    "published",
    "results",
    "survey_grid",
]
