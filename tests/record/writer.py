"""Run by the tests: appends to the record and prints each entry once it is acknowledged.

Arguments: author, number of entries. What it writes is told by the author and the number.
"""

import datetime as dt
import sys

from dashboard.record.action_words import ActionUpdate, NewAction
from dashboard.record.ledger import open_record
from dashboard.settings import places

author, count = sys.argv[1], int(sys.argv[2])
record = open_record(places())
meeting = dt.date(2023, 4, 28)
for number in range(count):
    if number % 5 == 4:
        words = NewAction(title=f"{author} {number}", owner="MPS", board="A board")
        entry = record.append(author, words, meeting=meeting, numbers=(1, 2, 3))
    else:
        update = ActionUpdate(text=f"{author} {number}")
        entry = record.append(author, update, meeting=meeting, action="2023-04-28/3")
    print(entry.sequence, entry.hash, flush=True)
