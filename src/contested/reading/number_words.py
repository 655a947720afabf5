"""The words of which numbers are made and that bound them, as patterns."""

from __future__ import annotations

import re

ONE = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    "eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
UNIT = "hundred|thousand|million|billion|trillion|dozen|score|lakh|crore"
PLURAL = "tens|dozens|scores|hundreds|thousands|millions|billions"
#: a sum's sign; a letter is one only before what no road, rifle or group is called by: "M1,500", not "M23"
SIGN = (
    r"(?-i:\b(?:US|HK|NT|NZ|[ACGJRSTZ])\$|[$€£₹₱₦₴₽₺₸₩¥]|\b(?:Rs\.?|KSh|USh|TSh|Sh|RM|Rp|Tk|Le|GHS|MK|FCFA|CFA|Bs|Kč)(?=\s?\d)"
    r"|\b[PK](?=\d\d)|\bP(?=\d)|\b[DEGKLMNPQR](?=\d{1,3},\d|\d{3,}\b|[\d.]+ ?(?:million|billion|bn|mn|m)\b))"
)
TIME = "hour|day|night|week|fortnight|month|year"
BEFORE = (
    r"(?:(?:at (?:the very )?least|at (?:the )?most|"
    r"(?:(?:many|far|well|just|slightly|a little|little|considerably) )?"
    r"(?:more than|over|above|less than|fewer than|under|below)|"
    r"upwards? of|north of|no[t]? fewer than|no[t]? less than|no[t]? more than|up to|as many as|as few as|"
    r"as much as|just (?:short|shy) of|not quite|the best part of|nearly|almost|close to|close on|getting on for|"
    r"approaching|around|about|approximately|approx\.?|roughly|more or less|some|an estimated|estimated|circa|"
    r"exceeding|in excess of|something like|in the (?:region|neighbou?rhood) of|more like|(?:closer|nearer) to|nearer|"
    rf"pass(?:es|ed)?|within(?= \S+ (?:{TIME})s?\b)|perhaps|maybe|"
    r"possibly|not even|hardly|barely|scarcely|(?:(?:never|not) )?exceed(?:ed|s)?|"
    r"(?:never |not )?(?:topped|tops?|surpass(?:ed|es))|no (?:bigger|larger|higher) than|"
    r"a minimum of|a maximum of|"
    r"somewhere around|any(?:thing|where) up to)\s+)"
)
QUALIFIED = re.compile(BEFORE, re.I)
