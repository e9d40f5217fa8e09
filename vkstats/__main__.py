"""`python -m vkstats` is `vkstats`."""

from vkstats.cli import main

if __name__ == "__main__":
    main()
