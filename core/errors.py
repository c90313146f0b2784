"""What a person is told when a rule of the programme says no."""


class RuleError(Exception):
    """One polite Vietnamese sentence that may be shown as it is.

    Raised by actions; pages answer it beside the form, commands print it and exit 1.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
