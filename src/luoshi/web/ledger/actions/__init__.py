"""What a person does with duties: take in what was read, settle it at the desk, sign the list. One module an occasion."""
