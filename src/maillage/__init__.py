"""Maillage runs a territory's network of digital places, from the first hello to the report."""

__version__ = "0.3.0"
