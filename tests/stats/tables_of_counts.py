"""Tables of counts for disclosure control, small enough to see through."""

import numpy as np
import pandas as pd

LEAST = 10


def table(counts, limit=LEAST):
    """Cells and terms of a table of counts: its rows and columns add up to totals, the totals to a
    grand total.
    """
    whole = np.array(counts, float)
    whole = np.vstack([whole, whole.sum(axis=0)])
    whole = np.hstack([whole, whole.sum(axis=1, keepdims=True)])
    tall, wide = whole.shape
    rows = [(i, j) for i in range(tall) for j in range(wide)]
    small = [0 < whole[i, j] < limit for i, j in rows]
    cells = pd.DataFrame(
        {
            "code": [f"{i:02}-{j:02}" for i, j in rows],
            "value": [whole[i, j] for i, j in rows],
            "reason": np.where(small, "count", ""),
            "need": np.where(small, float(limit), 0.0),
            "limit": float(limit),
            "order": [f"{i:02}-{j:02}" for i, j in rows],
            "rank": [(i == tall - 1) + (j == wide - 1) for i, j in rows],
            "signed": False,
        }
    )
    terms = [(f"row {i}", i * wide + j, -1 if j == wide - 1 else 1) for i, j in rows]
    terms += [(f"column {j}", i * wide + j, -1 if i == tall - 1 else 1) for i, j in rows]
    return cells, pd.DataFrame(terms, columns=["equation", "cell", "sign"])


def line(counts, limit=LEAST):
    """Cells and terms of counts that add up to one total."""
    cells, terms = table([counts], limit)
    return cells[: len(counts) + 1], terms[terms["equation"] == "row 0"]
