"""Floor 8: the command line. ``maillage VERBE``, one module per verb."""
