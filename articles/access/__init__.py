"""Who signs in, from where, how often, and what an account may do once it is active."""
