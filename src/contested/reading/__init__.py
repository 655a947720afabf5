"""Reading a report: from text to drafts of claims, each with its source and the characters it comes from.

    from contested.reading import read_text

    read_text(text, "wire.txt", date(2020, 8, 15)).drafts

`rules` is the default reader and needs nothing. `hygiene` repairs wrong encodings, with spans that still point into the
original; `structure` finds paragraphs, quotations and sentences; `attribution` says whose words they are; `numbers`
and `kinds` what is counted; `actors` whom a name, a pronoun or a description means; `places` and `dates` where and
when; `relate` which drafts are accounts of one event. What the rules find are candidates: `learnt` chooses among
them. A draft is never a claim before a person has accepted it.
"""

from contested.reading.drafts import Act as Act
from contested.reading.drafts import Anchor as Anchor
from contested.reading.drafts import Draft as Draft
from contested.reading.drafts import Reading as Reading
from contested.reading.rules import read_text as read_text
