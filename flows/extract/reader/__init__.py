"""The learned model: an encoder that reads windows of whole sentences, and heads for names, events and parties."""
