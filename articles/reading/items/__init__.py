"""One item as readers may see it: what its address means, what it links to, and what stands near it."""
