"""From changes to alerts: titles, severity, routing. Pure."""
