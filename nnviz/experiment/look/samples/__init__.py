"""Looks at samples: how often classes are confused, which samples are the hardest."""
