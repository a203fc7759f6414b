"""Published statistics: table to table, each with its source."""
