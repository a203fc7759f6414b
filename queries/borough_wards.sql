-- One row a ward of a borough, by name, with its cell in the hexagon layout.
SELECT code AS ward, borough, name, hex_col, hex_row FROM area WHERE level = 'ward' AND borough = $borough ORDER BY name
