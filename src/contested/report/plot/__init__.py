"""Parts shared by all charts: axes, labels, colours, panels."""
