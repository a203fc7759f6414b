-- One row an action of the board.
SELECT * FROM action ORDER BY meeting, number
