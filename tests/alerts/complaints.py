"""What people write: the same in many words, and different things."""

SAME = [
    f"{opening}{what}{ending}"
    for opening in ("", "Hi, ", "Hello, ", "Again: ")
    for what in (
        "the PDF export crashes every time I click it",
        "the PDF export crashes every single time I click on it",
        "the pdf export crashes each time I click it",
    )
    for ending in ("", ".", "!", "!!", " please", ", order 1234", "; order 98", " :(")
]

# The same by people in a hurry: sighs, places, times, numbers, capitals and slips of the finger.
REWORDED = [
    as_written(f"{opening}{what}{ending}")
    for opening in (
        "",
        "Hi support, ",
        "Ugh! ",
        "Same here: ",
        "Since yesterday ",
        "Seriously, ",
        "Dear team, please help: ",
    )
    for what in (
        "the PDF export crashes every time I click it",
        "the PDF exprot crashes every time I click it",
        "the PDF export crahses every time I clikc it",
        "my PDF export crashes every time I click it",
        "the PDF export crashes everytime I click on it",
        "The PDF export crashes evry single time I click it",
    )
    for ending in (
        *("", "!!!", " - order 123", " (user 42)", " in Chrome", " on my iPhone 15", " this is really annoying", " :("),
        *(". Fix it asap.", " since yesterday", " again today", ", version 2.3.1, ticket a8f3c2"),
    )
    for as_written in (str, str.upper)
]

DIFFERENT = [
    ("The PDF export crashes every time I click it.", "BUG"),
    ("I was charged twice for my subscription this month.", "BILLING"),
    ("Search takes half a minute to show anything at all.", "PERFORMANCE"),
    ("The new menu is confusing, I cannot find my settings.", "UX"),
    ("Your support never answers my messages.", "GENERAL"),
    ("The login page shows an error after I type my password.", "BUG"),
    ("My refund from March has still not arrived.", "BILLING"),
    ("The phone battery is empty after an hour with this app.", "PERFORMANCE"),
    ("The text is far too small to read on a tablet.", "UX"),
    ("Dark mode makes the calendar unreadable.", "UX"),
    ("Notifications arrive hours too late.", "BUG"),
    ("All of my photos vanished after the update.", "BUG"),
    ("The invoice has the wrong address on it.", "BILLING"),
    ("Uploading a video freezes the whole browser.", "PERFORMANCE"),
    ("The chatbot insulted me when I asked about holidays.", "GENERAL"),
    ("Somebody else's orders show up in my account.", "BUG"),
    ("Prices doubled without any warning, shame on you.", "BILLING"),
    ("Printing cuts off the right half of every page.", "BUG"),
    ("The map does not load without a VPN.", "BUG"),
    ("Too many popups, I cannot even see the article.", "UX"),
]
