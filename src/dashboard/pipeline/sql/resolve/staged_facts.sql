CREATE TEMP TABLE IF NOT EXISTS staged_fact AS SELECT *, 0 AS turn FROM fact;
CREATE TEMP TABLE IF NOT EXISTS staged_coverage AS SELECT *, 0 AS turn FROM coverage;
