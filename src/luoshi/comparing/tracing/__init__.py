"""What shared passages come to: clusters, own text, suspected typos, where words come from."""
