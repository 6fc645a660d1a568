"""From a photo's bytes to pixels and colours, within limits."""
