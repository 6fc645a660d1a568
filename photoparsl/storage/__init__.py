"""A run's folder: its files, and what is read from and written to them."""
