"""Documents of people's own as Markdown of ours: what they say, what they link to, what in them is no Markdown. Pure."""
