"""What is learned of contacts: `tags`, custom `fields` with their `options`, and what is `common` to both."""
