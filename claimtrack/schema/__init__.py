"""The JSON Schemas: loaded, applied and explained; owns jsonschema. What files look like belongs in `formats`."""
