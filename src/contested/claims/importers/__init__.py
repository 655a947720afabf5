"""Importers of claims, one file each, all with `scan(path, progress=None) -> Imported`.

table (the plain table), acled, gdelt (2.0 events), ccc (Crowd Counting Consortium), mass_mobilization, ucdp (GED).
"""

from contested.claims.importers.catalogue import SOURCES as SOURCES
from contested.claims.importers.catalogue import scan as scan
from contested.claims.importers.imported import Aside as Aside
from contested.claims.importers.imported import Imported as Imported
