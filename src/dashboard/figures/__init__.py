"""One kind of chart a module: table to figure."""
