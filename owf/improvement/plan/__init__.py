"""The plan: from gaps to actions, milestones, quarterly updates, and what moved."""
