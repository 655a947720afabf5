"""Languages of a page: English is written in the code, every other is a catalogue of English messages beside it."""
