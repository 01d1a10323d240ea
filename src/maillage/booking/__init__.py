"""Machines, rooms, desks and studio: who may use what, and when."""
