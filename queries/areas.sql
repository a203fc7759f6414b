-- One row an area above the ward: every borough, BCU and the MPS, by name within level.
SELECT code, name, level, parent, bcu, population, part, hectares FROM area WHERE level <> 'ward' ORDER BY level, name
