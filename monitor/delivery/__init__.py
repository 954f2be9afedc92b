"""From alerts to endpoints: signing and schedule (pure), and the sender."""
