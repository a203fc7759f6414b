"""The statement of a policing body: what it must publish, what is held of it, and its targets."""
