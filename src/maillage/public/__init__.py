"""Floor 8: a face of Maillage."""
