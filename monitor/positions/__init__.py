"""From statements to positions and changes. Pure."""
