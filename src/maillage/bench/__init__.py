"""Measures: how fast Maillage answers, on a database made for the purpose."""
