"""The tablet at the door: everybody counts themselves, nobody is shown."""
