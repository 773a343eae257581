"""Where two texts may share words: candidates, found by relational steps that run on DuckDB or Spark."""
