"""The site: what is kept of a campaign, and who may see and do what. The core computes; the folders here keep."""
