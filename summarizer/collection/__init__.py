"""What is made of many records together: an index, tables, a workbook, a brief, indicators side by side."""
