"""From a queued text to a phone: claims, hours, segments, the gateway, what came of it."""
