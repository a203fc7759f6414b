-- Recorded crime of other sources, by which that of this one is held to their sum.
INSERT INTO fact BY NAME SELECT * EXCLUDE (release) FROM base.fact
    WHERE contains(measure, '/') AND source NOT IN (SELECT source FROM fact)
        AND source <> getvariable('source')
        AND source NOT IN (SELECT source FROM base.release WHERE demonstration);
