-- One row a ward: its cell in the hexagon layout and its borough.
SELECT code AS ward, borough AS area, hex_col, hex_row FROM area WHERE level = 'ward' ORDER BY borough, code
