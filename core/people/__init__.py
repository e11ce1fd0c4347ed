"""Users, roles, joining, signing in."""
