-- One row an action of the board; those of its records come before those invented for demonstration.
SELECT * FROM action ORDER BY demonstration, meeting, number
