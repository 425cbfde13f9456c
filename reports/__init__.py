"""What a planner reads: pages, document, workbook."""
