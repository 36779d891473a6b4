"""What things are called on the command line."""


def option_of(name: str) -> str:
    """Return the command line's option for what is called `name`."""
    return "--lr" if name == "learning_rate" else f"--{name.replace('_', '-')}"
