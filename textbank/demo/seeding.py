"""The demo's campaign: an owner, an admin, a volunteer, a sample list, and one action ready to text."""

from datetime import datetime
from importlib.resources import files
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.actions import drafting, publishing
from core.clock import utcnow
from core.config import Settings
from core.contacts import importing
from core.migrating import migrate
from core.models import Campaign, User
from core.people.links import sign_in_link
from core.people.setting_up import found_campaign, make_owner
from textbank.demo.place import TEAM_ID
from textbank.product import Product
