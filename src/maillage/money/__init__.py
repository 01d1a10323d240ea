"""Floor 3: prices, memberships, sales, the till. Append-only, in integer cents."""
