"""Files that others made, opened with limits; whatever is wrong with one is a single error of the caller's.

Nothing else in contested parses JSON, TOML, CSV, Parquet, workbooks or archives. A reader gives a `Refused`
(`refusal.py`), which makes the error, and gets values, or that error and no other.

```python
refused = refusing(CheckpointError, f"{path}: expected the record of a run", "the file is damaged")
record = read_record(path, refused)
seed = record.integer("seed", low=0)
```

Nothing is executed, unpickled or written. Limits stand in `limits.py`; CONTESTED_FILE_LIMIT multiplies them.
"""

from contested.files.archive import Archive as Archive
from contested.files.archive import open_archive as open_archive
from contested.files.arrays import read_arrays as read_arrays
from contested.files.arrays import read_tables as read_tables
from contested.files.content import is_folder as is_folder
from contested.files.content import open_file as open_file
from contested.files.content import read_bytes as read_bytes
from contested.files.content import read_text as read_text
from contested.files.frames import read_csv as read_csv
from contested.files.frames import read_parquet as read_parquet
from contested.files.gzipped import unpack_gzip as unpack_gzip
from contested.files.record import Record as Record
from contested.files.record import parse_record as parse_record
from contested.files.record import read_record as read_record
from contested.files.refusal import Refused as Refused
from contested.files.refusal import guarded as guarded
from contested.files.refusal import plain as plain
from contested.files.refusal import refusing as refusing
from contested.files.refusal import shown as shown
from contested.files.sheet import read_sheet as read_sheet
from contested.files.trees import parse_json as parse_json
from contested.files.trees import parse_toml as parse_toml
from contested.files.trees import read_json as read_json
from contested.files.trees import read_toml as read_toml
