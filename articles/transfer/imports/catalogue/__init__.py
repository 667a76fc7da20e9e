"""Imports tables as skills, tools, industries, occupations, their links and figures."""
