"""Names, streets and places for people who do not exist."""

FIRST = (
    "Aaliyah", "Abigail", "Alejandro", "Amara", "Andre", "Anita", "Asha", "Beatriz", "Benjamin", "Bernice",
    "Brandon", "Camille", "Carlos", "Chloë", "Clarence", "Dana", "Darnell", "Deepak", "Denise", "Dmitri",
    "Dolores", "Earl", "Eleanor", "Elijah", "Emeka", "Esperanza", "Faith", "Farid", "Fiona", "Gloria",
    "Grace", "Hana", "Harold", "Hiroshi", "Imani", "Inés", "Isaac", "Jamal", "Jasmine", "Jesús", "Joanne",
    "José", "Josephine", "Kavita", "Keisha", "Kenji", "Latoya", "Leroy", "Linh", "Lucía", "Mabel", "Marcus",
    "María", "Mei", "Miguel", "Mohammed", "Naomi", "Nia", "Noah", "Olga", "Omar", "Paolo", "Patience",
    "Priya", "Quentin", "Rachel", "Raúl", "René", "Rosa", "Ruth", "Samir", "Seán", "Siobhán", "Sofía",
    "Tamika", "Thanh", "Theodore", "Ursula", "Vera", "Walter", "Wei", "Xiomara", "Yusuf", "Zoë",
)  # fmt: skip

LAST = (
    "Abernathy", "Acosta", "Adeyemi", "Andersson", "Bauer", "Beauchamp", "Bell", "Brennan", "Castañeda",
    "Chaudhry", "Chen", "Coleman", "D'Angelo", "Delacroix", "Dominguez", "Dubois", "Eriksen", "Fairbanks",
    "Fitzgerald", "Flores", "Gallagher", "García", "Goldberg", "Grady", "Gutiérrez", "Haddad", "Hawkins",
    "Hernández", "Hoang", "Holloway", "Ibrahim", "Iverson", "Jablonski", "Jefferson", "Kapoor", "Keller",
    "Kim", "Kowalski", "Lawson", "LeBlanc", "Lindgren", "Lozano", "MacLeod", "Marchetti", "McAllister",
    "McDonald", "Mbeki", "Müller", "Nakamura", "Nguyễn", "Novak", "Núñez", "O’Brien", "O’Neil", "O'Shea",
    "Okafor", "Ortiz", "Park", "Patel", "Pérez", "Petrov", "Pham", "Quiñones", "Rahman", "Reyes", "Rosen",
    "Ruiz", "Saint-Pierre", "Sandoval", "Schmidt", "Singh", "Smith-Jones", "Sørensen", "Stewart", "Tanaka",
    "Thibodeaux", "Tran", "Underwood", "Valdez", "van der Berg", "Velasco", "Washington", "Whitfield",
    "Wójcik", "Yang", "Youngblood", "Zamora", "Zhang",
)  # fmt: skip

STREETS = (
    "Canal St", "Cedar Ln", "Church St", "College Ave", "County Road 9", "Depot St", "Elm St", "Ferry Rd",
    "Founders Way", "Harbor Dr", "Hickory Ct", "Locust St", "Main St", "Maple Ave", "Mill Rd", "Oak St",
    "Orchard Pl", "Park Blvd", "Quarry Rd", "River Rd", "School St", "Spring St", "Sycamore Dr", "Union St",
    "Walnut St", "Water St", "Willow Bend",
)  # fmt: skip

# (city, state, zip, county, area codes, how many in a hundred): most live near the river, some far away.
PLACES = (
    ("Riverside", "OH", "45431", "Montgomery", (937, 326), 34),
    ("Riverside", "OH", "45424", "Montgomery", (937, 513, 419), 26),
    ("Dayton", "OH", "45403", "Montgomery", (937, 614), 14),
    ("Fairborn", "OH", "45324", "Greene", (937, 740), 8),
    ("Richmond", "IN", "47374", "Wayne", (765, 317), 4),
    ("Covington", "KY", "41011", "Kenton", (859,), 4),
    ("Chicago", "IL", "60640", "Cook", (312, 773), 3),
    ("Nashville", "TN", "37206", "Davidson", (615,), 2),
    ("Denver", "CO", "80205", "Denver", (303,), 2),
    ("Phoenix", "AZ", "85016", "Maricopa", (602,), 1),
    ("Sacramento", "CA", "95818", "Sacramento", (916,), 1),
    ("Honolulu", "HI", "96816", "Honolulu", (808,), 1),
)

POLLING_PLACES = (
    "Riverside Senior Center", "Spinning Hills Middle School", "First Methodist Church, Fellowship Hall",
    "Mad River Fire Station 2", "Burkhardt Library", "Harshman Road Community Room",
)  # fmt: skip
