"""Review in the browser: a local application in which people read, correct and accept labels."""
