"""The pages. A view finds what its address means, asks `articles` what readers see of it, and fills a template."""
