"""One chart a module: findings in; figure, sentence and table out."""
