"""Statistics that are unlikely in a clean election; none may alarm before it is compared with simulated clean ones."""
