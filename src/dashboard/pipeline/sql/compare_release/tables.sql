CREATE TABLE area (code VARCHAR, level VARCHAR, parent VARCHAR);
CREATE TABLE offered_facts (
    measure VARCHAR, area VARCHAR, period_start DATE, period_end DATE, group_type VARCHAR, group_name VARCHAR,
    value DOUBLE, base DOUBLE, lower DOUBLE, upper DOUBLE);
CREATE TABLE offered_coverage (level VARCHAR, period_start DATE, period_end DATE);
CREATE TABLE offered_boundaries (area VARCHAR, level VARCHAR, ring INTEGER, longitude DOUBLE, latitude DOUBLE);
CREATE TABLE offered_plan_wards (plan VARCHAR, ward VARCHAR, tier VARCHAR, dwo_posts DOUBLE, pcso_posts DOUBLE);
CREATE TABLE offered_plan_needs (plan VARCHAR, ward VARCHAR, component VARCHAR, score DOUBLE);
CREATE TABLE accepted (source VARCHAR, id VARCHAR);
CREATE TABLE release (source VARCHAR, demonstration BOOLEAN);
CREATE TABLE fact AS SELECT '' AS source, * FROM offered_facts;
CREATE TABLE coverage AS SELECT '' AS source, * FROM offered_coverage;
CREATE TABLE standing_boundaries AS FROM offered_boundaries;
CREATE TABLE standing_plan_wards AS FROM offered_plan_wards;
CREATE TABLE standing_plan_needs AS FROM offered_plan_needs;
