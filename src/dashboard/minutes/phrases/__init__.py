"""What a phrase of a record says: that something is asked, of whom, and by when."""
