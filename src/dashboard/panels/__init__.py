"""One chart a module: View to Panel."""
