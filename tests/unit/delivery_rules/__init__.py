"""What the pure parts of delivery decide."""
