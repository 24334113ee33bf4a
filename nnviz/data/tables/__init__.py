"""Tables of a user's own: text, workbooks and arrays, read with every guess told.

The steps, a file each: the content of the file (`opening`), cells in columns (`text_grid`, `workbook`,
`arrays`, all ending in a `Grid`), what each column holds (`columns`), what is to be learned (`target`), and
the numbers a network sees (`reading`). Cells of text are read by Python's own `csv`, workbooks by
python-calamine, legacy encodings by charset-normalizer; what is ours is the guess and its reason.
"""
