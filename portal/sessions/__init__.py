"""Where sessions are kept: `database` on PostgreSQL, `file` beside a database of SQLite."""
