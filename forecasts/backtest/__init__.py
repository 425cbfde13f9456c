"""Rolling origins on the public record: what the forecast would have said, and what came."""
