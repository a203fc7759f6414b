-- Every table of the database. Run by the build alone, into an empty file.

-- One row a fact about the build itself: schema, version, built_at, reporting_date, as_at ('' for the present) and
-- record (a digest of what is recorded of actions).
CREATE TABLE meta (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL);

-- One row an area: ward, borough, BCU or the MPS. `code` is the id everywhere.
CREATE TABLE area (
    code VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL,
    level VARCHAR NOT NULL,          -- ward, borough, bcu, mps
    parent VARCHAR,                  -- code of the area above
    borough VARCHAR,                 -- code of its borough (wards and boroughs)
    bcu VARCHAR,                     -- code of its BCU (wards, boroughs and BCUs)
    valid_from DATE,
    valid_to DATE,
    population BIGINT NOT NULL,      -- usual residents, Census 2021
    part VARCHAR,                    -- of a borough: inner or outer
    hectares DOUBLE,                 -- of a borough: its land to mean high water
    hex_col INTEGER,                 -- hexagon layout, pointy-top, odd rows shifted right, row 0 at the top
    hex_row INTEGER,
    longitude DOUBLE,
    latitude DOUBLE
);

-- One row a declared source.
CREATE TABLE source (
    id VARCHAR PRIMARY KEY, name VARCHAR, publisher VARCHAR, licence VARCHAR, address VARCHAR,
    frequency VARCHAR, freshness_days INTEGER, quirks VARCHAR[],
    assumes_base BOOLEAN             -- its files do not say how many people were asked: the bases of its facts are assumed
);

-- One row a date at which a source's series stops being comparable with itself.
CREATE TABLE series_break (source VARCHAR, date DATE, title VARCHAR, note VARCHAR, levels VARCHAR[]);

-- One row a received file.
CREATE TABLE release (
    id VARCHAR PRIMARY KEY,          -- '<source>/<published>'
    source VARCHAR NOT NULL,
    published DATE NOT NULL,
    file VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    rows_read BIGINT NOT NULL,
    facts BIGINT NOT NULL,
    revised BIGINT NOT NULL,         -- facts of earlier releases that this one changes
    demonstration BOOLEAN NOT NULL,
    first_period DATE,
    last_period DATE,
    publisher VARCHAR,               -- as its note says; this and the next two are null where an older note does not
    loaded_by VARCHAR,
    loaded_at TIMESTAMP              -- UTC
);

-- One row a day on which a release that stands was published, and the name of the database as it stood then (in the
-- folder of vintages). Which days there are is asked of the database in force alone.
CREATE TABLE day (published DATE PRIMARY KEY, file VARCHAR NOT NULL);

-- One row a thing under the received files that is no release or could not be read, for the operator; no query reads it.
CREATE TABLE stray (
    path VARCHAR NOT NULL,
    release VARCHAR,                 -- id of the release that figures were once made of and now lack for it, else null
    message VARCHAR NOT NULL
);

-- One row a thing to know about a received file, or about the build.
CREATE TABLE finding (
    source VARCHAR, release VARCHAR, file VARCHAR, severity VARCHAR,   -- error, warning, note
    row_number BIGINT, column_name VARCHAR, message VARCHAR
);

-- One row an implausible month, area or category of a source that a person has accepted as it is.
CREATE TABLE accepted (
    source VARCHAR NOT NULL, id VARCHAR NOT NULL,   -- id: as checks/implausible_months.sql forms it
    release VARCHAR NOT NULL, accepted_by VARCHAR, why VARCHAR
);

-- One row a value that a release publishes: the finest grain, later releases already in force.
CREATE TABLE fact (
    source VARCHAR NOT NULL, measure VARCHAR NOT NULL, area VARCHAR NOT NULL,
    period_start DATE NOT NULL, period_end DATE NOT NULL,
    group_type VARCHAR NOT NULL, group_name VARCHAR NOT NULL,           -- '' for the whole area
    value DOUBLE, base DOUBLE, lower DOUBLE, upper DOUBLE,
    release VARCHAR NOT NULL
);

-- One row a source, level and period that a release covers: in a sparse source an absent fact is a zero there.
CREATE TABLE coverage (source VARCHAR, level VARCHAR, period_start DATE, period_end DATE, release VARCHAR);

-- One row a declared indicator.
CREATE TABLE indicator (
    id VARCHAR PRIMARY KEY, name VARCHAR, short VARCHAR, theme VARCHAR, theme_order INTEGER,
    position INTEGER, headline BOOLEAN, definition VARCHAR, why VARCHAR, sources VARCHAR[], unit VARCHAR,
    decimals INTEGER, better VARCHAR, method VARCHAR, multiplier DOUBLE, stock BOOLEAN, period VARCHAR,
    design_effect DOUBLE, levels VARCHAR[], group_types VARCHAR[], demand VARCHAR, least_base INTEGER,
    withhold_below INTEGER,
    first_period DATE, last_period DATE,     -- last days of the first and last period with a figure; null: none
    levels_held VARCHAR[]                    -- levels that have a figure
);

-- One row an indicator of areas below a minimum and a measure of it: the least that an area should have.
CREATE TABLE minimum (indicator VARCHAR, measure VARCHAR, least DOUBLE);

-- One row an indicator, source and area whose figures the publisher rounds.
CREATE TABLE rounding (
    indicator VARCHAR NOT NULL, source VARCHAR NOT NULL, area VARCHAR NOT NULL,
    deviation DOUBLE NOT NULL,       -- standard deviation that rounding adds to a figure, in the indicator's unit
    PRIMARY KEY (indicator, source, area)
);

-- One row an indicator of counted events and an area: how much more its months vary than chance gives.
CREATE TABLE dispersion (
    indicator VARCHAR NOT NULL, area VARCHAR NOT NULL,
    phi DOUBLE NOT NULL,             -- variance over mean of a month's count, trend and season taken out
    degrees INTEGER NOT NULL,        -- degrees of freedom on which phi rests
    months INTEGER NOT NULL,         -- months on which phi rests
    PRIMARY KEY (indicator, area)
);

-- One row a dated target of an indicator; known_from NULL: known on every day.
CREATE TABLE target (indicator VARCHAR, date DATE, value DOUBLE, known_from DATE, note VARCHAR);

-- One row a known change of an indicator's process, from which control limits begin anew.
CREATE TABLE step_change (
    indicator VARCHAR, date DATE, title VARCHAR, note VARCHAR,
    areas VARCHAR[]                          -- codes of the areas that changed; empty: every area
);

-- One row a lever of "what if", with what is assumed to follow where it is moved by one per cent (null: nothing is).
CREATE TABLE lever (
    id VARCHAR PRIMARY KEY, page VARCHAR, name VARCHAR, unit VARCHAR, value DOUBLE, low DOUBLE, high DOUBLE, step DOUBLE,
    note VARCHAR, position INTEGER,
    share_value DOUBLE, share_low DOUBLE, share_high DOUBLE, share_note VARCHAR,         -- of the odds of a share
    duration_value DOUBLE, duration_low DOUBLE, duration_high DOUBLE, duration_note VARCHAR  -- of minutes
);

-- One row an indicator, area, period and group: what every chart reads. Sorted by indicator, level, area, period.
CREATE TABLE observation (
    indicator VARCHAR NOT NULL, level VARCHAR NOT NULL, area VARCHAR NOT NULL,
    period_start DATE NOT NULL, period_end DATE NOT NULL,
    group_type VARCHAR NOT NULL, group_name VARCHAR NOT NULL,           -- '' for the whole area
    numerator DOUBLE,                -- null for a published statistic and for a withheld figure
    denominator DOUBLE,              -- null for a count, a published statistic and a withheld figure
    base DOUBLE,                     -- people asked, incidents counted; null where there is none
    value DOUBLE,                    -- in the indicator's unit; null where withheld
    lower DOUBLE, upper DOUBLE,      -- the source's own 95% interval, else null
    withheld VARCHAR,                -- 'withheld', whatever the reason: the reason itself would tell of the figure; else null
    source VARCHAR NOT NULL,
    release VARCHAR NOT NULL,        -- the newest release among the facts behind it
    rolled_up BOOLEAN NOT NULL,      -- added up from the level below
    year_numerator DOUBLE, year_denominator DOUBLE, year_base DOUBLE, year_value DOUBLE,
    year_lower DOUBLE, year_upper DOUBLE,                               -- the figure a year before, null where none
    broken VARCHAR                   -- why the figure a year before cannot be compared, else null
);

-- One row a withheld observation: its true counts, for disclosure control of other days' databases; no query reads it.
CREATE TABLE withheld_figure (
    indicator VARCHAR NOT NULL, level VARCHAR NOT NULL, area VARCHAR NOT NULL, period_end DATE NOT NULL,
    group_type VARCHAR NOT NULL, group_name VARCHAR NOT NULL,
    numerator DOUBLE, denominator DOUBLE,
    reason VARCHAR NOT NULL,         -- 'base' (too few asked), 'count' (too few events), 'secondary' (would give one away)
    need DOUBLE NOT NULL,            -- width of the range that must be left open; 0 where it protects another
    denominator_hidden BOOLEAN NOT NULL      -- whether the denominator itself must not be known
);

-- One row a count that can be added up, an indicator's numerator (n) or denominator (d): the measures it adds up.
CREATE TABLE count_form (
    indicator VARCHAR NOT NULL, role VARCHAR NOT NULL, measures VARCHAR[], signs INTEGER[], stock BOOLEAN,
    total_over VARCHAR, only_groups VARCHAR[], sources VARCHAR[]
);

-- One row an indicator, level and kind of group that has an observation: what is held, so that asking does not read them.
CREATE TABLE held (
    indicator VARCHAR NOT NULL, level VARCHAR NOT NULL, group_type VARCHAR NOT NULL,   -- '' for the whole area
    first_period DATE NOT NULL, last_period DATE NOT NULL,  -- last days of the first and last period observed
    periods BIGINT NOT NULL,
    areas BIGINT NOT NULL,           -- areas with a figure in some period
    figures BIGINT NOT NULL,         -- observations with a figure
    withheld BIGINT NOT NULL,        -- observations whose figure is withheld
    PRIMARY KEY (indicator, level, group_type)
);

-- One row a borough and one of the boroughs most like it, nearest first.
CREATE TABLE similar_area (area VARCHAR, similar_to VARCHAR, position INTEGER, distance DOUBLE);

-- One row a feature by which boroughs were found similar: an indicator, or the density of residents.
CREATE TABLE similar_feature (feature VARCHAR, name VARCHAR, unit VARCHAR, position INTEGER);

-- One row a borough and feature: its figure, and that standardised over the boroughs (mean 0, standard deviation 1).
CREATE TABLE similar_value (area VARCHAR, feature VARCHAR, value DOUBLE, score DOUBLE);

-- One row a point of a ring of an area's boundary, simplified for drawing, WGS84. Without a release it is drawn from the
-- centres of wards, and its borders are approximate.
CREATE TABLE boundary (
    area VARCHAR, level VARCHAR, ring INTEGER, position INTEGER, longitude DOUBLE, latitude DOUBLE, release VARCHAR
);

-- One row a declared allocation plan.
CREATE TABLE plan (
    id VARCHAR PRIMARY KEY, name VARCHAR, short VARCHAR, status VARCHAR, from_date DATE, threshold DOUBLE, note VARCHAR,
    audience VARCHAR[]                       -- ids of those it is for
);

-- One row a declared audience of plans.
CREATE TABLE audience (id VARCHAR PRIMARY KEY, name VARCHAR);

-- One row a plan and release that states it, whether or not it is the last that does.
CREATE TABLE plan_release (plan VARCHAR, release VARCHAR);

-- One row a plan and component of need, with its weight.
CREATE TABLE plan_component (plan VARCHAR, component VARCHAR, label VARCHAR, weight DOUBLE, position INTEGER);

-- One row a plan and ward: its tier, posts and need index (weighted mean of the components, 0 to 100).
CREATE TABLE plan_ward (
    plan VARCHAR, ward VARCHAR, tier VARCHAR, dwo_posts DOUBLE, pcso_posts DOUBLE, need_index DOUBLE, release VARCHAR
);

-- One row a plan, ward and component of need: its score, 0 to 100.
CREATE TABLE plan_need (plan VARCHAR, ward VARCHAR, component VARCHAR, score DOUBLE);

-- One row an action of a board; `status`, `owner`, `due` and `due_words` are as the last dated word on it left them, and
-- `due_words` is the words of a deadline that is no date, '' where there are none.
CREATE TABLE action (
    id VARCHAR PRIMARY KEY, number INTEGER, meeting DATE, board VARCHAR, title VARCHAR, text VARCHAR,
    paragraph VARCHAR, owner VARCHAR, reports_to VARCHAR, due DATE, due_words VARCHAR, status VARCHAR, carried_from DATE,
    first_status VARCHAR, first_due DATE, first_due_words VARCHAR, first_owner VARCHAR,    -- as first recorded
    demonstration BOOLEAN                    -- true: invented, which its title says too
);

-- One row a view on which an action rests, in the URL's words.
CREATE TABLE evidence (
    action VARCHAR, position INTEGER, page VARCHAR, chart VARCHAR, indicator VARCHAR, area VARCHAR,
    period VARCHAR, comparator VARCHAR, group_type VARCHAR, plan VARCHAR, note VARCHAR
);

-- One row a dated word on an action, from its own record or from a later meeting that took it up again.
CREATE TABLE action_update (
    action VARCHAR, date DATE, text VARCHAR,
    status VARCHAR, owner VARCHAR,           -- from then on; null: unchanged
    due DATE, due_words VARCHAR,             -- the deadline from then on; both null: unchanged
    position INTEGER                         -- order of record, which decides between words of one day
);

-- One row a plan, review or law that promises something (`data/declared/promises`).
CREATE TABLE framework (
    id VARCHAR PRIMARY KEY, position INTEGER,    -- in the order in which they were published
    name VARCHAR, short VARCHAR, publisher VARCHAR,
    published DATE,                              -- a day by which it was public
    published_words VARCHAR,                     -- where the day itself is not known; else ''
    source VARCHAR, address VARCHAR, succeeded_by VARCHAR, note VARCHAR
);

-- One row a promise of a framework, in our own words.
CREATE TABLE promise (
    id VARCHAR PRIMARY KEY,                      -- 'turnaround-2023/extra-pcsos'
    framework VARCHAR, position INTEGER, mark VARCHAR, title VARCHAR, text VARCHAR, owner VARCHAR,
    known_from DATE,                             -- the day on which it was made public
    due DATE, due_words VARCHAR, source VARCHAR, address VARCHAR,
    indicators VARCHAR[]                         -- that rest on it, the one that tells most first
);

-- One row a chart that shows how a promise stands.
CREATE TABLE promise_chart (
    promise VARCHAR, position INTEGER, page VARCHAR, chart VARCHAR, indicator VARCHAR, note VARCHAR
);

-- One row a dated word on a promise, with the source that has it.
CREATE TABLE promise_entry (
    promise VARCHAR, position INTEGER, date DATE, text VARCHAR, source VARCHAR,
    status VARCHAR                               -- from then on; null: unchanged
);

-- One row an area where something was tried, as the record of a meeting has it.
CREATE TABLE trial (
    area VARCHAR, indicators VARCHAR[],      -- those it was tried for
    not_tried_for VARCHAR[],                 -- those set beside them
    title VARCHAR, start DATE, "end" DATE,   -- null: none recorded
    rolled_out DATE,                         -- by then the other areas were getting it too; null: not recorded
    meeting DATE, paragraph VARCHAR, note VARCHAR
);

-- One row a trial, an indicator and a start of it, moved by some quarters: its area's change less the others', worked
-- out from true counts and rounded so that no withheld count can be got from it.
CREATE TABLE trial_estimate (
    area VARCHAR NOT NULL, indicator VARCHAR NOT NULL,
    tried BOOLEAN NOT NULL,          -- whether it was tried for that indicator
    shift INTEGER NOT NULL,          -- quarters by which the start is moved
    start DATE NOT NULL,             -- as moved
    last_period DATE NOT NULL,       -- last day of the last quarter compared
    quarters_before INTEGER NOT NULL, quarters_during INTEGER NOT NULL,
    areas INTEGER NOT NULL,          -- that on trial among them
    withheld INTEGER NOT NULL,       -- quarters of an area that are withheld and counted here
    step DOUBLE,                     -- points to which effect and limits are rounded; null: nothing can be told
    effect DOUBLE, lower DOUBLE, upper DOUBLE,                          -- points, 95% interval
    p_value DOUBLE,                  -- two-sided, of the start as recorded
    beyond BOOLEAN,                  -- whether the interval leaves 0 out
    parallel BOOLEAN,                -- whether it moved like the others before the start, within chance
    PRIMARY KEY (area, indicator, shift)
);

-- One row a declared offence that is charted by its spells in each ward.
CREATE TABLE rare_offence (
    id VARCHAR PRIMARY KEY, position INTEGER, name VARCHAR, definition VARCHAR, source VARCHAR,
    measures VARCHAR[],              -- of the source, added up
    better VARCHAR,                  -- lower, or neutral
    note VARCHAR
);

-- One row a ward and month with such an offence: what its charts are made of. None is of a measure that any indicator
-- withholds (declared/rare_offences.py).
CREATE TABLE rare_offence_count (
    offence VARCHAR NOT NULL, area VARCHAR NOT NULL, period_end DATE NOT NULL, offences BIGINT NOT NULL
);

-- One row a dated event marked on charts over time.
CREATE TABLE event (date DATE, title VARCHAR, kind VARCHAR);
