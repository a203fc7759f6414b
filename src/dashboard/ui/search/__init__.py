"""Search: a press, or the key '/', on any page looks up what is typed and leads there."""
