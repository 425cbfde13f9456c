"""The law as data: one complete TOML per version, and what reads it."""
