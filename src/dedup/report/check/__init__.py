"""Reports on a check: those on its articles, and before them what the gate says. One module a format."""
