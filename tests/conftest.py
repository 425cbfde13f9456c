"""Settings of every test: generated cases are the same in each run, and no test judges speed."""

from hypothesis import settings

# a deadline would fail a right answer on a busy machine; derandomised, a failure comes back
settings.register_profile("forvarsel", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("forvarsel")
