"""Plans in the demonstration: Cambridgeshire's of 2009 to 2012 in our words, all made up."""
