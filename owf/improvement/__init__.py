"""What a Trust does about its results: the plan, its monitoring, and good practice."""
