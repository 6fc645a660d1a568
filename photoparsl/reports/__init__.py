"""What is made of a run's results, the page apart: summary, status, cost, export."""
