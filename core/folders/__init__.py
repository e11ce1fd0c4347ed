"""Folders: labels over lists, people, actions, tags and fields, by which admins find them again."""
