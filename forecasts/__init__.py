"""What may come: the trajectory of each area, its draws through the law, and their record."""
