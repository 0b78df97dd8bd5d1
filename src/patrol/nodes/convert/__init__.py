"""nodes/convert."""
