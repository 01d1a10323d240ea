"""Floor 1: structures, carriers, places, rooms, occupancy, staff, roles, devices."""
