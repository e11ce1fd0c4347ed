"""What Twilio says when it refuses a request: its codes, its words, its JSON."""

from typing import Any

# code: (HTTP status, Twilio's words). Source: Twilio's error dictionary, twilio.com/docs/api/errors.
REFUSALS: dict[int, tuple[int, str]] = {
    20001: (400, "Unknown or unusable parameter: {0}"),
    20003: (401, "Authenticate"),
    20009: (409, "Cannot delete this resource before it is complete: {0}"),
    20404: (404, "The requested resource {0} was not found"),
    20415: (415, "The request body must be application/x-www-form-urlencoded"),
    20429: (429, "Too Many Requests"),
    20500: (500, "An internal server error has occurred"),
    21211: (400, "Invalid 'To' Phone Number: {0}"),
    21408: (
        403,
        "Permission to send an SMS has not been enabled for the region indicated by the 'To' number: {0}",
    ),
    21602: (400, "Message body is required."),
    21603: (400, "A 'From' phone number is required."),
    21604: (400, "A 'To' phone number is required."),
    21606: (400, "The 'From' phone number provided ({0}) is not a valid message-capable Twilio phone number"),
    21609: (400, "The StatusCallback URL {0} is not a valid URL."),
    21610: (400, "Attempt to send to unsubscribed recipient"),
    21612: (
        400,
        "Message cannot be sent with the current combination of 'To' ({0}) and/or 'From' parameters",
    ),
    21614: (400, "'To' number is not a valid mobile number: {0}"),
    21617: (400, "The concatenated message body exceeds the 1600 character limit."),
    21620: (400, "Invalid media URL(s) {0}"),
    21623: (400, "Number of media files exceeds allowed limit"),
    21624: (400, "Invalid validity period value: {0}"),
    21701: (404, "The Messaging Service does not exist"),
    21703: (400, "The Messaging Service does not have a phone number available to send a message"),
    30409: (409, "Message {0} can no longer be canceled"),
}


class Refusal(Exception):
    """A request turned down with one of Twilio's codes; nothing was created unless the outcome says so."""

    def __init__(self, code: int, about: str = "") -> None:
        self.code = code
        self.status, words = REFUSALS[code]
        self.message = words.format(about)
        super().__init__(f"{code}: {self.message}")

    def as_json(self) -> dict[str, Any]:
        """Return the body of Twilio's error answer."""
        more = f"https://www.twilio.com/docs/errors/{self.code}"
        return {"code": self.code, "message": self.message, "more_info": more, "status": self.status}
