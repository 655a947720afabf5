"""Which nouns are people. "300 nurses" is a crowd; "300 families" and "dozens of vehicles" are no number of persons.

Plurals that name those who do something (-ers, -ors, -ists, -ants, -ents, -ees, -ians) are people unless THINGS has
them; other nouns are people if PEOPLE has them. Police and soldiers are neither, because nobody can say whether they
are the crowd or stand before it.
"""

from __future__ import annotations

from contested.claims.sizes.vocabulary import word_set

PEOPLE = word_set(
    """
    people ppl pax person persons folk folks man men woman women child children kid kids boy boys girl girls baby
    babies youth youths teen teens teenager adult adults elderly senior seniors human humans individual individuals
    protester protestor demonstrator marcher rioter activist participant attendee participants citizen citizens
    national nationals civilian civilians resident residents local locals inhabitants townspeople townsfolk villager
    villagers countrymen student students pupil pupils schoolchildren undergraduates graduates alumni faculty staff
    academics nurses medics paramedics clergy clerics imams monks nuns priests rabbis bishops faithful worshippers
    pilgrims lawyers judges advocates barristers deputies mps mayors candidates politicians employees staffers
    employed unemployed labourers laborers crew crews fans ultras fellows comrades friends relatives mothers fathers
    parents grandmothers grandfathers grandparents widows orphans sons daughters wives husbands brothers sisters
    prisoners inmates detainees convicts captives hostages migrants refugees displaced expats exiles returnees
    veterans reservists anarchists communists fascists nazis antifascists antifa nationalists cyclists bikers
    motorcyclists truckers drivers farmers fishermen herders hunters miners muslims christians catholics jews sikhs
    hindus buddhists shiites shias sunnis copts yazidis kurds turks arabs palestinians israelis uyghurs uighurs
    serbs croats greeks poles czechs slovaks germans danes swedes finns thais tamils rohingya roma dalits oromos
    amharas tigrayans zulus mapuche blacks whites latinos latinas belarusians russians ukrainians chinese japanese
    vietnamese guests visitors spectators onlookers bystanders passersby mourners wishers colleagues athletes actors
    artists musicians doctors physicians teachers professors scholars scientists royalists loyalists rebels
    insurgents dissidents delegates celebrities members believers patriots volunteers ralliers strikers pickets
    picketers walkers runners scouts apprentices pensioners retirees homosexuals gays lesbians counterprotesters
    counterdemonstrators attendants hooligans thugs looters vandals partisans militants peasants landless homeless
    tribals adivasis firemen firefighters postmen salesmen saleswomen businessmen businesswomen journalists
    """
)
#: end like those who do something, and are things
THINGS = word_set(
    """
    posters papers newspapers letters flyers fliers banners stickers trailers tractors motors centers containers
    computers numbers quarters headquarters orders offers powers towers borders corners shutters choppers
    helicopters cruisers bunkers boulders hours flowers tires others scooters rollers burners lighters barriers
    carriers streamers rulers chambers chapters servers printers drawers layers rivers dollars waters fires dangers
    fingers shoulders ladders hammers feathers covers counters registers theaters rockets launchers freighters
    tankers liners bombers steamers dumpsters loudspeakers megaphones meters metres liters litres kilometers
    kilometres centimeters millimeters lasers rubbers blisters clusters monsters doors floors colors colours sectors
    errors mirrors monitors factors tumors tumours favors rumors rumours reactors generators elevators corridors
    indicators honors honours labors factories anchors armors lists fists twists wrists mists restaurants plants
    elephants ants pants grants variants warrants covenants constants fragrants events tents incidents patents cents
    percents accents documents apartments moments agreements statements payments elements departments governments
    movements arguments garments instruments monuments segments settlements shipments tournaments investments
    regiments detachments parliaments continents contents components talents currents rents percent scents gradients
    accidents presents precedents ingredients torrents bees trees fees knees committees degrees rupees coffees
    levees settees toffees whispers tigers spiders beavers pointers officers troopers soldiers commanders enforcers
    guards peacekeepers gendarmes carabinieri marines commandos
    """
)
_ENDINGS = ("ers", "ors", "ists", "ants", "ents", "ees", "eers", "ians", "women", "smen")


def is_people(word: str) -> bool:
    """Whether a noun, singular or plural, is people.

    >>> is_people("truckers"), is_people("tractors"), is_people("protester"), is_people("vehicles")
    (True, False, True, False)
    """
    word = word.removesuffix("'").removesuffix("'s")
    if word in THINGS or f"{word}s" in THINGS:
        return False
    return (
        word in PEOPLE
        or (len(word) > 5 and word.endswith(_ENDINGS))
        or f"{word}s" in PEOPLE
        or (len(word) > 4 and f"{word}s".endswith(_ENDINGS[:-2]))
    )
