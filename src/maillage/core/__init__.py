"""Floor 0: scopes, commands, guards, journal, cents, dates. Knows the rest only by plain ids."""
