INSERT INTO fact BY NAME SELECT * EXCLUDE (release) FROM base.fact WHERE source = getvariable('source');
INSERT INTO coverage BY NAME SELECT * EXCLUDE (release) FROM base.coverage WHERE source = getvariable('source');
INSERT INTO accepted SELECT source, id FROM base.accepted WHERE source = getvariable('source');
CREATE OR REPLACE TEMP TABLE base_releases AS SELECT id FROM base.release WHERE source = getvariable('source');
INSERT INTO standing_boundaries BY NAME SELECT * EXCLUDE (release, position) FROM base.boundary
    SEMI JOIN base_releases ON id = release ORDER BY area, ring, position;
INSERT INTO standing_plan_wards BY NAME SELECT * EXCLUDE (release, need_index) FROM base.plan_ward
    SEMI JOIN base_releases ON id = release;
INSERT INTO standing_plan_needs BY NAME FROM base.plan_need SEMI JOIN standing_plan_wards USING (plan, ward);
