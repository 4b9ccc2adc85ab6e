"""Files → documents with their passages and recommendations.

The steps, each a module, in the order a file meets them:

1. Bytes. `archives` walks files and folders, `unpacking` and `compression` open what is packed.
2. Format. `reader` tells what a file is, cuts it in portions and calls its reader: `ngc` (`ngc_facts`),
   `jats` (`jats_body`, `jats_inline`, `jats_tables`), `medline`, `pdf`, `json_lines`, `plain_text`
   (`html_pages`); `retraction_watch` reads notices. XML comes through `secure_xml`; what a source is called,
   and of what type it is, through `identity`, `bibliography` and `publication_types`.
3. Layout. `markup` reads HTML (`tagsoup`, `inline`, `emphasis`, `tables`), `mending` and `scripts` keep its
   characters, `plain` writes the plain text that every offset counts in, `passages` cuts it.
4. Recommendations. `recommendations` chooses sections, `section_lines` their lines, `walk` goes through these
   with `statements` and `rows`; `directives` knows what tells what to do, `labels` (`label_shapes`) grades.
"""
