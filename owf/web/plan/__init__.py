"""The page of the plan: its gaps, actions, updates, board, meetings, and what moved."""
