"""Names of countries in English, so that a place is known to be the whole of which towns are parts."""

from __future__ import annotations

from collections.abc import Iterable

from contested.claims.claim import Claim

_NAMES = (
    "afghanistan|albania|algeria|andorra|angola|antigua and barbuda|argentina|armenia|australia|austria|"
    "azerbaijan|bahamas|bahrain|bangladesh|barbados|belarus|belgium|belize|benin|bhutan|bolivia|"
    "bosnia and herzegovina|botswana|brazil|brunei|bulgaria|burkina faso|burma|burundi|cambodia|cameroon|canada|"
    "cape verde|central african republic|chad|chile|china|colombia|comoros|congo|costa rica|cote d'ivoire|"
    "côte d'ivoire|croatia|cuba|cyprus|czech republic|czechia|democratic republic of congo|denmark|djibouti|"
    "dominica|dominican republic|east germany|east timor|ecuador|egypt|el salvador|equatorial guinea|eritrea|"
    "estonia|eswatini|ethiopia|fiji|finland|france|gabon|gambia|gdr|georgia|germany|ghana|greece|grenada|"
    "guatemala|guinea|guinea-bissau|guyana|haiti|honduras|hong kong|hungary|iceland|india|indonesia|iran|iraq|"
    "ireland|israel|italy|ivory coast|jamaica|japan|jordan|kazakhstan|kenya|kiribati|kosovo|kuwait|kyrgyzstan|"
    "laos|latvia|lebanon|lesotho|liberia|libya|liechtenstein|lithuania|madagascar|malawi|malaysia|maldives|mali|"
    "malta|mauritania|mauritius|mexico|moldova|monaco|mongolia|montenegro|morocco|mozambique|myanmar|namibia|"
    "nepal|netherlands|new zealand|nicaragua|niger|nigeria|north korea|north macedonia|macedonia|norway|oman|"
    "pakistan|palestine|panama|papua new guinea|paraguay|peru|philippines|poland|portugal|qatar|romania|russia|"
    "rwanda|saudi arabia|senegal|serbia|seychelles|sierra leone|singapore|slovakia|slovenia|solomon islands|"
    "somalia|somaliland|south africa|south korea|south sudan|spain|sri lanka|sudan|suriname|sweden|switzerland|"
    "syria|taiwan|tajikistan|tanzania|thailand|timor-leste|togo|tonga|trinidad and tobago|tunisia|turkey|türkiye|"
    "turkmenistan|tuvalu|uganda|ukraine|united arab emirates|united kingdom|united states|"
    "united states of america|uruguay|usa|uzbekistan|vanuatu|venezuela|vietnam|yemen|yugoslavia|zambia|zimbabwe|"
    "country|national|nationwide|whole country|countrywide"
)
#: in lower case
COUNTRIES = frozenset(_NAMES.split("|"))


def countries_of(claims: Iterable[Claim]) -> frozenset[str]:
    """Places, in lower case, that are a whole country: named as one by a claim, or in the list of countries."""
    claims = tuple(claims)
    places = {c.place.casefold() for c in claims}
    return frozenset({c.country.casefold() for c in claims if c.country} | (places & COUNTRIES)) - {""}


def place_of(place: str, countries: frozenset[str]) -> str:
    """A place in lower case, "" if it is the whole country."""
    return "" if place.casefold() in countries else place.casefold()
