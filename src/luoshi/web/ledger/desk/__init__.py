"""The reading desk: a document's duties beside its text, and what a person does to them there."""
