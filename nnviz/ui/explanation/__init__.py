"""The explained update on screen: step mode, its panel, and the inspector of single numbers."""
