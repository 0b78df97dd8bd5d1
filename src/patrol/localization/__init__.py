"""Where the car is on a known map: Monte-Carlo localization with scan matching."""
