"""PostgreSQL and Valkey for a newcomer: found or taken from wheels, started in a private folder, stopped with us."""
