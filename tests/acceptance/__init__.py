"""The main job, whole, as a user sees it."""
