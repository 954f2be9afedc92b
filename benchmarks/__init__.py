"""Commands that measure accuracy, speed and reliability; anyone can run them."""
