"""A file becomes contacts: `starting` is what people see of it, `running` is the job that does it.

`files` reads any table, `columns` says what each column holds, `rows` makes a person or a refusal of each
row; `by_van_id` finds whoever has no phone there, `labels` reads what stands there beyond the details.
`sifting` sorts them, `refusals` writes down those left out, `counting` counts. `merging` puts a chunk into
the tables, with what each of the `dialects` does its own way; `marking` keeps tags, answers and volunteers.
`leasing` lets one worker at a time hold an import, `progressing` commits its steps and tells of them.
`opt_outs` takes a file of stops the same way.
"""
