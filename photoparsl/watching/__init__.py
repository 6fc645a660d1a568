"""What a run's folder tells of it, while it goes on and afterwards."""
