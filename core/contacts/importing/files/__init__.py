"""Files as tables: `reading` is the way in, over `text_tables` (CSV and its kin) and `workbooks` (XLSX)."""
