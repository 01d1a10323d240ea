"""Standards that reservations go out by."""
