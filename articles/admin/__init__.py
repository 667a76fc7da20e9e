"""The editors' face: Django's admin over `articles.editing`. One module for each type of content.

Importing the package registers nothing: Django loads `articles.admin.site` first, and `articles.admin.registry` registers with it.
"""
