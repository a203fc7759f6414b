"""One published family of files each: file to tidy rows and findings."""
