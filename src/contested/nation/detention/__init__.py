"""Detention: intake, custody, ill-treatment, release, and what the released tell.

Reads who was taken in; writes who is held, released, dead in custody, and who testifies.
Sources: the code of administrative offences for lengths; sullivan2016 and davenport2007 on what mass detention does.
"""
