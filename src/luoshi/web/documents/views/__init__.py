"""The pages of campaigns and their documents. Each view fetches what is open to the person, parses, acts, renders."""
