"""What every picture uses: theme, pens, fonts, colours, axes."""
