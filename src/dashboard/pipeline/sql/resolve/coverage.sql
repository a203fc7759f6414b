INSERT INTO coverage BY NAME
SELECT * EXCLUDE (turn) FROM staged_coverage
QUALIFY turn = max(turn) OVER (PARTITION BY source, period_end)
