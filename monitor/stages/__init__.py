"""The steps of the chain, one a file. Pure: a record and its state in, records and state out."""
