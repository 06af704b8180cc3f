"""Articles as found to their text: normalised, without web noise, cut into sentences, traceable to the source."""
