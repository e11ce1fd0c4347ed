"""What the demo's campaign says, and the phones of its people."""

CAMPAIGN = "Riverside for All"
LIST = "Riverside voters"

# Lines that are kept for fiction; the phones page opens them by number.
JO_PHONE = "+12125550140"
SAM_PHONE = "+12125550141"
# Olive Stopford of the sample list asked not to be texted, before it was imported.
OPTED_OUT_PHONE = "+19375550198"

# how a campaign's sending number stands that has been through its registration
SENDER = {"registration": "registered", "throughput": "score_75", "brand": CAMPAIGN, "use_case": "Political"}

TITLE = "Get out the vote"
INSTRUCTIONS = (
    "Send the first text to everybody in your batch. When somebody answers, thank them, "
    "answer what they ask, and fill in a report. Be kind; nobody has to answer."
)
INITIALS = [
    (
        "Hi {{ first_name }}, it's {{ sender_first_name }} with Riverside for All. Election day is near. "
        "Will you vote? Reply STOP to opt out."
    ),
    (
        "Hello {{ first_name }}! {{ sender_first_name }} here, a volunteer with Riverside for All. "
        "Can we count on your vote this year? Reply STOP to opt out."
    ),
]
RESPONSES = [
    ("Yes", "Wonderful, thank you {{ first_name }}! Do you know where your polling place is?"),
    ("Not sure", "Thanks for being honest, {{ first_name }}. Is there something we can tell you about?"),
    ("No", "Thank you for telling us, {{ first_name }}. Have a good day."),
]
WRONG_NUMBER = "Sorry about that! We will fix our list. Have a good day."
