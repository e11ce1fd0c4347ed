"""The results of an action: what its volunteers did, and how its texts did."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from core.models import Action
from core.results.overview import Overview, overview
from core.results.performance import Performance, performance
from core.results.texts import texts


@dataclass(frozen=True)
class Results:
    """Both blocks of the results page, counted at one moment."""

    overview: Overview
    performance: Performance


def count(session: Session, action: Action) -> Results:
    """Count an action, in a handful of queries whatever its size."""
    counted = texts(session, action.id)
    return Results(overview(session, action, counted), performance(session, action, counted))
