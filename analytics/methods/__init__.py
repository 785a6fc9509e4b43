"""Pure statistics: numbers in, numbers out. No web, no database, no words for people."""
