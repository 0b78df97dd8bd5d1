"""What is measured, against what. Each benchmark is a module with `main() -> dict`."""
