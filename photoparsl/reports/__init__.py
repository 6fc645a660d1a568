"""Reports about a run: summary, status, history, cost, export, provenance.  `page` has the page."""
