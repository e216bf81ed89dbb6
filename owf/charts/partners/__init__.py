"""Charts of a Trust's partners: levels, who differs, and what moderation changed."""
