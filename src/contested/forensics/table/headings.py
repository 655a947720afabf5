"""What headings of official tables of returns usually mean, in the languages in which they are printed.

Headings only propose: numbers decide between columns that read alike (`guess`). Patterns are tried in the order of
`ROLES` on a heading in plain letters: no case, no accents, one space between words.
"""

from __future__ import annotations

import re
import unicodedata

_OTHER = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "ı": "i", "ў": "у", "ґ": "г"})

#: role -> patterns; the first role that fits is the heading's
ROLES: dict[str, str] = {
    "lat": r"^(geo )?(lat|latitude|latitud|breitengrad|широта)( .*)?$",
    "lon": r"^(geo )?(lon|lng|long|longitude|longitud|langengrad|долгота)( .*)?$",
    "other": (
        r"percent|prozent|procent|porcentaje|pourcentage|\bpct\b|\bproc\b|share|\brate\b|turnout|beteiligung|frekwenc|"
        r"\bявк|участие в процент|katilim|participacion|participation|abst|nichtwahl|seats?\b|mandat|"
        r"\bby \d{1,2}\b|\bat \d{1,2}( \d\d)?( am| pm)?$|\bна \d{1,2}( \d\d)?( час.*|$)|"
        r"^w tym|^davon|^darunter|^в том числе|^of which|^dont |unused|not used|cancel|\blost\b|"
        r"nie wykorzyst|sobrant|погашен|утрачен|не учтен|невикорист|загублен|"
        r"открепительн|ящик|скриньк|box(es)?\b|\burn\b|\burl\b|http|fecha|\bhora\b|\bdate\b|\btime\b|timestamp|"
        r"pelnomocnik|zaswiadczen|pakiet|kopert|tribunal|observacion|\bcertif|\bboletas? (sobr|recib)|"
        r"(ballots?|papers?|boletas|papeletas|bulletins?|kart\w*|бюллетен\w*|бюлетен\w*) .*(received|recib|recu|otrzym|"
        r"получен|отриман|одержан)|(received|otrzym\w*|получено|отримано|одержано) .*(ballot|paper|kart|бюл)"
    ),
    "invalid": (
        r"invalid|reject|spoil|corrupt|blank|null votes|\bnull?s?\b|\bnul[aeo]s?\b|\bblancs?\b|blanco|brancos?\b|"
        r"^vn$|ungultig|niewazn|недейст|недийсн|недіисн|несапраудн|gecersiz|neplatn|nevazec|неваже|невалид|"
        r"over ?votes?\b|under ?votes?\b|испорч|зипсован|anulad|impugnad|no marcad|ბათილ|անվավեր"
    ),
    "valid": (
        r"\bvalid|exprime|gultig|gecerli|waznych|wazne|действит|діисн|дийсн|сапраудн|platn|^pl hl|valabil|vazec|"
        r"важећ|валидн|ნამდვილ|վավեր|efectivos"
    ),
    "issued": (
        r"отримали|получивш|получили|receiving ballot|issued|signed for|distributed|выдан|видан|ausgegeben|wydan|"
        r"entregad|delivre|vydan|^vyd obal|verilen|inmanate|"
        r"გაცემ|տրված|атрыма"
    ),
    "cast": (
        r"\bcast\b|total (number of )?votes|votes total|ballots? (cast|counted|total|found|in the)|total ballots|"
        r"^ballots$|\bvoted\b|\bvotants?\b|voters who voted|\bwahler(innen)?( b)?$|wahlende|abgegeben|votaron|sufrag|"
        r"votantes|total (de )?vot|votos (total|emitid)|^total calculad|votacion total|comparecimento|votaram|"
        r"oy kullanan|kullanilan|toplam oy|glosowal|oddan|kart wyjetych|голосовавш|проголосов|приняло участ|"
        r"приняли участ|взял. участ|прынял|odevz|au votat|prezent|izaslo|glasalo|изашло|гласало|მონაწილ|მოსულ|"
        r"մասնակց|^official votes$|^total$|^turn ?out$"
    ),
    "registered": (
        r"registered|electorate|\belectors?\b|eligible|enrol|voters? (on|in) (the )?(list|roll|register)|"
        r"number of voters|^voters|voters$|inscrit|wahlberechtigt|stimmberechtigt|padron|lista nominal|lisnom|"
        r"habilitad|\baptos\b|electores|eleitores|\bcenso\b|secmen|uprawnion|liczba wyborcow|внесенн|включенн|"
        r"внесених|включених|вписан|зарегистр|зареєстр|спис(ок|ке|ки|ку)\b|виборців|выбаршчык|^избирател|volici|"
        r"vol seznam|zapsan|alegator|inscris|upisan|уписан|birac[ai]\b|бирача|ამომრჩ|ընտրող"
    ),
    "office": r"\boffice\b|\bcontest\b|\brace\b|\bcargo\b|^elecci|^eleic|^election( type)?$|descripcion candidatura",
    "candidate": (
        r"candidat[eo]?s?\b(?! no)|votavel|kandidat|кандидат|\bchoice\b|contestant|\bparty\b|\bpartido\b|partei|"
        r"\bparti\b|\bpartia\b|партия|^liste?$|nombre lista|^nom$"
    ),
    "votes": (
        r"^((qt|num|nb|nbr|anzahl|total|poc|number of|liczba|numero de|cantidad)( de)? )?"
        r"(votes?|votos|voix|stimmen|oy|glosow|glosy|голоса|голосов|voturi|hlasy?|hlasu|voti|glasova)( cantidad)?$"
    ),
    "station": (
        r"\bдвк\b|station|precinct|polling|booth|\buik\b|\bуик\b|дильниц|дільниц|участк|участок|участак|bureau|b vote|"
        r"\bbv\b|\bmesa|casilla|\bjunta\b|seccion|secao|obwod|komisji|sandik|უბან|უბნ|տեղամաս|wahlbezirk|\bwbz\b|"
        r"stimmbezirk|wahllokal|okrsek|sectie|sectia|birack|бирачк|\bcentre\b|\bcenter\b|\bcentro\b|\bpuesto\b|"
        r"local votacao|\bward\b|\bsection\b"
    ),
    "region": (
        r"\bstate\b|estado|region|oblast|область|регион|субъект|provinc|departement|department|departamento|^land$|"
        r"bundesland|wojewod|^kraj$|^il( adi)?$|вобласц|judet|^(sg )?uf$|მხარე|մարզ|entidad|country|\bpais\b"
    ),
    "district": (
        r"\bтво\b|\bтвк\b|district|distrito|county|powiat|^okres$|ilce|раион|circonscription|kreis|"
        r"\btik\b|\bтик\b|constituency|"
        r"округ|okrug|municip|gmina|^obec$|commune|comuna|gemeinde|\bcity\b|\btown\b|settlement|parish|parroquia|"
        r"\bzona\b|\bzone\b|territor|раен|canton|რაიონ|ოლქ|mahalle|okreg"
    ),
}
#: kind of count -> how rows of a file in long form that are no candidate call themselves, in plain letters
ROWS = {
    "registered": ("registered", "registered voters", "registered voters total", "electorate"),
    "cast": ("ballots cast", "ballots cast total", "total votes cast", "total ballots cast"),
    "invalid": ("over votes", "under votes", "overvotes", "undervotes", "blank votes", "ballots cast blank", "blanco",
                "branco", "nulo", "votos nulos", "votos en blanco", "votos blancos", "nulos", "blancos", "invalid",
                "invalid votes", "rejected", "rejected ballots", "spoiled", "blancs", "nuls", "votos no marcados",
                "spoilt", "invalid ballots"),
}  # fmt: skip
_CODE = re.compile(
    r"\b(id|ids|code|codes|cod|codigo|cd|nr|num|numero|number|kod|teryt|clave|lfd|index|idx|zip|plz|year|ano|annee|"
    r"jahr|rok|год|round|turno|vuelta|tour|номер|sira|key|row|line|uid|circuit|circuito)\b|"
    r"\bno$|^no (?!registr|valid|marc|vot)"
)

_NUMBERED = re.compile(r"\s*\d{1,3}\s+[-–]\s+\S")
_TOTAL = re.compile(r"total|toplam|lacznie|celk|insgesamt|gesamt|всего|разом|ukupno|укупно|ensemble")


def plain(heading: str) -> str:
    """A heading in plain letters: no case, no accents, words apart."""
    words = re.sub(r"(?<=[a-zа-я])(?=[A-ZА-Я])", " ", heading.replace("№", " nr "))
    return " ".join(re.sub(r"[\W_]+", " ", _bare(words.casefold())).split())


def role(heading: str) -> str:
    """What a heading proposes: a key of `ROLES`, or nothing."""
    if "%" in heading:
        return "other"
    text = plain(heading)
    found = next((name for name, pattern in _ROLES.items() if pattern.search(text)), "")
    # "1 - State for the People": a list by its number, whatever its name says
    return "candidate" if found in ("region", "district", "station") and _NUMBERED.match(heading) else found


def is_code(heading: str) -> bool:
    """Whether a heading names a number that counts nothing."""
    return bool(_CODE.search(plain(heading)))


def is_total(heading: str) -> bool:
    """Whether a heading speaks of a total."""
    return bool(_TOTAL.search(plain(heading)))


def _bare(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold().translate(_OTHER)


_ROLES = {name: re.compile(_bare(pattern)) for name, pattern in ROLES.items()}
