"""What is so, by law: figures, criteria, categories, streaks, margins and the 40 % target."""
