"""On which side somebody in a report stands: persons by the words beside them, bodies by their own.

Where the words say nothing, what the report calls a body elsewhere decides ("the opposition Dawn Alliance").
"""

from __future__ import annotations

import re

from contested.claims.claim import Side
from contested.claims.sides import side_of
from contested.reading.countries import capitals, countries, peoples

_OPPOSED = re.compile(
    r"\b(?:opposition|challenger|alliance|strike committee|shop steward|exiled|banned|"
    r"(?:front|coalition|bloc|league|platform|camp|convention|congress)['’]s (?:\w+ )?(?:leader|chief|head)|"
    r"activist|demonstrators?|marchers?|dissident|party['’]s (?:\w+ )?leader|protest(?:er)?|organi[sz]er|union|"
    r"strike|dissident|jailed|separatist|"
    r"(?:labou?r|strike|rebel|student|protest|peasant|indigenous|community|youth) leader|union (?:boss|leader|chief)|"
    r"opponent|(?<!ruling )party (?:chief|leader|youth|secretary|official)|student leaders?|movement|coordinator|"
    r"federation|"
    r"(?:defen[cs]e )?lawyers?|loser|"
    r"campaign(?:er)?|rival|lawyer for|mother|father|sister|brother|wife|husband|candidate)\b",
    re.I,
)
_OFFICE = re.compile(
    r"\b(?:manager|warden|superintendent|registrar|lieutenant|captain|sheriff|attorney general|"
    r"chancellor|undersecretary|secretary of state|state secretary|cabinet|regime|governing|prefect|sub-prefect|"
    r"inspector|magistrate|presiding officer|president|minister|"
    r"prime minister|mayor|governor|police|general|spokes(?:man|woman|person)|"
    r"presidential|security council|foreign secretary|home secretary|constable|sergeant|superintendent|"
    r"(?:col|gen|maj|lt|capt|sgt|gov|insp|supt|cmdr|brig|adm)(?= )|brigadier|admiral|marshal|"
    r"magistrate|prosecutor|judge|chief|commander|commissioner|deputy|official|director|head|chair(?:man|woman|"
    r"person)?|rector|colonel|speaker|premier|ruling)\b",
    re.I,
)
_NEUTRAL = re.compile(
    r"\b(?:doctor|nurse|surgeon|witness|resident|student|analyst|professor|expert|rights|observer|monitor|"
    r"hospital|pollster|bishop|priest|archbishop|father|charity|sociologist|historian|ombuds\w+|public defender|"
    r"surgeon|paramedic|hospital director|nun|"
    r"(?:hotel|shop|caf[eé]|bar|restaurant) (?:owner|manager)|imam|rabbi|shopkeeper|farmer|pensioner|passer-by|"
    r"eyewitness)\b",
    re.I,
)
_FOREIGN = re.compile(
    r"\b(?:EU|European|NATO|US|U\.S\.|American|German|French|British|Polish|Lithuanian|Latvian|Estonian|"
    r"Russian|Swedish|Ukrainian|Kremlin|ambassador|Brussels|Washington|foreign minister of|Sweden|"
    r"Poland|Lithuania|Germany|France|Britain)\b"
)


def foreign_to(words_of: str, home: str) -> bool:
    """Whether words name another country or its people than the one that a report is about."""
    for k, word in enumerate(own := re.findall(r"[A-Z][\w’'-]*", re.sub(r"['’]s\b", "", words_of))):
        for name in (word, " ".join(own[k : k + 2])):
            land = peoples().get(name) or countries().get(name, ("",))[0]
            if land and home and land != home:
                return True
    return False


#: bodies whose heads and members are of no side
_NEUTRAL_BODY = re.compile(
    r"\b(?:rights|monitor\w*|observ\w+|red cross|red crescent|chamber|association|institute|hospital|clinic|charity|"
    r"church|diocese|think tank|bar|pollster|un|united nations|ngo|watchdog|archive|doctors|university|newspaper)\b"
)
_MEMBER = re.compile(
    r"\b(?:head|leader|director|president|chair(?:man|woman|person)?|spokes\w+|secretary|member|official|deputy|"
    r"founder|"
    r"manager|chief|lawyer|coordinator) (?:of|for|at|from|with) ([^,.;]+)|([\w’' -]+)['’]s? (?:\w+ )?(?:head|leader|"
    r"director|president|chair\w*|spokes\w+|secretary|founder|chief)\b"
)
_PRESS = re.compile(
    r"\b(?:correspondent|reporter|editor|newsreader|presenter|colleague|journalist|photographer|blogger|columnist)\b"
)


def side_beside(context: str, home: str) -> Side:
    """The side of a person, by the words beside the name."""
    low = context.casefold()
    if (role := by_role(low)) is not None:
        return "foreign" if role == "incumbent" and foreign_to(context, home) else role
    if _PRESS.search(low):
        return "media"
    if _OFFICE.search(context) and foreign_to(context, home):
        return "foreign"
    member = _MEMBER.search(low)
    if member is not None and _NEUTRAL_BODY.search(member[1] or member[2] or ""):
        return group_side(member[1] or member[2], home)
    if _OPPOSED.search(context):
        return "opposition"
    if _NEUTRAL.search(context):
        return "independent"
    if _OFFICE.search(context):
        foreign = _FOREIGN.search(context)
        return "foreign" if foreign and home[:5].casefold() != foreign[0][:5].casefold() else "incumbent"
    return "independent"


def side_within(text: str, name: str, home: str, usual: Side = "independent") -> Side:
    """The side of a body, by its name or by what a report calls it where it names it."""
    own = group_side(name, home)
    if own not in ("independent", "media"):
        return own
    beside = rf"[\w’'-]+(?: [\w’'-]+)? {re.escape(name)}\b|{re.escape(name)}, (?:the|an?) [^,.;]{{3,50}}"
    for match in re.finditer(beside, text):
        words = re.sub(re.escape(name), "", match[0])
        if re.search(r"\b(?:opposition|banned|dissident|protest)\b", words):
            return "opposition"
        if re.search(r"\b(?:ruling|governing|state|state-run|pro-government|government)\b", words):
            return "incumbent"
    return usual if own == "independent" else own


def sex_of(given: tuple[str, ...]) -> str:
    """`m` or `f` by a given name, empty where it does not say."""
    name = given[0] if given else ""
    if len(name) < 3:
        return ""
    if name in ("nikita", "ilya", "luca", "misha", "kolya", "joshua", "mustafa", "dima", "vanya"):
        return "m"
    if name.endswith(("a", "ia", "ya")) or name in (
        "ann",
        "anne",
        "mary",
        "elizabeth",
        "susan",
        "carmen",
        "iryna",
        "lyubov",
        "ruth",
        "alice",
        "jane",
        "helen",
        "grace",
        "miriam",
        "isabel",
        "esther",
        "ines",
    ):
        return "f"
    return "m" if name[-1] not in "aeiy" else ""


#: roles that say the side where other words of the phrase would say another, the first that matches
_ROLE_WORDS: tuple[tuple[Side, str], ...] = (
    ("foreign", r"\b(?:state department|white house|foreign office|downing street|african union|arab league|ecowas|"
                r"organi[sz]ation of american states|mercosur|sadc|(?:western|european|foreign|visiting) diplomats?|"
                r"diplomats|embassy|consulate|ambassador)\b"),
    ("independent", r"\b(?:human|civil|women['’]s|workers['’]|children['’]s|legal|"
                    r"digital) rights\b(?! (?:leader|march))|"
                    r"\brights (?:lawyer|activist|defender|advocate|group|body|campaigner|monitor)|"
                    r"\b(?:press|media|internet) freedom\b|\b(?:journalists?|reporters?|"
                    r"press)['’]* (?:association|union|"
                    r"club)\b|\baid (?:agency|agencies|group|organi[sz]ation|worker)|\bcommittee to protect\b|"
                    r"\breporters without\b|\b(?:fire brigade|fire service|firefighters|coroner|morgue|rescue)\b"),
    ("incumbent", r"\b(?:state|government|official|pro-government|state-run|state-owned|national)[ -](?:[\w-]+ )?(?:tv|"
                  r"television|radio|broadcaster|(?:news )?agency|media|newspaper|daily|railway|company|channel|"
                  r"press)\b|"
                  r"\battorney general\b|\bintelligence (?:agency|service|chief)|\b(?:county|town|city) clerk\b|"
                  r"\b(?:school|education|electoral|election) board\b|\brector(?:ate)?\b|\bcentral bank\b|"
                  r"\b(?:border|secret|security|prison|tax|customs|state) (?:service|office|guard)|"
                  r"\bregime\b|\b(?:highway|port|railway|traffic|airport) (?:authority|agency)\b"),
    ("opposition", r"\b(?:shadow (?:cabinet|minister)|rebels?|exiled|striking|jailed|detained|arrested|runner-up|"
                   r"occupiers|insurgents?|(?:losing|beaten|defeated|former|rival|opposing) candidates?|"
                   r"(?:coordination|coordinating|transition|transitional|workers['’]|strike|resistance|people['’]s) "
                   r"(?:council|committee)|(?:community|indigenous|peasant|farmers?['’]?|student|labou?r|"
                   r"tribal) leaders?|"
                   r"(?:farmers|peasants|teachers|miners|nurses|students|workers|dockers|drivers)['’]? (?:association|"
                   r"federation|confederation|union|league|committee)|(?:candidate|challenger)['’]s (?:\w+ )?"
                   r"(?:headquarters|team|office|staff|party|spokes\w+|brother|sister|wife|husband))\b"),
    ("media", r"\b(?:bloggers?|columnists?|independent (?:broadcaster|media|newspaper|website|channel|radio|"
              r"outlet)s?)\b"),
)  # fmt: skip
_ROLES = tuple((side, re.compile(pattern)) for side, pattern in _ROLE_WORDS)


def by_role(low: str) -> Side | None:
    """The side that a role has, whoever bears it; None where the words name no such role."""
    return next((side for side, pattern in _ROLES if pattern.search(low)), None)


def _capital_of_another(spelled: str, home: str) -> bool:
    """Whether a capital stands for its government: "Moscow said"."""
    land = capitals().get(re.sub(r"^[Tt]he ", "", spelled).strip(), "")
    return bool(land) and land != home


def group_side(spelled: str, home: str = "") -> Side:
    """The side of nameless sources, by their words; independent where no rule covers them."""
    low = spelled.casefold()
    if (role := by_role(low)) is not None:
        return "foreign" if role == "incumbent" and foreign_to(spelled, home) else role
    if _capital_of_another(spelled, home):
        return "foreign"
    if re.search(
        r"\b(?:ruling|governing|pro-(?:government|president\w*|regime)|state)[ -](?:\w+ )?(?:party|bloc|alliance|"
        r"coalition|front|movement|union|agency|news|broadcaster|television|tv)\b|\bregime\b",
        low,
    ):
        return "incumbent"
    if re.search(
        r"\b(?:coalition|network|committee|movement|alliance|union|league|platform|campaign) (?:for|of|on) "
        r"(?:[\w-]+ ){0,2}?"
        r"(?:assembly|rights|liberties|transparency|justice|accountability|observ\w+|monitor\w+|lawyers|jurists|"
        r"doctors)"
        r"|^(?!.*\b(?:ministry|military|police|prison)\b).*\b(?:hospital|clinic|infirmary|maternity|ambulance)\b",
        low,
    ):
        return "independent"
    if foreign_to(spelled, home) and re.search(
        r"minist|official|government|president|police|border|embassy|army|military|authorit|troops", low
    ):
        return "foreign"
    if re.search(
        r"\b(?:crowd|vote|conflict|election|protest) (?:archive|monitor|watch|observatory)|ombuds|public defender|"
        r"\b(?:business|employers|chamber of commerce|pensioners|bar association|medical|nurses)\b",
        low,
    ):
        return "independent"
    if re.search(
        r"\b(?:strike committee|indigenous confederation|confederation of (?:workers|labou?r|trade unions)|"
        r"coalition|alliance|front|bloc|camp|civic leaders|shop stewards?|stewards|"
        r"works council|student council|opposition party|party|democrats|youth wing|exiles?|prisoners’ wives|"
        r"movement|platform|resistance|dissidents?|miners|dockers|strikers|"
        r"organi[sz]ers?|protest(?:er|or)s?|demonstrators?|opposition|challenger|"
        r"activists?|relatives|families|campaign|student leaders?|"
        r"(?:workers|farmers|miners|trade|students|student|teachers)"
        r"['’]? (?:union|federation)|unions?|lawyers? (?:for|of)|defen[cs]e lawyers?|lawyer|his lawyers?|"
        r"her lawyers?|"
        r"their lawyers?|separatists?|mother|father|brother|sister|wife|husband)\b",
        low,
    ):
        return "opposition"
    if re.search(
        r"\b(?:factory|plant|management|managers?|director|commander|governor|prefect|sub-prefect|mayor|"
        r"minist|election office|electoral|election (?:commission|board)|presiding officer|tribunal|court|statistics|"
        r"spokes\w+ for the (?:police|government)|prosecutor|authority|council|city|colonel|"
        r"inspectorate|department|directorate|headquarters|administration|gendarm|law enforcement|security|warden|"
        r"prison service|junta|army|cabinet|returning officers?|registrar|governing|deputy mayor|district chief|"
        r"(?<!rights )(?<!truth )(?<!european )(?<!inquiry )commission|official|authorities|state agency|"
        r"town hall|city hall|customs|general staff|armed forces|high command|joint chiefs|brigade|battalion|"
        r"state house|prosecution|chancellery|akimat|intelligence|police|courts?|judges?|junta)",
        low,
    ):
        return "incumbent"
    if re.search(r"\b(?:kremlin|eu|european|washington|brussels|embassy|foreign governments?|allies in)\b", low):
        return "foreign"
    land = re.sub(r"^[Tt]he ", "", spelled)
    if land in countries() and countries()[land][0] != home:
        return "foreign"
    foreign = _FOREIGN.search(spelled)
    if (
        foreign
        and home
        and foreign[0][:5].casefold() != home[:5].casefold()
        and re.search(r"minist|official|government|president|police|border|embassy", low)
    ):
        return "foreign"
    if re.search(r"\b(?:poll|survey|study|report|hospital|pollster|count)\b", low):
        return "independent"
    return side_of(spelled, "independent")
