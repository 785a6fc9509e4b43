"""The measures: what each figure of the office means, as declarations, and how it is computed from a frame.

Pure: pandas frames in, results out; where the rows come from is no concern of this package.
"""
