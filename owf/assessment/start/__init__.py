"""The page Start: what there is to do."""
