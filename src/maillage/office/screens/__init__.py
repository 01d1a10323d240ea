"""Screens of the office: thin views, one module a subject."""
