"""Least squares over time, with errors that do not pretend that one month knows nothing of the last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Rows = Sequence[Sequence[float]] | Floats
    Values = Sequence[float] | Floats


@dataclass(frozen=True, slots=True, eq=False)
class Regression:
    """Coefficients in the order of the design's columns, their covariance, and what the line leaves unexplained."""

    coefficients: Floats
    covariance: Floats
    residuals: Floats


def newey_west(design: Rows, values: Values, lag: int, is_adjusted: bool = True) -> Regression:
    """Return ordinary least squares with the covariance of Newey and West, Bartlett weights up to a lag.

    design: a row a moment in time, in order; lag: how many steps apart two errors may know of each other (0: White's
    errors). is_adjusted: times n / (n - k), since residuals of few rows are too small.

    Raises: ValueError when there are no more rows than columns, or a column follows from the others.
    Source: W. K. Newey and K. D. West, 1987, doi:10.2307/1913610. Tested against R's sandwich::NeweyWest(lag = 4,
    prewhite = FALSE) on Greene's investment data and against matrices of fractions.
    Deviation: none.
    """
    import numpy as np

    x, y = np.asarray(design, dtype=float), np.asarray(values, dtype=float)
    rows, columns = x.shape
    if rows <= columns or np.linalg.matrix_rank(x) < columns:
        raise ValueError(f"{rows} rows do not determine {columns} coefficients")
    inverse = np.linalg.inv(x.T @ x)
    coefficients = inverse @ (x.T @ y)
    residuals = y - x @ coefficients
    scores = x * residuals[:, np.newaxis]
    meat = scores.T @ scores
    for step in range(1, lag + 1):
        apart = scores[step:].T @ scores[:-step]
        meat += (1 - step / (lag + 1)) * (apart + apart.T)
    covariance = inverse @ meat @ inverse
    return Regression(coefficients, covariance * (rows / (rows - columns) if is_adjusted else 1), residuals)
