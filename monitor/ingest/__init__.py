"""From the planner's own files to figures: cells, tables, headings, numbers, areas, faults."""
