"""Pure arithmetic of numerals, scales and the calendar: words → exact values, no I/O."""
