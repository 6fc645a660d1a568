"""Pilots on other machines: what they are sent, what starts them, and what ends them."""
