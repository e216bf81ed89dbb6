"""Plans: priorities, actions with all that belongs to them, versions, quarters, meetings."""
