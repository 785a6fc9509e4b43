"""Pages, pictures and files of the results."""

from analytics.routes import (
    against,
    annual,
    charts,
    comments,
    compared,
    control,
    dashboard,
    definitions,
    figures,
    headlines,
    packs,
    published,
    results,
    survey_grid,
    views,
)
from analytics.routes.room import blueprint

__all__ = [
    "against",
    "annual",
    "blueprint",
    "charts",
    "comments",
    "compared",
    "control",
    "dashboard",
    "definitions",
    "figures",
    "headlines",
    "packs",
    "published",
    "results",
    "survey_grid",
    "views",
]
