"""The live record: what people write while the board sits, appended to and never changed."""
