"""Charts: one Vega-Lite specification each, for the document and the pages alike."""
