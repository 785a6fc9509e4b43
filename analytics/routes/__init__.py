"""Pages, pictures and files of the results."""

from analytics.routes import (
    against,
    annual,
    charts,
    comments,
    control,
    dashboard,
    definitions,
    packs,
    published,
    results,
    survey_grid,
)
from analytics.routes.room import blueprint

__all__ = [
    "against",
    "annual",
    "blueprint",
    "charts",
    "comments",
    "control",
    "dashboard",
    "definitions",
    "packs",
    "published",
    "results",
    "survey_grid",
]
