"""Our side of bench/kpi.py as a process of its own: python -m bench.kpi_numpy FOLDER TARGET."""

import sys
from pathlib import Path

from analytics.measures.columns import read_columns
from analytics.measures.tables import answer_tables, case_tables


def main() -> None:
    """Read the columns, compute every table, write them as one file."""
    import numpy as np

    columns = read_columns(Path(sys.argv[1]))
    found = {**vars(case_tables(columns)), **vars(answer_tables(columns))}
    np.savez(sys.argv[2], **found)


if __name__ == "__main__":
    main()
