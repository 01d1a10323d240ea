"""Calls: a list to phone from, on screen and on paper. Made by somebody of the team."""
