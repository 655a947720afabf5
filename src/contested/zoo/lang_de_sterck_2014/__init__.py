"""A revolution grows only while it can be seen, and shrinks only while the police can cope (Lang & De Sterck 2014).

One number, the share of the people who protest; two switches, one at the size that censorship can no longer hide and
one at the size that police can no longer handle. How the switches lie makes four kinds of police state.
Leaves out: who protests, where, and networks (the authors' follow-up of 2016).
"""

from contested.zoo.lang_de_sterck_2014.published import PUBLISHED as PUBLISHED
