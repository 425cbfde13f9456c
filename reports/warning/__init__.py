"""What to say about an area, in order: one view model for document, pages and workbook."""
