"""An archive of articles, read by Ray on one machine or many, into Parquet: `pip install copydesk[archive]`.

files ──> rows ──> pieces ──> actors, each with the model ──> a file of every table for each piece

    source.py   which files there are, and the articles in them, in pieces
    worker.py   a piece is read: one row of `articles` or one of `problems` for each article
    tables.py   the tables, as columns
    output.py   the folder: what is done, what was begun
    cluster.py  Ray, and nothing else: the other modules can be used without it
"""


class ArchiveError(Exception):
    """The run can't be done as it was asked for, or can't go on; the message says why."""
