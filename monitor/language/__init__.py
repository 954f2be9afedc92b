"""From text to statements: who said what. Pure."""
