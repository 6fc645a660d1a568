"""How photos are fetched: one transfer, and many at once over connections that stay."""
