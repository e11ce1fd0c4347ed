"""What the app asks a workspace for; each is needed by something that it does."""

SCOPES = (
    "commands",
    "chat:write",
    "chat:write.public",
    "channels:read",
    "groups:read",
    "im:write",
    "users:read",
    "users:read.email",
    "files:read",
    "files:write",
    "usergroups:read",
)
