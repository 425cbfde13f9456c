"""Local early-warning models as data: a model is a TOML file, one engine carries them all."""
