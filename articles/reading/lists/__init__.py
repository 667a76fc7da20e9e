"""What lists offer on every face: rows, filters with their facets, orders, pages."""
