"""The rows a real list always has: odd numbers, people listed twice, names in capitals.

They are named here so that tests and guides can point at them.
"""

# This person said STOP to an earlier effort. The list does not know it; the campaign's own memory must.
OPTED_OUT = "+19375550198"

# (first name, last name, cell phone): what the phone column holds, as it stands in the file.
ODD_PHONES: tuple[tuple[str, str, str], ...] = (
    ("Olive", "Stopford", "(937) 555-0198"),  # OPTED_OUT
    ("Sheila", "Featherstone", "+61 491 570 006"),  # Australian, one of the lines kept for fiction there
    ("Margaret", "Tremblay", "+1 (416) 555-0123"),  # Canadian, and textable
    ("Gus", "Oldfield", "(937) 555-0197 x12"),  # an office with an extension
    ("Help", "Desk", "1-800-555-0100"),  # toll-free
    ("Ida", "Short", "555-0142"),  # the area code is missing
    ("Les", "Digits", "937-555-01"),
    ("Una", "Knowne", "unknown"),
    ("Xavier", "Cell", "9.37555E+09"),  # a spreadsheet has been at it
    ("Zed", "Zero", "000-000-0000"),
    ("Otto", "Matic", "(123) 456-7890"),  # no area code begins with 1
)

# Numbers at which the Twilio stand-in shows trouble: (first name, last name, name of the outcome).
TROUBLED: tuple[tuple[str, str, str], ...] = (
    ("Lana", "Lyne", "landline"),
    ("Phil", "Terred", "filtered"),
    ("Moe", "Boyle-Off", "unreachable"),
    ("Nora", "Moore", "unknown_number"),
    ("Bud", "Noyce", "carrier_unknown"),
    ("Opal", "Tout", "unsubscribed"),
    ("Mel", "Wrongly", "invalid"),
    ("Terry", "Later", "busy_once"),
    ("Ray", "Ceipt", "no_receipt"),
    ("Ana", "Bright", "error_created"),
)
