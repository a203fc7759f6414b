-- One row a ward: its name, its cell in the hexagon layout and its borough.
SELECT code AS ward, name, borough AS area, hex_col, hex_row FROM area WHERE level = 'ward' ORDER BY borough, code
