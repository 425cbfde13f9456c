"""The public record of 2010-2024: what was published about the lists, with source and date."""
