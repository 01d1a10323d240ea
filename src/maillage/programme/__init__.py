"""Floor 3: workshops, sessions, registrations, attendance. Keeps a price code, knows no price."""
