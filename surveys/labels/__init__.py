"""Words of this room for people."""
